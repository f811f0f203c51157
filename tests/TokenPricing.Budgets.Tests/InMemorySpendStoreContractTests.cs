namespace TokenPricing.Tests;

public sealed class InMemorySpendStoreContractTests : SpendStoreContract
{
    protected override Task<ISpendStore> OpenAsync() => Task.FromResult<ISpendStore>(new InMemorySpendStore());

    protected override Task<ISpendStore> OpenAgainAsync(ISpendStore store) => Task.FromResult(store);
}
