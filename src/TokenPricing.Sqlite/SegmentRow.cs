using System.IO.Hashing;

namespace TokenPricing.Sqlite;

/// <summary>
/// Some hundred thousand entries that were added one after the other: their blocks, their time, and a Bloom filter of their ids, by which a
/// new id is known to be new without looking for it.
/// </summary>
internal sealed record SegmentRow(long First, long Last, long Oldest, long Newest, long Entries, uint FilterChecksum)
{
    // With 32 bits and 12 hashes an id, about one new id in a million looks known in a segment and has to be looked for.
    private const int BitsPerId = 32;
    private const int Hashes = 12;

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static SegmentRow Read(long number, ReadOnlySpan<byte> row, out uint checksum)
    {
        ByteReader reader = new(Frame.Open(Frame.Segment, number, row, out checksum));
        return new SegmentRow(reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64(), reader.Int32());
    }

    public void Write(ByteWriter writer)
    {
        writer.Int64(First);
        writer.Int64(Last);
        writer.Int64(Oldest);
        writer.Int64(Newest);
        writer.Int64(Entries);
        writer.Int32(FilterChecksum);
    }

    /// <summary>Returns whether the filter is that of the segment.</summary>
    public bool IsOf(ReadOnlySpan<byte> filter) => filter.Length > 0 && Crc32.HashToUInt32(filter) == FilterChecksum;

    /// <summary>Creates the filter of some ids.</summary>
    public static byte[] FilterOf(IReadOnlyCollection<UInt128> ids)
    {
        byte[] filter = new byte[Math.Max(1, (long)ids.Count * BitsPerId / 8)];
        foreach (UInt128 id in ids)
        {
            (ulong place, ulong step) = unchecked(((ulong)id, (ulong)(id >> 64) | 1));
            for (int i = 0; i < Hashes; i++)
            {
                ulong bit = PlaceIn(place, filter.Length);
                filter[bit >> 3] |= (byte)(1 << (int)(bit & 7));
                place = unchecked(place + step);
            }
        }

        return filter;
    }

    /// <summary>Returns whether an id may be among those of a filter; nearly always false for one that is not.</summary>
    public static bool MayHave(byte[] filter, UInt128 id)
    {
        (ulong place, ulong step) = unchecked(((ulong)id, (ulong)(id >> 64) | 1));
        for (int i = 0; i < Hashes; i++)
        {
            ulong bit = PlaceIn(place, filter.Length);
            if ((filter[bit >> 3] & (1 << (int)(bit & 7))) == 0)
            {
                return false;
            }

            place = unchecked(place + step);
        }

        return true;
    }

    /// <summary>Returns the bit for a hash, by multiplying instead of dividing.</summary>
    private static ulong PlaceIn(ulong hash, int bytes) => Math.BigMul(hash, (ulong)bytes * 8, out _);
}
