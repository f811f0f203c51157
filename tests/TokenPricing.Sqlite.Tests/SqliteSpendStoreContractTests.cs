namespace TokenPricing.Tests;

public sealed class SqliteSpendStoreContractTests : SpendStoreContract, IDisposable
{
    private readonly SpendFiles _files = new();
    private readonly List<SqliteSpendStore> _stores = [];

    public void Dispose()
    {
        _stores.ForEach(s => s.DisposeAsync().AsTask().GetAwaiter().GetResult());
        _files.Dispose();
    }

    protected override Task<ISpendStore> OpenAsync()
    {
        SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf("spend.db"));
        _stores.Add(store);
        return Task.FromResult<ISpendStore>(store);
    }

    protected override Task<ISpendStore> OpenAgainAsync(ISpendStore store) => OpenAsync();
}
