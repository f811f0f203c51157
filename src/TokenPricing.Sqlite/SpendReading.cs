using System.Collections.Immutable;

namespace TokenPricing.Sqlite;

/// <summary>
/// Sums the entries of the file: whole days by their rollups, parts of days by their entries. Everything that a sum is made of is checked:
/// rows by their checksums, and that none is missing by what the head and the days say.
/// </summary>
internal static class SpendReading
{
    /// <summary>Returns the head of the file.</summary>
    /// <exception cref="InvalidDataException">The row is damaged or missing.</exception>
    public static SpendHead Head(SpendTables tables) => tables.Get("head", SpendHead.Key) is { } row
        ? SpendHead.Read(Frame.Open(Frame.Head, SpendHead.Key, row, out _))
        : throw new InvalidDataException("the head is missing");

    /// <summary>Returns the sums of the entries of an interval of time, by the numbers of their sets of tags.</summary>
    /// <exception cref="ArgumentException">The interval starts or ends within a day whose entries were deleted.</exception>
    /// <exception cref="InvalidDataException">Something that the sum needs is damaged.</exception>
    public static Rollup[] Sums(SpendTables tables, SpendHead head, NodaTime.Interval during)
    {
        (long from, long to) = SpendTicks.TicksOf(during);
        Rollup[] sums = new Rollup[head.Tags + 1];
        if (from >= to)
        {
            return sums;
        }

        SortedDictionary<int, DayRow> days = Days(tables, head);
        Dictionary<int, DayRow> whole = [];
        Dictionary<int, DayRow> parts = [];
        foreach ((int day, DayRow row) in days)
        {
            (long start, long end) = (SpendTicks.StartOf(day), SpendTicks.StartOf(day + 1));
            if (start < to && end > from)
            {
                (start >= from && end <= to ? whole : parts).Add(day, row);
            }
        }

        foreach (int day in parts.Keys.Where(d => SpendTicks.StartOf(d) < head.KeptFrom))
        {
            throw new ArgumentException(
                $"The filter starts or ends within {NodaTime.LocalDate.FromDateTime(DateTime.UnixEpoch).PlusDays(day):uuuu-MM-dd} (UTC), "
                + "whose entries are older than the retention of the store: only sums of whole days in UTC are kept.");
        }

        AddWholeDays(tables, whole, sums);
        if (parts.Count > 0)
        {
            AddPartsOfDays(tables, head, parts, (from, to), sums);
        }

        return sums;
    }

    /// <summary>Returns all days.</summary>
    /// <exception cref="InvalidDataException">A day is damaged or missing.</exception>
    public static SortedDictionary<int, DayRow> Days(SpendTables tables, SpendHead head)
    {
        SortedDictionary<int, DayRow> days = [];
        long digest = 0;
        foreach ((long number, byte[] body) in tables.Range("day"))
        {
            DayRow day = DayRow.Read((int)number, body);
            days.Add((int)number, day);
            digest ^= Frame.Share(number, day.Checksum!.Value);
        }

        return days.Count == head.Days && digest == head.DaysDigest ? days : throw new InvalidDataException("the sum of a day is missing");
    }

    /// <summary>Returns the segments and their checksums.</summary>
    /// <exception cref="InvalidDataException">A segment is damaged or missing.</exception>
    public static SortedDictionary<long, SegmentRow> Segments(SpendTables tables, SpendHead head)
    {
        SortedDictionary<long, SegmentRow> segments = [];
        long digest = 0;
        foreach ((long number, byte[] body) in tables.Range("segment"))
        {
            segments.Add(number, SegmentRow.Read(number, body, out uint checksum));
            digest ^= Frame.Share(number, checksum);
        }

        return segments.Count == head.Segments && digest == head.SegmentsDigest
            ? segments
            : throw new InvalidDataException("a segment is missing");
    }

    /// <summary>Adds the rollups of days.</summary>
    private static void AddWholeDays(SpendTables tables, Dictionary<int, DayRow> days, Rollup[] sums)
    {
        if (days.Count == 0)
        {
            return;
        }

        int current = int.MinValue;
        (long chunks, long digest, Rollup all, int found) = (0, 0, default, 0);
        long last = RollupChunk.FirstKeyOf(days.Keys.Max() + 1) - 1;
        foreach ((long key, byte[] body) in tables.Range("rollup", RollupChunk.FirstKeyOf(days.Keys.Min()), last))
        {
            int day = RollupChunk.DayOf(key);
            if (day != current)
            {
                Check();
                (current, chunks, digest, all) = (day, 0, 0, default);
                found++;
            }

            RollupChunk chunk = RollupChunk.Read(key, body);
            all += chunk.AddTo(sums, key);
            chunks++;
            digest ^= Frame.Share(key, chunk.Checksum!.Value);
        }

        Check();
        if (found != days.Count)
        {
            throw new InvalidDataException("the rollups of a day are missing");
        }

        void Check()
        {
            if (current != int.MinValue && (!days.TryGetValue(current, out DayRow? row)
                || (row.Chunks, row.ChunksDigest, row.All) != (chunks, digest, all)))
            {
                throw new InvalidDataException("a rollup is missing");
            }
        }
    }

    /// <summary>Adds the entries of an interval that are of some days, after checking that all entries of these days are there.</summary>
    private static void AddPartsOfDays(
        SpendTables tables,
        SpendHead head,
        Dictionary<int, DayRow> days,
        (long From, long To) during,
        Rollup[] sums)
    {
        Dictionary<int, Rollup> found = days.ToDictionary(d => d.Key, _ => default(Rollup));
        (long oldest, long newest) = (SpendTicks.StartOf(days.Keys.Min()), SpendTicks.StartOf(days.Keys.Max() + 1));
        List<(long, long)> places =
        [
            .. Segments(tables, head).Values.Where(s => s.Oldest < newest && s.Newest >= oldest).Select(s => (s.First, s.Last)),
            (head.LastSealed + 1, head.LastBlock),
        ];
        foreach ((long first, long last) in places)
        {
            foreach ((_, byte[] body) in tables.Range("block", first, last))
            {
                for (int at = 0; at < body.Length;)
                {
                    StoredEntry entry = StoredEntry.Read(body.AsSpan(at));
                    at += entry.Length;
                    if (entry.Ticks < oldest || entry.Ticks >= newest || !found.TryGetValue(SpendTicks.DayOf(entry.Ticks), out Rollup all))
                    {
                        continue;
                    }

                    Rollup one = Rollup.Of(entry);
                    found[SpendTicks.DayOf(entry.Ticks)] = all + one;
                    if (entry.Ticks >= during.From && entry.Ticks < during.To)
                    {
                        sums[entry.Tags < sums.Length ? entry.Tags : throw new InvalidDataException("an entry has no set of tags")] += one;
                    }
                }
            }
        }

        if (found.Any(f => f.Value != days[f.Key].All))
        {
            throw new InvalidDataException("entries of a day are missing");
        }
    }

    /// <summary>Returns the numbers of the sets of tags that have all of some tags.</summary>
    public static IEnumerable<int> Having(TagSets sets, ImmutableArray<SpendTag> tags)
    {
        SpendFilter filter = new() { Tags = tags };
        for (int number = 1; number <= sets.Last; number++)
        {
            if (tags.IsEmpty || filter.Matches(new SpendEntry("-", default, default, sets[number])))
            {
                yield return number;
            }
        }
    }
}
