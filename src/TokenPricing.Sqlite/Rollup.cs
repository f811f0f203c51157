namespace TokenPricing.Sqlite;

/// <summary>The sum of the entries of a day with one set of tags, or of a whole day. <see langword="default"/> is no entries.</summary>
internal readonly record struct Rollup(long Entries, long Unpriced, ExactSum Amount)
{
    public static Rollup operator +(Rollup a, Rollup b) => new(a.Entries + b.Entries, a.Unpriced + b.Unpriced, a.Amount + b.Amount);

    public static Rollup Of(in StoredEntry entry) => new(1, entry.Unpriced, ExactSum.Of(entry.Amount));

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static Rollup Read(ref ByteReader reader) => new(reader.Number(), reader.Number(), reader.Sum());

    public void Write(ByteWriter writer)
    {
        writer.Number(Entries);
        writer.Number(Unpriced);
        writer.Sum(Amount);
    }
}
