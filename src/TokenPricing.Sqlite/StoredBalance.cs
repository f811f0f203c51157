using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>What is spent and reserved of one filter. What is spent is a row of the file, which every entry keeps up to date.</summary>
internal sealed class StoredBalance(long number, SpendFilter filter)
{
    private const byte HasStart = 1;
    private const byte HasEnd = 2;

    public long Number => number;

    public SpendFilter Filter => filter;

    public ExactSum Spent { get; set; }

    public ExactSum Reserved { get; set; }

    /// <summary>The checksum of the row in the file; <see langword="null"/> if there is none yet.</summary>
    public uint? Checksum { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>Reads a row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static StoredBalance Read(long number, ReadOnlySpan<byte> row)
    {
        ByteReader reader = new(Frame.Open(Frame.Balance, number, row, out uint checksum));
        ExactSum spent = reader.Sum();
        byte bounds = reader.Byte();
        Instant? start = (bounds & HasStart) != 0 ? SpendTimes.OfNanoseconds(reader.Int128()) : null;
        Instant? end = (bounds & HasEnd) != 0 ? SpendTimes.OfNanoseconds(reader.Int128()) : null;
        ImmutableArray<SpendTag> tags = TagSets.Read(ref reader);
        SpendFilter filter = new() { Tags = tags, During = new Interval(start, end) };
        return new StoredBalance(number, filter) { Spent = spent, Checksum = checksum };
    }

    public void Write(ByteWriter writer)
    {
        Interval during = filter.During;
        writer.Sum(Spent);
        writer.Byte((byte)((during.HasStart ? HasStart : 0) | (during.HasEnd ? HasEnd : 0)));
        if (during.HasStart)
        {
            writer.Int128(SpendTimes.NanosecondsOf(during.Start));
        }

        if (during.HasEnd)
        {
            writer.Int128(SpendTimes.NanosecondsOf(during.End));
        }

        TagSets.Write(writer, filter.Tags);
    }

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public SpendBalance Current() => new(Spent.ToUsd(), Reserved.ToUsd());
}
