using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Reads all of a file and says what is damaged.</summary>
internal static class SpendVerifying
{
    private const int MostProblems = 1_000;

    /// <summary>Returns what is damaged, one sentence each.</summary>
    public static ImmutableArray<string> Problems(string path)
    {
        List<string> problems = [];
        SpendFile file = new(path, Duration.FromSeconds(30));
        Try(problems, file, () =>
        {
            using SqliteConnection connection = file.ConnectToRead();
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
            using SpendTables tables = new(connection) { Transaction = transaction };
            using (SqliteDataReader reader = tables.Ready("PRAGMA integrity_check").ExecuteReader())
            {
                while (reader.Read())
                {
                    if (reader.GetString(0) is var line && line != "ok")
                    {
                        problems.Add($"SQLite: {line}.");
                    }
                }
            }

            SpendHead head = SpendReading.Head(tables);
            Try(problems, file, () => CompareCopies(tables));
            Try(problems, file, () => Whole(tables, head, problems, file));
        });
        return [.. problems.Distinct(StringComparer.Ordinal).Take(MostProblems)];
    }

    /// <summary>Compares rows and their copies.</summary>
    private static void CompareCopies(SpendTables tables)
    {
        foreach (string table in new[] { "head", "tags" })
        {
            if (!tables.Range(table).SequenceEqual(tables.Range(table + "_copy"), SameRow.Instance))
            {
                throw new InvalidDataException($"the copy of {table} differs");
            }
        }
    }

    /// <summary>Reads everything and adds it up again.</summary>
    private static void Whole(SpendTables tables, SpendHead head, List<string> problems, SpendFile file)
    {
        TagSets tagSets = new();
        Try(problems, file, () => tagSets.Load(tables, head));
        Try(problems, file, () => Filters(tables, head, problems));
        SpendBalances balances = new(tables);
        Try(problems, file, () => balances.Load(head));
        SortedDictionary<int, DayRow> days = [];
        Try(problems, file, () => days = SpendReading.Days(tables, head));
        Rollup[] stored = [];
        Try(problems, file, () => stored = SpendReading.Sums(tables, head, new Interval(null, null)));
        Dictionary<(int Day, long Tags), Rollup> counted = [];
        Try(problems, file, () => Entries(tables, head, counted, problems));
        foreach ((int day, DayRow row) in days.Where(d => SpendTicks.StartOf(d.Key) >= head.KeptFrom))
        {
            Try(problems, file, () => CompareDay(tables, day, row, counted));
        }

        Try(problems, file, () => CompareBalances(tables, head, balances, tagSets));
    }

    private static void Filters(SpendTables tables, SpendHead head, List<string> problems)
    {
        foreach ((long number, SegmentRow row) in SpendReading.Segments(tables, head))
        {
            if (!row.IsOf(tables.Get("segment_filter", number)))
            {
                problems.Add($"The filter of segment {number} is damaged.");
            }
        }
    }

    /// <summary>Counts all entries, and says which are damaged.</summary>
    private static void Entries(
        SpendTables tables,
        SpendHead head,
        Dictionary<(int Day, long Tags), Rollup> counted,
        List<string> problems)
    {
        long entries = 0;
        foreach ((long number, byte[] body) in tables.Range("block"))
        {
            for (int at = 0; at < body.Length;)
            {
                if (!StoredEntry.TryRead(body.AsSpan(at), out StoredEntry entry))
                {
                    problems.Add($"Block {number} is damaged from byte {at} on.");
                    break;
                }

                at += entry.Length;
                entries++;
                (int, long) key = (SpendTicks.DayOf(entry.Ticks), entry.Tags);
                counted[key] = counted.GetValueOrDefault(key) + Rollup.Of(entry);
            }
        }

        if (entries != head.Entries)
        {
            problems.Add($"The file should have {head.Entries} entries, and has {entries}.");
        }
    }

    private static void CompareDay(SpendTables tables, int day, DayRow row, Dictionary<(int Day, long Tags), Rollup> counted)
    {
        Rollup all = default;
        foreach ((long key, byte[] body) in tables.Range("rollup", RollupChunk.FirstKeyOf(day), RollupChunk.FirstKeyOf(day + 1) - 1))
        {
            Rollup[] sums = new Rollup[((key - RollupChunk.FirstKeyOf(day) + 1) * RollupChunk.Size) + 1];
            all += RollupChunk.Read(key, body).AddTo(sums, key);
            for (long tags = sums.Length - 1 - RollupChunk.Size; tags < sums.Length; tags++)
            {
                if (sums[tags] != counted.GetValueOrDefault((day, tags)) && sums[tags].Entries > 0)
                {
                    throw new InvalidDataException($"the rollups of {DateOf(day)} are not the sums of its entries");
                }
            }
        }

        if (all != row.All)
        {
            throw new InvalidDataException($"the rollups of {DateOf(day)} do not add up to its sum");
        }
    }

    private static void CompareBalances(SpendTables tables, SpendHead head, SpendBalances balances, TagSets tagSets)
    {
        foreach (StoredBalance balance in balances.All)
        {
            Rollup[] sums;
            try
            {
                sums = SpendReading.Sums(tables, head, balance.Filter.During);
            }
            catch (ArgumentException)
            {
                // The entries that could tell were deleted.
                continue;
            }

            ExactSum spent = SpendReading.Having(tagSets, balance.Filter.Tags)
                .Aggregate(default(ExactSum), (sum, i) => sum + sums[i].Amount);
            if (spent != balance.Spent)
            {
                throw new InvalidDataException($"balance {balance.Number} is not the sum of its entries");
            }
        }
    }

    public static string DateOf(int day) =>
        LocalDate.FromDateTime(DateTime.UnixEpoch).PlusDays(day).ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Does something, and adds what is damaged to the problems.</summary>
    private static void Try(List<string> problems, SpendFile file, Action action)
    {
        try
        {
            file.Guarded(() =>
            {
                action();
                return true;
            });
        }
        catch (Exception e) when (e is InvalidDataException or SqliteException)
        {
            problems.Add(e.Message);
        }
    }

    private sealed class SameRow : IEqualityComparer<(long Number, byte[] Body)>
    {
        public static SameRow Instance { get; } = new();

        public bool Equals((long Number, byte[] Body) x, (long Number, byte[] Body) y) =>
            x.Number == y.Number && x.Body.AsSpan().SequenceEqual(y.Body);

        public int GetHashCode((long Number, byte[] Body) obj) => obj.Number.GetHashCode();
    }
}
