using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Files with flipped bits, torn pages and missing ends: none gives a wrong sum without an error, and repair saves every whole entry. Set
/// TOKENPRICING_DAMAGED_FILES to damage more files.
/// </summary>
public sealed class SqliteDamageTests : IDisposable
{
    private const int Entries = 800;
    private const int PageSize = 4_096;

    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);

    private static readonly SpendFilter[] Filters =
    [
        SpendFilter.All,
        new() { Tags = [new("tenant", "tenant-03")] },
        new() { During = new Interval(Start + Duration.FromHours(30), Start + Duration.FromHours(100)) },
        new() { During = new Interval(Start + Duration.FromDays(1), Start + Duration.FromDays(3)), Tags = [new("model", "b")] },
    ];

    private readonly SpendFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Store_AnyDamage_NoWrongSumWithoutAnErrorAndRepairSavesEveryWholeEntry()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("TOKENPRICING_DAMAGED_FILES") ?? "150", CultureInfo.InvariantCulture);
        ImmutableArray<SpendEntry> entries = [.. Enumerable.Range(0, Entries).Select(EntryOf)];
        byte[] older = await WriteAsync(entries);
        byte[] whole = File.ReadAllBytes(_files.PathOf("whole.db"));
        Dictionary<string, SpendSum> expected = await SumsAsync(_files.PathOf("whole.db"));
        Assert.Empty(SqliteSpendStore.Verify(_files.PathOf("whole.db")));
        ILookup<string, (int From, int To)> places = PlacesOf(whole);
        Assert.All(entries, e => Assert.NotEmpty(places[e.Id]));
        (int errors, int saved) = (0, 0);
        for (int i = 0; i < count; i++)
        {
            Random random = new(i);
            byte[] damaged = Damage(whole, older, random);
            string path = _files.PathOf($"damaged{i}.db");
            File.WriteAllBytes(path, damaged);
            bool isWrong = await IsNoticedAsync(path, expected, entries, i);
            errors += isWrong ? 1 : 0;

            // Again, since a writer may have changed it.
            Delete(path);
            File.WriteAllBytes(path, damaged);
            bool isFound = !SqliteSpendStore.Verify(path).IsEmpty;
            Assert.True(isFound || !isWrong, $"File {i} gave an error, and is whole for Verify.");
            saved += await RepairAsync(path, whole, places, damaged, entries, i);
            Delete(path);
        }

        Assert.InRange(errors, count / 4, count);
        Assert.InRange(saved, count, int.MaxValue);
    }

    [Fact]
    public async Task Repair_AWholeFile_SavesEverything()
    {
        ImmutableArray<SpendEntry> entries = [.. Enumerable.Range(0, Entries).Select(EntryOf)];
        await WriteAsync(entries);

        SpendRepair repair = SqliteSpendStore.Repair(_files.PathOf("whole.db"), _files.PathOf("new.db"));

        Assert.Equal(new SpendRepair(Entries, 0, []), repair);
        Assert.Equal(await SumsAsync(_files.PathOf("whole.db")), await SumsAsync(_files.PathOf("new.db")));
        Assert.Throws<IOException>(() => SqliteSpendStore.Repair(_files.PathOf("whole.db"), _files.PathOf("new.db")));
        Assert.Throws<FileNotFoundException>(() => SqliteSpendStore.Repair(_files.PathOf("none.db"), _files.PathOf("other.db")));
        Assert.Throws<FileNotFoundException>(() => SqliteSpendStore.Verify(_files.PathOf("none.db")));
    }

    // The file, and as it was when half of the entries were in it.
    private async Task<byte[]> WriteAsync(ImmutableArray<SpendEntry> entries)
    {
        string path = _files.PathOf("whole.db");
        await FillAsync(path, entries[..(Entries / 2)]);
        byte[] older = File.ReadAllBytes(path);
        await FillAsync(path, entries[(Entries / 2)..]);
        return older;
    }

    private static async Task FillAsync(string path, ImmutableArray<SpendEntry> entries)
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(path);
        await store.BalancesAsync(Start + Duration.FromDays(2), [.. Filters]);
        foreach (SpendEntry[] some in entries.Chunk(37))
        {
            await Task.WhenAll(some.Select(e => store.AddAsync(e).AsTask()));
        }
    }

    private static SpendEntry EntryOf(int number) => new(
        $"call-{number:0000}-id",
        Start + Duration.FromMinutes(9 * number),
        new Usd(number % 7 == 0 ? 0.00000000000000007m * (number + 1) : 0.000000123m * (number + 1)),
        [new("model", number % 2 == 0 ? "a" : "b"), new("tenant", $"tenant-{number % 12:00}")])
    {
        Unpriced = number % 5 == 0 ? 1 : 0,
    };

    private static byte[] Damage(byte[] whole, byte[] older, Random random)
    {
        byte[] damaged = [.. whole];
        int page = random.Next(whole.Length / PageSize) * PageSize;
        switch (random.Next(6))
        {
            case 0 or 1:
                for (int flips = random.Next(1, 9); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                return damaged;
            case 2:
                // Of a page, the first sectors are new and the others are not.
                int sectors = random.Next(0, 8) * 512;
                int length = Math.Clamp(older.Length - page - sectors, 0, PageSize - sectors);
                older.AsSpan(Math.Min(older.Length, page + sectors), length).CopyTo(damaged.AsSpan(page + sectors));
                return damaged;
            case 3:
                damaged.AsSpan(page + (random.Next(0, 8) * 512), 512).Clear();
                return damaged;
            case 4:
                random.NextBytes(damaged.AsSpan(page, random.Next(1, PageSize)));
                return damaged;
            default:
                return damaged[..random.Next(damaged.Length)];
        }
    }

    // Every sum is right, or there is an error; both for who reads and for who writes.
    private static async Task<bool> IsNoticedAsync(string path, Dictionary<string, SpendSum> expected, ImmutableArray<SpendEntry> entries, int file)
    {
        bool isNoticed = false;
        try
        {
            Dictionary<string, SpendSum> sums = await SumsAsync(path);
            Assert.True(expected.OrderBy(e => e.Key).SequenceEqual(sums.OrderBy(s => s.Key)), $"File {file} gives a wrong sum.");
        }
        catch (Exception e) when (e is InvalidDataException or SqliteException)
        {
            isNoticed = true;
        }

        try
        {
            await using SqliteSpendStore store = SqliteSpendStore.Open(path);
            ImmutableArray<SpendBalance> balances = await store.BalancesAsync(Start + Duration.FromDays(2), [.. Filters]);
            Assert.True(balances.Select(b => b.Spent).SequenceEqual(Filters.Select((_, i) => expected[$"{i}"].Amount)), $"File {file} has a wrong balance.");
            await store.AddAsync(entries[file % entries.Length]);
            await store.AddAsync(new SpendEntry("new", entries[^1].At, new Usd(1), entries[0].Tags));
            SpendSum sum = await store.SumAsync(SpendFilter.All);
            Assert.True(sum.Amount == expected["0"].Amount + new Usd(1) && sum.Entries == Entries + 1, $"File {file} is wrong after it was written.");
        }
        catch (Exception e) when (e is InvalidDataException or SqliteException)
        {
            isNoticed = true;
        }

        return isNoticed;
    }

    private static async Task<Dictionary<string, SpendSum>> SumsAsync(string path)
    {
        await using SqliteSpendStore store = SqliteSpendStore.OpenReadOnly(path);
        Dictionary<string, SpendSum> sums = [];
        for (int i = 0; i < Filters.Length; i++)
        {
            sums.Add($"{i}", await store.SumAsync(Filters[i]));
            foreach ((string tenant, SpendSum sum) in await store.SumByAsync("tenant", Filters[i]))
            {
                sums.Add($"{i} {tenant}", sum);
            }
        }

        return sums;
    }

    // What is saved are entries of before, and every one whose bytes are as they were.
    private async Task<int> RepairAsync(
        string path, byte[] whole, ILookup<string, (int From, int To)> places, byte[] damaged, ImmutableArray<SpendEntry> entries, int file)
    {
        string repaired = _files.PathOf($"repaired{file}.db");
        SpendRepair repair = SqliteSpendStore.Repair(path, repaired);
        Dictionary<string, SpendEntry> known = entries.ToDictionary(e => e.Id);
        SalvagedFile salvaged = new(repaired);
        HashSet<string> saved = [];
        foreach ((SpendEntry entry, long tags) in salvaged.Entries())
        {
            SpendEntry full = entry with { Tags = salvaged.TagsOf(tags)!.Value };
            Assert.True(known.TryGetValue(entry.Id, out SpendEntry? before) && before == full, $"File {file}: {full} was saved.");
            saved.Add(entry.Id);
        }

        Assert.Equal(saved.Count, repair.SavedEntries);
        Assert.True(saved.Count == Entries || !repair.Losses.IsEmpty, $"File {file}: nothing is said about what is lost.");
        foreach (SpendEntry entry in entries.Where(e => !saved.Contains(e.Id)))
        {
            bool isWhole = places[entry.Id].Any(p => IsSame(whole, damaged, p));
            bool hasTags = places[string.Join(',', entry.Tags)].Any(p => IsSame(whole, damaged, p));
            Assert.False(isWhole && hasTags, $"File {file}: {entry} is whole and was not saved: {string.Join(' ', repair.Losses)}");
        }

        Assert.Empty(SqliteSpendStore.Verify(repaired));
        await using (SqliteSpendStore store = SqliteSpendStore.OpenReadOnly(repaired))
        {
            Usd sum = entries.Where(e => saved.Contains(e.Id)).Aggregate(Usd.Zero, (a, e) => a + e.Amount);
            Assert.Equal(sum, (await store.SumAsync(SpendFilter.All)).Amount);
        }

        Delete(repaired);
        return saved.Count;
    }

    // Where whole entries and sets of tags are in a file: some are there twice, and parts of older ones are left over in pages.
    private static ILookup<string, (int From, int To)> PlacesOf(byte[] file)
    {
        List<(string Key, (int From, int To) Place)> places = [];
        for (int at = 0; at < file.Length; at++)
        {
            if (StoredEntry.TryRead(file.AsSpan(at), out StoredEntry entry))
            {
                places.Add((entry.Id, (at, at + entry.Length)));
            }
            else if (Frame.TryRead(file.AsSpan(at), out byte kind, out long key, out ReadOnlySpan<byte> content, out _) && kind == Frame.Tags)
            {
                ReadOnlySpan<byte> row = file.AsSpan(at, content.Length + 18);
                places.Add((string.Join(',', TagSets.Read(key, row, out _)), (at, at + row.Length)));
            }
        }

        return places.ToLookup(p => p.Key, p => p.Place);
    }

    private static bool IsSame(byte[] whole, byte[] damaged, (int From, int To) place) =>
        damaged.Length >= place.To && whole.AsSpan(place.From, place.To - place.From).SequenceEqual(damaged.AsSpan(place.From, place.To - place.From));

    private static void Delete(string path)
    {
        foreach (string one in new[] { path, path + "-wal", path + "-shm" })
        {
            File.Delete(one);
        }
    }
}
