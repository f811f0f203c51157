using Xunit;

namespace TokenPricing.Tests;

/// <summary>Eight processes that share one budget in a file are killed at random.</summary>
public sealed class SqliteBudgetKillTests : IDisposable
{
    private readonly SpendFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Budget_EightProcessesKilledAtRandom_IsNeverExceededAndNothingIsLost()
    {
        string file = _files.PathOf("spend.db");
        await using SqliteSpendStore store = (SqliteSpendStore)await BudgetSpending.OpenAsync("sqlite", file);
        using BudgetProcesses processes = new("sqlite", file, limit: 4);

        await processes.RunAsync(store, kills: 16, _ => Task.CompletedTask);

        Assert.Empty(SqliteSpendStore.Verify(file));
    }
}
