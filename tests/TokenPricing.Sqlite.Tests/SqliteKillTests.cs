using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Processes that write spend into one file are killed in mid-write; what they were told is on the disk must be there.</summary>
public sealed class SqliteKillTests : IDisposable
{
    private const string File = "spend.db";

    // Two processes at a time, so that they also wait for each other.
    private const int Rounds = 25;
    private const int AtOnce = 2;

    private readonly SpendFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Store_KilledFiftyTimesInMidWrite_HasEveryAcknowledgedEntryOnce()
    {
        List<Run> runs = [];
        for (int round = 0; round < Rounds; round++)
        {
            runs.AddRange(await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => WriteAndKillAsync(runs.Count + i))));
        }

        Assert.Equal(Rounds * AtOnce, runs.Count);
        Assert.InRange(runs.Sum(r => r.Acknowledged.Length), Rounds, int.MaxValue);
        ILookup<(string, int), int> kept = Retention();
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));
        ImmutableSortedDictionary<string, SpendSum> sums = await store.SumByAsync("run", SpendFilter.All);
        Assert.All(runs, run => run.IsIn(kept, sums.GetValueOrDefault(run.Name)));
        SpendSum all = await store.SumAsync(SpendFilter.All);
        Assert.Equal(kept.Sum(k => k.Count()), all.Entries);

        // Whoever adds again what may or may not have been added, adds it once.
        foreach (SpendEntry entry in kept.Select(k => WrittenSpend.Entry(k.Key.Item1, k.Key.Item2, k.Max())))
        {
            await store.AddAsync(entry);
        }

        Assert.Equal(all, await store.SumAsync(SpendFilter.All));
    }

    // What is in the file, by run and worker.
    private ILookup<(string, int), int> Retention()
    {
        Assert.Empty(SqliteSpendStore.Verify(_files.PathOf(File)));
        return new SalvagedFile(_files.PathOf(File)).Entries().Select(e => e.Entry.Id).Distinct().Select(Written.Parse).ToLookup(w => (w.Run, w.Worker), w => w.Number);
    }

    // Killed while it starts, or a moment after so many of its entries were acknowledged.
    private async Task<Run> WriteAndKillAsync(int index)
    {
        Random random = new(index);
        string name = $"run{index}";
        int workers = 1 + (index % 3);
        using Process process = Process.Start(new ProcessStartInfo(DotNet)
        {
            ArgumentList = { typeof(WrittenSpend).Assembly.Location, _files.PathOf(File), name, workers.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            ImmutableArray<Written>.Builder acknowledged = ImmutableArray.CreateBuilder<Written>();
            int enough = index % 10 == 0 ? 0 : random.Next(1, 30);
            while (acknowledged.Count < enough && await process.StandardOutput.ReadLineAsync() is { } line)
            {
                acknowledged.Add(Written.Parse(line));
            }

            await Task.Delay(enough == 0 ? random.Next(0, 150) : random.Next(0, 4));
            process.Kill();
            string rest = await process.StandardOutput.ReadToEndAsync();

            // A line without its end is none: half an id may be another one.
            acknowledged.AddRange(rest.Split('\n').SkipLast(1).Select(Written.Parse));
            await process.WaitForExitAsync();
            Assert.Equal("", await errors);
            return new Run(name, workers, acknowledged.ToImmutable());
        }
        finally
        {
            process.Kill();
        }
    }

    private static string DotNet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private sealed record Written(string Run, int Worker, int Number)
    {
        public static Written Parse(string id) => id.TrimEnd('\r').Split('.') is [var run, var worker, var number]
            ? new Written(run, int.Parse(worker, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"'{id}' is no id that the process writes.");
    }

    private sealed record Run(string Name, int Workers, ImmutableArray<Written> Acknowledged)
    {
        // Each worker's entries in order, without a gap: those acknowledged, and at most one more that was under way.
        public void IsIn(ILookup<(string, int), int> kept, SpendSum sum)
        {
            Usd expected = Usd.Zero;
            for (int worker = 0; worker < Workers; worker++)
            {
                int acknowledged = Acknowledged.Count(a => a.Worker == worker);
                int[] numbers = [.. kept[(Name, worker)].Order()];
                Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
                Assert.InRange(numbers.Length, acknowledged, acknowledged + 1);
                expected = numbers.Aggregate(expected, (total, number) => total + WrittenSpend.Entry(Name, worker, number).Amount);
            }

            Assert.Equal(expected, sum.Amount);
        }
    }
}
