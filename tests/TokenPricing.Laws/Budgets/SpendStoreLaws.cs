using System.Collections.Immutable;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Whatever keeps them, the sums of entries are those of a list of them, to the last digit.</summary>
[Properties(Arbitrary = [typeof(SpendGenerators)])]
public static class SpendStoreLaws
{
    [Property]
    public static Task InMemory_AnyEntries_AddsUpAsAList(ImmutableArray<SpendEntry> entries, SpendFilter filter) =>
        AddsUpAsAList(new InMemorySpendStore(), entries, filter);

    /// <summary>Times before the newest day that many entries confirm are kept as one sum: a filter that would divide it is refused, and every other one is exact.</summary>
    [Property]
    public static async Task InMemory_KeptForADay_AddsUpAsAListOrRefusesTheFilter(ImmutableArray<SpendEntry> entries, SpendFilter filter)
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromHours(1), Retention = Duration.FromDays(1) });
        foreach (SpendEntry entry in entries)
        {
            await store.AddAsync(entry);
        }

        // As many more as say that the newest one's time has come, and then one whose clock is ahead.
        if (entries.MaxBy(e => e.At) is { } newest)
        {
            SpendEntry[] more = [.. Enumerable.Range(0, 99).Select(i => newest with { Id = $"newest {i}" }), newest with { Id = "ahead", At = newest.At + Duration.FromDays(40) }];
            foreach (SpendEntry entry in more)
            {
                await store.AddAsync(entry);
                entries = entries.Add(entry);
            }
        }

        long? oldest = entries.Where(e => e.Id != "ahead").Select(e => (long?)e.At.ToUnixTimeSeconds() / 3_600).Max() - 24;
        if ((filter.During.HasStart && filter.During.Start.ToUnixTimeSeconds() / 3_600 < oldest) || (filter.During.HasEnd && filter.During.End.ToUnixTimeSeconds() / 3_600 < oldest))
        {
            await Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(filter).AsTask());
            await Assert.ThrowsAsync<ArgumentException>(() => store.SumByAsync("model", filter).AsTask());
        }
        else
        {
            await HasTheSums(store, entries, filter);
        }
    }

    [Property(MaxTest = 60)]
    public static async Task Sqlite_AnyEntries_AddsUpAsAList(ImmutableArray<SpendEntry> entries, SpendFilter filter)
    {
        using SpendFiles files = new();
        await using (SqliteSpendStore store = SqliteSpendStore.Open(files.PathOf("spend.db")))
        {
            await AddsUpAsAList(store, entries, filter);
        }

        await using SqliteSpendStore again = SqliteSpendStore.Open(files.PathOf("spend.db"));
        await AddsUpAsAList(again, entries, filter);
    }

    private static async Task AddsUpAsAList(ISpendStore store, ImmutableArray<SpendEntry> entries, SpendFilter filter)
    {
        // Each comes twice, some at the same time.
        await Task.WhenAll(entries.Concat(entries).Select(e => store.AddAsync(e).AsTask()));
        await HasTheSums(store, entries, filter);
    }

    private static async Task HasTheSums(ISpendStore store, ImmutableArray<SpendEntry> entries, SpendFilter filter)
    {
        SpendEntry[] asked = [.. entries.Where(filter.Matches)];
        Assert.Equal(SumOf(asked), await store.SumAsync(filter));
        Assert.Equal(
            asked.GroupBy(e => e.Tags.FirstOrDefault(t => t.Key == "model")?.Value ?? "").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, SumOf(g))),
            (await store.SumByAsync("model", filter)).Select(s => (s.Key, s.Value)));
    }

    private static SpendSum SumOf(IEnumerable<SpendEntry> entries) => entries.Aggregate(
        default(SpendSum), (sum, e) => new SpendSum(sum.Amount + e.Amount, sum.Entries + 1, sum.Unpriced + e.Unpriced));
}
