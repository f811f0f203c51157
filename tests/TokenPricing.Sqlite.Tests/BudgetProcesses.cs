using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NodaTime.Extensions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Processes that spend within one budget and are killed at random.</summary>
internal sealed class BudgetProcesses(string kind, string place, decimal limit) : IDisposable
{
    public const int AtOnce = 8;

    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly List<(Process Process, Task Reading)> _running = [];
    private readonly Random _random = new(7);
    private int _started;

    /// <summary>
    /// Kills one process after the other and starts another one for it; then ends all. Nothing may ever be spent beyond the limit, nothing
    /// acknowledged may be lost, and in the end all of the limit is there to be spent.
    /// </summary>
    public async Task RunAsync(ISpendStore store, int kills, Func<int, Task> meanwhile)
    {
        while (_running.Count < AtOnce)
        {
            Start();
        }

        for (int kill = 0; kill < kills; kill++)
        {
            int before = _acknowledged.Count;
            int more = _random.Next(1, 25);
            while (_acknowledged.Count < before + more && await SpentAsync(store) < limit * 0.9m)
            {
                await CheckAsync(store);
                await Task.Delay(_random.Next(1, 60));
            }

            await EndAsync(_random.Next(_running.Count));
            await meanwhile(kill);
            Start();
            await CheckAsync(store);
        }

        while (_running.Count > 0)
        {
            await EndAsync(0);
        }

        // Everyone is dead, and what they held comes back: the rest of the limit can be reserved.
        BudgetGuard guard = await BudgetGuard.StartAsync([BudgetSpending.BudgetOf(limit)], BudgetSpending.Time, store);
        SpendTag tenant = new("tenant", "acme");
        while ((await guard.StatesAsync())[0].Reserved != Usd.Zero)
        {
            await Task.Delay(100);
        }

        await CheckAsync(store);
        Assert.NotEmpty(_acknowledged);
        SpendSum sum = await store.SumAsync(SpendFilter.All);
        Assert.True((await guard.ReserveAsync(new Usd(limit) - sum.Amount, [tenant])).IsAllowed);

        // What is there is not added again: nothing acknowledged was lost.
        foreach (string line in _acknowledged)
        {
            await store.AddAsync(BudgetSpending.EntryOf(line));
        }

        Assert.Equal(sum, await store.SumAsync(SpendFilter.All));
        Assert.InRange(sum.Entries, _acknowledged.Count, _acknowledged.Count + (2 * _started));
    }

    public void Dispose()
    {
        foreach ((Process process, _) in _running)
        {
            process.Kill();
            process.Dispose();
        }
    }

    private static async Task<decimal> SpentAsync(ISpendStore store) => (await store.SumAsync(SpendFilter.All)).Amount.Amount;

    private async Task CheckAsync(ISpendStore store)
    {
        SpendBalance balance = Assert.Single(await store.BalancesAsync(
            BudgetSpending.Time.GetCurrentInstant(), [new SpendFilter { Tags = [new("tenant", "acme")] }]));
        Assert.True((balance.Spent + balance.Reserved).Amount <= limit, balance.ToString());
        Assert.True(await SpentAsync(store) <= limit);
    }

    private void Start()
    {
        Process process = Process.Start(new ProcessStartInfo(DotNet)
        {
            ArgumentList =
            {
                typeof(BudgetSpending).Assembly.Location, kind, place, limit.ToString(CultureInfo.InvariantCulture),
                (_started++).ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
        })!;
        _running.Add((process, ReadAsync(process)));
    }

    private async Task EndAsync(int index)
    {
        (Process process, Task reading) = _running[index];
        _running.RemoveAt(index);
        Assert.False(process.HasExited, "A process ended by itself.");
        process.Kill();
        await reading;
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // A line without its end is none.
    private async Task ReadAsync(Process process)
    {
        string rest = "";
        char[] buffer = new char[4_096];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var read)
        {
            string[] lines = (rest + new string(buffer, 0, read)).Split('\n');
            foreach (string line in lines.SkipLast(1))
            {
                _acknowledged.Add(line.TrimEnd('\r'));
            }

            rest = lines[^1];
        }
    }

    private static string DotNet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
