namespace TokenPricing.Sqlite;

/// <summary>The row that says what else must be in the file, so that nothing can be missing without being noticed.</summary>
internal sealed record SpendHead
{
    public const int Key = 1;

    /// <summary>How many transactions have changed the file.</summary>
    public long Sequence { get; init; }

    /// <summary>The number of entries that are stored one by one.</summary>
    public long Entries { get; init; }

    /// <summary>Those of them that are in no segment yet.</summary>
    public long Active { get; init; }

    /// <summary>The number of the last block.</summary>
    public long LastBlock { get; init; }

    /// <summary>The number of the last block that belongs to a segment.</summary>
    public long LastSealed { get; init; }

    /// <summary>The number of the last set of tags; the first is 1.</summary>
    public long Tags { get; init; }

    public long TagsDigest { get; init; }

    public long Segments { get; init; }

    public long SegmentsDigest { get; init; }

    public long Days { get; init; }

    public long DaysDigest { get; init; }

    public long Balances { get; init; }

    public long BalancesDigest { get; init; }

    public long Reservations { get; init; }

    public long ReservationsDigest { get; init; }

    /// <summary>The tick of the newest entry; the smallest number if there is none.</summary>
    public long Newest { get; init; } = long.MinValue;

    /// <summary>The tick from which on entries are stored one by one; before it, only rollups are.</summary>
    public long KeptFrom { get; init; } = long.MinValue;

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static SpendHead Read(ReadOnlySpan<byte> content)
    {
        ByteReader reader = new(content);
        return new SpendHead
        {
            Sequence = reader.Int64(),
            Entries = reader.Int64(),
            Active = reader.Int64(),
            LastBlock = reader.Int64(),
            LastSealed = reader.Int64(),
            Tags = reader.Int64(),
            TagsDigest = reader.Int64(),
            Segments = reader.Int64(),
            SegmentsDigest = reader.Int64(),
            Days = reader.Int64(),
            DaysDigest = reader.Int64(),
            Balances = reader.Int64(),
            BalancesDigest = reader.Int64(),
            Reservations = reader.Int64(),
            ReservationsDigest = reader.Int64(),
            Newest = reader.Int64(),
            KeptFrom = reader.Int64(),
        };
    }

    public void Write(ByteWriter writer)
    {
        ReadOnlySpan<long> fields =
        [
            Sequence, Entries, Active, LastBlock, LastSealed, Tags, TagsDigest, Segments, SegmentsDigest, Days, DaysDigest, Balances,
            BalancesDigest, Reservations, ReservationsDigest, Newest, KeptFrom,
        ];
        foreach (long field in fields)
        {
            writer.Int64(field);
        }
    }
}
