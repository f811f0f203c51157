using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>
/// What is whole in a damaged file: every entry and row that matches its checksum, wherever in the bytes of the file or of its write-ahead
/// log it is. Of several versions of a row, the last one.
/// </summary>
internal sealed class SalvagedFile
{
    // What is looked at together; rows that are larger are not in one piece.
    private const int Window = 1 << 20;
    private const int LargestRow = 1 << 14;

    private readonly List<string> _paths = [];
    private readonly string _path;
    private readonly Dictionary<long, ImmutableArray<SpendTag>> _tags = [];
    private readonly Dictionary<long, (long Entries, byte[] Row)> _chunks = [];
    private readonly Dictionary<int, Rollup> _days = [];
    private readonly HashSet<long> _contradictions = [];
    private readonly List<byte[]> _largeBlocks = [];

    public SalvagedFile(string path)
    {
        _path = path;
        _paths.Add(path);
        if (File.Exists(path + "-wal"))
        {
            _paths.Add(path + "-wal");
        }

        foreach (string one in _paths)
        {
            Scan(one, (bytes, _) =>
            {
                if (bytes[0] == Frame.Mark && Frame.TryRead(bytes, out byte kind, out long key, out ReadOnlySpan<byte> content, out uint _))
                {
                    Take(kind, key, content, bytes[..(content.Length + 18)]);
                    return content.Length + 18;
                }

                return 1;
            });
        }

        ReadThroughSqlite();
    }

    /// <summary>The last version of the head; <see langword="null"/> if it is lost.</summary>
    public SpendHead? Head { get; private set; }

    public IEnumerable<string> Losses => _contradictions.Select(n => $"Two sets of tags have the number {n}; their entries are not saved.");

    /// <summary>Returns a set of tags; <see langword="null"/> if it is lost.</summary>
    public ImmutableArray<SpendTag>? TagsOf(long number) =>
        !_contradictions.Contains(number) && _tags.TryGetValue(number, out ImmutableArray<SpendTag> tags) ? tags : null;

    public Rollup? DayOf(int day) => _days.TryGetValue(day, out Rollup all) ? all : null;

    /// <summary>Returns the rollups of the days before a tick.</summary>
    public IEnumerable<(int Day, SortedDictionary<long, RollupChunk> Chunks)> RollupsBefore(long ticks) => _chunks
        .Where(c => SpendTicks.StartOf(RollupChunk.DayOf(c.Key)) < ticks)
        .GroupBy(c => RollupChunk.DayOf(c.Key))
        .OrderBy(g => g.Key)
        .Select(g => (g.Key, Chunks: g.ToDictionary(c => c.Key, c => RollupChunk.Read(c.Key, c.Value.Row))))
        .Select(g => (g.Key, new SortedDictionary<long, RollupChunk>(g.Chunks)));

    /// <summary>Returns all entries, without their tags but with the number of their set. The same entry can come several times.</summary>
    public IEnumerable<(SpendEntry Entry, long Tags)> Entries()
    {
        foreach (string path in _paths)
        {
            List<(SpendEntry, long)> found = [];
            foreach (int _ in ScanInParts(path, (bytes, _) => TakeEntry(bytes, found)))
            {
                foreach ((SpendEntry, long) entry in found)
                {
                    yield return entry;
                }

                found.Clear();
            }
        }

        foreach (byte[] block in _largeBlocks)
        {
            List<(SpendEntry, long)> found = [];
            for (int at = 0; at < block.Length;)
            {
                at += TakeEntry(block.AsSpan(at), found);
            }

            foreach ((SpendEntry, long) entry in found)
            {
                yield return entry;
            }
        }
    }

