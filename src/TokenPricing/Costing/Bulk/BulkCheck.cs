using System.Numerics;
using System.Runtime.InteropServices;
using NodaTime;

namespace TokenPricing;

/// <summary>
/// Which rows the tables can price: of an offer that they have, made in a year that an <see cref="Instant"/> has, with counts that
/// are small, not negative, and not less than their parts.
/// </summary>
internal static class BulkCheck
{
    /// <summary>How many rows are checked and priced at once, so that they are still in the processor's nearest cache.</summary>
    public const int MostRows = 2048;

    /// <summary>The first millisecond that an <see cref="Instant"/> can be.</summary>
    public const long FirstMillisecond = -377_705_116_800_000;

    /// <summary>The last millisecond that an <see cref="Instant"/> can be.</summary>
    public const long LastMillisecond = 253_402_300_799_999;

    /// <summary>Whether all rows can be priced by the tables, found out some rows at a time.</summary>
    /// <param name="calls">The rows.</param>
    /// <param name="offers">How many offers the tables have.</param>
    /// <param name="first">The moment of the earliest row.</param>
    /// <param name="last">The moment of the latest row.</param>
    public static bool AreGood(in CallColumns calls, int offers, out long first, out long last)
    {
        (first, last) = Range(calls.UnixMilliseconds);
        return first >= FirstMillisecond && last <= LastMillisecond && ArePlaces(calls.Offers, (uint)offers) && AreCounts(calls);
    }

    /// <summary>How many rows at the beginning can be priced by the tables.</summary>
    public static int CountGood(in CallColumns calls, int offers)
    {
        int row = 0;
        while (row < calls.Rows && AreGood(calls.Slice(row, 1), offers, out _, out _))
        {
            row++;
        }

        return row;
    }

    private static (long First, long Last) Range(ReadOnlySpan<long> moments)
    {
        (Vector<long> least, Vector<long> most) = (new Vector<long>(long.MaxValue), new Vector<long>(long.MinValue));
        foreach (Vector<long> some in MemoryMarshal.Cast<long, Vector<long>>(moments))
        {
            (least, most) = (Vector.Min(least, some), Vector.Max(most, some));
        }

        (long first, long last) = (long.MaxValue, long.MinValue);
        for (int i = 0; i < Vector<long>.Count; i++)
        {
            (first, last) = (Math.Min(first, least[i]), Math.Max(last, most[i]));
        }

        foreach (long moment in Rest(moments))
        {
            (first, last) = (Math.Min(first, moment), Math.Max(last, moment));
        }

        return (first, last);
    }

    private static bool ArePlaces(ReadOnlySpan<int> places, uint offers)
    {
        ReadOnlySpan<uint> unsigned = MemoryMarshal.Cast<int, uint>(places);
        Vector<uint> most = Vector<uint>.Zero;
        foreach (Vector<uint> some in MemoryMarshal.Cast<uint, Vector<uint>>(unsigned))
        {
            most = Vector.Max(most, some);
        }

        foreach (uint place in Rest(unsigned))
        {
            if (place >= offers)
            {
                return false;
            }
        }

        return Vector.LessThanAll(most, new Vector<uint>(offers)) || places.Length < Vector<uint>.Count;
    }

    // What is negative or not small has a high bit; so does a total less than its parts, less these.
    private static bool AreCounts(in CallColumns calls)
    {
        long bits = Or(calls.Output) | Or(calls.CacheRead) | Or(calls.CacheWrite) | Or(calls.CacheWrite5m) | Or(calls.CacheWrite1h) | Or(calls.Reasoning) | Or(calls.Input);
        if ((ulong)bits >= PicoBand.Small)
        {
            return false;
        }

        if (!calls.AreTotals)
        {
            return true;
        }

        bits = OrOfRest(calls.Input, calls.CacheRead) | OrOfRest(calls.Output, calls.Reasoning);
        if (!calls.CacheWrite.IsEmpty || !calls.CacheWrite5m.IsEmpty || !calls.CacheWrite1h.IsEmpty)
        {
            for (int row = 0; row < calls.Rows; row++)
            {
                (long timed, long writes) = (At(calls.CacheWrite5m, row) + At(calls.CacheWrite1h, row), At(calls.CacheWrite, row));
                bits |= calls.CacheWrite.IsEmpty ? 0 : writes - timed;
                bits |= At(calls.Input, row) - At(calls.CacheRead, row) - (calls.CacheWrite.IsEmpty ? timed : writes);
            }
        }

        return bits >= 0;
    }

    private static long At(ReadOnlySpan<long> column, int row) => column.IsEmpty ? 0 : column[row];

    private static long Or(ReadOnlySpan<long> column)
    {
        Vector<long> bits = Vector<long>.Zero;
        foreach (Vector<long> some in MemoryMarshal.Cast<long, Vector<long>>(column))
        {
            bits |= some;
        }

        return Or(bits, Rest(column));
    }

    // The bits of what is left of totals without one part.
    private static long OrOfRest(ReadOnlySpan<long> totals, ReadOnlySpan<long> part)
    {
        if (part.IsEmpty || totals.IsEmpty)
        {
            return -Or(part);
        }

        ReadOnlySpan<Vector<long>> parts = MemoryMarshal.Cast<long, Vector<long>>(part);
        ReadOnlySpan<Vector<long>> wholes = MemoryMarshal.Cast<long, Vector<long>>(totals);
        Vector<long> bits = Vector<long>.Zero;
        for (int i = 0; i < wholes.Length; i++)
        {
            bits |= wholes[i] - parts[i];
        }

        long rest = 0;
        for (int i = wholes.Length * Vector<long>.Count; i < totals.Length; i++)
        {
            rest |= totals[i] - part[i];
        }

        return rest | Or(bits, default);
    }

    private static long Or(Vector<long> bits, ReadOnlySpan<long> more)
    {
        long all = 0;
        for (int i = 0; i < Vector<long>.Count; i++)
        {
            all |= bits[i];
        }

        foreach (long one in more)
        {
            all |= one;
        }

        return all;
    }

    // What does not fill a vector.
    private static ReadOnlySpan<T> Rest<T>(ReadOnlySpan<T> column)
        where T : struct => column[^(column.Length % Vector<T>.Count)..];
}
