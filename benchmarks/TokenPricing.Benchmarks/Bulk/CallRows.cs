using NodaTime;

namespace TokenPricing.Benchmarks.Bulk;

/// <summary>
/// Columns of calls as a year's log would have them, always the same ones: in the order of time, any of the offers, input from some
/// tokens to half a million, half of the calls with cached input.
/// </summary>
internal sealed class CallRows(int count)
{
    public static readonly Instant Begin = Instant.FromUtc(2026, 1, 1, 0, 0);
    public static readonly Instant End = Instant.FromUtc(2027, 1, 1, 0, 0);

    public int[] Offers { get; } = new int[count];

    public long[] At { get; } = new long[count];

    public long[] Input { get; } = new long[count];

    public long[] CacheRead { get; } = new long[count];

    public long[] Output { get; } = new long[count];

    public int Count => count;

    public CallColumns Columns => CallColumns.FromTotals(Offers, At, Input, Output, cacheRead: CacheRead);

    /// <summary>Makes the rows from <paramref name="first"/> on, of a log of <paramref name="all"/> rows.</summary>
    public CallRows Fill(long first, long all)
    {
        unchecked
        {
            long begin = Begin.ToUnixTimeMilliseconds();
            long step = (End.ToUnixTimeMilliseconds() - begin) * 1_000_000 / all;
            for (int i = 0; i < count; i++)
            {
                long row = first + i;
                ulong random = Mixed((ulong)row);
                Offers[i] = (int)((random & 0xFFFF_FFFF) % PriceTable.Offers);
                At[i] = begin + (long)((Int128)row * step / 1_000_000);
                Input[i] = Length(random >> 32, 4 + (int)((random >> 48) % 15));
                CacheRead[i] = (random >> 47 & 1) == 0 ? 0 : Input[i] * (long)(random & 1023) >> 10;
                Output[i] = Length(random >> 20, 3 + (int)((random >> 56) % 10));
            }

            return this;
        }
    }

    /// <summary>The same rows in an order that has nothing to do with time, always the same one.</summary>
    public CallRows Shuffled()
    {
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => Mixed((ulong)i))];
        CallRows shuffled = new(count);
        for (int i = 0; i < count; i++)
        {
            int from = order[i];
            (shuffled.Offers[i], shuffled.At[i], shuffled.Input[i], shuffled.CacheRead[i], shuffled.Output[i]) = (Offers[from], At[from], Input[from], CacheRead[from], Output[from]);
        }

        return shuffled;
    }

    // From 2^bits to less than 2^(bits + 1) tokens.
    private static long Length(ulong random, int bits) => (1L << bits) + (long)(random & ((1UL << bits) - 1));

    // The finalizer of splitmix64 (Steele, Lea, Flood 2014): every row's number becomes 64 bits that look independent.
    private static ulong Mixed(ulong row)
    {
        unchecked
        {
            ulong z = (row + 1) * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
