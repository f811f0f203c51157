namespace TokenPricing.Sqlite;

/// <summary>What a day has in all, by which its rollups and its entries are checked.</summary>
internal sealed class DayRow
{
    /// <summary>The checksum of the row in the file; <see langword="null"/> if there is none yet.</summary>
    public uint? Checksum { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>The number of rows with rollups.</summary>
    public long Chunks { get; set; }

    public long ChunksDigest { get; set; }

    public Rollup All { get; set; }

    /// <summary>Reads a row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static DayRow Read(int day, ReadOnlySpan<byte> row)
    {
        ByteReader reader = new(Frame.Open(Frame.Day, day, row, out uint checksum));
        return new DayRow { Chunks = reader.Int64(), ChunksDigest = reader.Int64(), All = Rollup.Read(ref reader), Checksum = checksum };
    }

    public void Write(ByteWriter writer)
    {
        writer.Int64(Chunks);
        writer.Int64(ChunksDigest);
        All.Write(writer);
    }
}