    private static int TakeEntry(ReadOnlySpan<byte> bytes, List<(SpendEntry, long)> found)
    {
        try
        {
            if (bytes[0] == StoredEntry.Mark && StoredEntry.TryRead(bytes, out StoredEntry entry))
            {
                found.Add((new SpendEntry(entry.Id, entry.At, entry.Amount, []) { Unpriced = entry.Unpriced }, entry.Tags));
                return entry.Length;
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException)
        {
            // Bytes that match a checksum by chance.
        }

        return 1;
    }

    private void Take(byte kind, long key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> row)
    {
        try
        {
            switch (kind)
            {
                case Frame.Head when SpendHead.Read(content) is { } head && head.Sequence >= (Head?.Sequence ?? -1):
                    Head = head;
                    break;
                case Frame.Tags:
                    ImmutableArray<SpendTag> tags = TagSets.Read(key, row, out _);
                    if (_tags.TryGetValue(key, out ImmutableArray<SpendTag> known) && !known.SequenceEqual(tags))
                    {
                        _contradictions.Add(key);
                    }

                    _tags[key] = tags;
                    break;
                case Frame.Rollup:
                    // Of two versions of a row, the later one has more entries.
                    long entries = RollupChunk.Read(key, row).All(key).Sum(r => r.Rollup.Entries);
                    if (!_chunks.TryGetValue(key, out (long Entries, byte[] Row) before) || before.Entries < entries)
                    {
                        _chunks[key] = (entries, row.ToArray());
                    }

                    break;
                case Frame.Day:
                    Rollup all = DayRow.Read((int)key, row).All;
                    if (!_days.TryGetValue((int)key, out Rollup day) || day.Entries < all.Entries)
                    {
                        _days[(int)key] = all;
                    }

                    break;
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException)
        {
            // Bytes that match a checksum by chance.
        }
    }

    /// <summary>Adds what does not fit into a page and is therefore not in one piece, as far as SQLite finds it.</summary>
    private void ReadThroughSqlite()
    {
        try
        {
            SpendFile file = new(_path, Duration.FromSeconds(30));
            using SqliteConnection connection = file.ConnectToRead();
            using SpendTables tables = new(connection);
            foreach (string table in new[] { "tags", "tags_copy" })
            {
                foreach ((long number, byte[] body) in Rows(tables, table))
                {
                    if (Frame.TryRead(body, out byte kind, out long key, out ReadOnlySpan<byte> content, out _) && key == number)
                    {
                        Take(kind, key, content, body);
                    }
                }
            }

            _largeBlocks.AddRange(Rows(tables, "block").Where(b => b.Body.Length > 4_000).Select(b => b.Body));
        }
        catch (Exception e) when (e is InvalidDataException or SqliteException)
        {
            // What SQLite cannot read was looked for byte by byte.
        }
    }

    private static List<(long Number, byte[] Body)> Rows(SpendTables tables, string table)
    {
        List<(long, byte[])> rows = [];
        try
        {
            rows.AddRange(tables.Range(table));
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException)
        {
            // The rows before the damage.
        }

        return rows;
    }

    private static void Scan(string path, Look look)
    {
        foreach (int _ in ScanInParts(path, look))
        {
        }
    }

    /// <summary>Looks at every byte of a file. The function returns how many bytes it took, at least one.</summary>
    private static IEnumerable<int> ScanInParts(string path, Look look)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] buffer = new byte[Window + LargestRow];
        int have = 0;
        int start = 0;
        while (true)
        {
            int read = file.ReadAtLeast(buffer.AsSpan(have), buffer.Length - have, throwOnEndOfStream: false);
            have += read;
            bool isLast = have < buffer.Length;
            int until = isLast ? have : Window;
            while (start < until)
            {
                int next = buffer.AsSpan(start, until - start).IndexOfAny(Frame.Mark, StoredEntry.Mark);
                if (next < 0)
                {
                    start = until;
                    break;
                }

                start += next;
                start += look(buffer.AsSpan(start, have - start), start);
            }

            yield return read;
            if (isLast)
            {
                yield break;
            }

            buffer.AsSpan(start, have - start).CopyTo(buffer);
            have -= start;
            start = 0;
        }
    }

    private delegate int Look(ReadOnlySpan<byte> bytes, int at);
}
