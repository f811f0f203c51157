using Xunit;

namespace TokenPricing.Tests;

/// <summary>Eight processes that share one budget in PostgreSQL are killed at random, and the server is stopped and started meanwhile.</summary>
[Collection("PostgreSQL")]
public sealed class PostgresBudgetKillTests(PostgresFixture fixture)
{
    [StoreFact]
    public async Task Budget_EightProcessesKilledAndTheServerStopped_IsNeverExceededAndNothingIsLost()
    {
        PostgresServer server = fixture.Server!;
        await using PostgresSpendStore store = (PostgresSpendStore)await BudgetSpending.OpenAsync("postgres", server.ConnectionString);
        using BudgetProcesses processes = new("postgres", server.ConnectionString, limit: 4);

        await processes.RunAsync(store, kills: 16, async kill =>
        {
            if (kill is 5 or 10)
            {
                await server.StopAsync(atOnce: kill == 5);
                await server.StartAsync();
            }
        });
    }
}
