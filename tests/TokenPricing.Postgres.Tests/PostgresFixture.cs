using Xunit;

namespace TokenPricing.Tests;

/// <summary>One server for all tests, each of which has a schema of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private int _schemas;

    public PostgresServer? Server { get; private set; }

    public PostgresSpendOptions NewSchema() => new() { Schema = $"s{Interlocked.Increment(ref _schemas)}" };

    public async Task InitializeAsync() => Server = PostgresServer.Programs is null ? null : await PostgresServer.StartNewAsync();

    public async Task DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}

[CollectionDefinition("PostgreSQL")]
public sealed class PostgresTests : ICollectionFixture<PostgresFixture>;
