using NodaTime;
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

    [StoreFact]
    public async Task ReserveAsync_CancelledWhileTheServerIsAway_ReturnsAndNothingStaysReserved()
    {
        PostgresServer server = fixture.Server!;
        await using PostgresSpendStore store = await PostgresSpendStore.OpenAsync(server.ConnectionString, fixture.NewSchema() with { RetryFor = Duration.FromDays(1) });
        BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("b", new Usd(1), BudgetWindow.Total)], TimeProvider.System, store);
        await server.StopAsync(atOnce: true);
        try
        {
            for (int i = 0; i < 3; i++)
            {
                using CancellationTokenSource cancellation = new();
                Task<BudgetDecision> reserving = guard.ReserveAsync(new Usd(1), [], cancellation.Token).AsTask();
                await cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reserving);
            }
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.True((await guard.ReserveAsync(new Usd(1))).IsAllowed);
    }
}
