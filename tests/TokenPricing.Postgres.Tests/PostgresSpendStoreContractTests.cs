using Xunit;

namespace TokenPricing.Tests;

[Collection("PostgreSQL")]
public sealed class PostgresSpendStoreContractTests(PostgresFixture fixture) : SpendStoreContract, IAsyncLifetime
{
    private readonly PostgresSpendOptions _options = fixture.NewSchema();
    private readonly List<PostgresSpendStore> _stores = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (PostgresSpendStore store in _stores)
        {
            await store.DisposeAsync();
        }
    }

    protected override async Task<ISpendStore> OpenAsync()
    {
        PostgresSpendStore store = await PostgresSpendStore.OpenAsync(fixture.Server!.ConnectionString, _options);
        _stores.Add(store);
        return store;
    }

    protected override Task<ISpendStore> OpenAgainAsync(ISpendStore store) => OpenAsync();
}
