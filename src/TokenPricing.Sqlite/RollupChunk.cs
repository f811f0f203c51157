namespace TokenPricing.Sqlite;

/// <summary>The rollups of a day and of some neighboring sets of tags, which are one row of the file.</summary>
internal sealed class RollupChunk
{
    /// <summary>The number of sets of tags in a row; a row fits into a page.</summary>
    public const int Size = 64;

    private const int ChunkBits = 24;

    private readonly Rollup[] _rollups = new Rollup[Size];

    /// <summary>The checksum of the row in the file; <see langword="null"/> if there is none yet.</summary>
    public uint? Checksum { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>Returns the key of the row of a day and a set of tags.</summary>
    public static long KeyOf(int day, long tags) => ((long)day << ChunkBits) + (tags / Size);

    /// <summary>Returns the first key of a day.</summary>
    public static long FirstKeyOf(int day) => (long)day << ChunkBits;

    public static int DayOf(long key) => (int)(key >> ChunkBits);

    /// <summary>Reads a row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static RollupChunk Read(long key, ReadOnlySpan<byte> row)
    {
        RollupChunk chunk = new();
        ByteReader reader = new(Frame.Open(Frame.Rollup, key, row, out uint checksum));
        while (reader.Left > 0)
        {
            int index = reader.Byte() is var read && read < Size ? read : throw new InvalidDataException("a rollup has no set of tags");
            chunk._rollups[index] = Rollup.Read(ref reader);
        }

        chunk.Checksum = checksum;
        return chunk;
    }

    public void Add(long tags, Rollup rollup)
    {
        _rollups[tags % Size] += rollup;
        IsChanged = true;
    }

    public void Write(ByteWriter writer)
    {
        for (int i = 0; i < Size; i++)
        {
            if (_rollups[i].Entries > 0)
            {
                writer.Byte((byte)i);
                _rollups[i].Write(writer);
            }
        }
    }

    /// <summary>Returns the rollups with the numbers of their sets of tags.</summary>
    public IEnumerable<(long Tags, Rollup Rollup)> All(long key)
    {
        long first = (key & ((1L << ChunkBits) - 1)) * Size;
        return _rollups.Select((r, i) => (first + i, r)).Where(r => r.r.Entries > 0);
    }

    /// <summary>Adds the rollups to sums by set of tags.</summary>
    public Rollup AddTo(Rollup[] sums, long key)
    {
        Rollup all = default;
        long first = (key & ((1L << ChunkBits) - 1)) * Size;
        for (int i = 0; i < Size; i++)
        {
            if (_rollups[i].Entries > 0)
            {
                all += _rollups[i];
                long tags = first + i;
                sums[tags < sums.Length ? tags : throw new InvalidDataException("a rollup has no set of tags")] += _rollups[i];
            }
        }

        return all;
    }
}
