using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenPricing.Bulk;

/// <summary>
/// The loop of <see cref="BulkKernel"/> with AVX2, eight rows at a time, for rows of input, output
/// and cache reads only.
/// </summary>
/// <remarks>
/// Counts and times are checked for all rows at once, rates are fetched row by row, and products
/// are again calculated at once. Measurements are in docs/decisions/bulk-performance.md.
/// </remarks>
internal static class BulkLanes
{
    /// <summary>The number of rows at a time: the number of counts in a cache line.</summary>
    public const int Rows = 8;

    /// <summary>The number of counts in a vector.</summary>
    private const int Half = Rows / 2;

    /// <summary>Whether the processor has the instructions.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>
    /// Prices rows up to the first group of eight that has a row the tables cannot price; see
    /// <see cref="BulkKernel.Run"/>.
    /// </summary>
    /// <typeparam name="TTotals">Whether input counts include cache reads.</typeparam>
    /// <typeparam name="TSpan">Whether <paramref name="span"/> is given.</typeparam>
    /// <param name="tables">The rates.</param>
    /// <param name="span">The span that the rows are in.</param>
    /// <param name="calls">The rows.</param>
    /// <param name="costs">The columns that receive the costs.</param>
    /// <returns>The number of rows priced, a multiple of eight.</returns>
    public static int Run<TTotals, TSpan>(BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs)
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        ref PeriodsOfOffer offers = ref MemoryMarshal.GetArrayDataReference(tables.Offers);
        ref BandsOfPeriod periods = ref MemoryMarshal.GetArrayDataReference(TSpan.IsSet ? span!.Periods : tables.Periods);
        ref RatesOfBand bands = ref MemoryMarshal.GetArrayDataReference(tables.UsualBands);
        Vector256<uint> offerCount = Vector256.Create((uint)tables.Offers.Length);
        Vector256<long> first = Vector256.Create(TSpan.IsSet ? span!.First : BulkKernel.FirstMillisecond);
        Vector256<long> last = Vector256.Create(TSpan.IsSet ? span!.Last : BulkKernel.LastMillisecond);

        // The bits that a small count does not have, the sign included.
        Vector256<long> large = Vector256.Create(-PriceBand.Small);
        Vector256<long> sign = Vector256.Create(long.MinValue);

        ref int offer = ref MemoryMarshal.GetReference(calls.Offers);
        ref long at = ref MemoryMarshal.GetReference(calls.UnixMilliseconds);
        ref long input = ref BulkKernel.Start(calls.Input);
        ref long output = ref BulkKernel.Start(calls.Output);
        ref long cacheRead = ref BulkKernel.Start(calls.CacheRead);
        ref long totals = ref MemoryMarshal.GetReference(costs.Totals);

        nuint i = 0;
        nuint stop = (nuint)(calls.Rows & -Rows);
        unchecked
        {
            for (; i < stop; i += Rows)
            {
                BulkKernel.Prefetch(ref Unsafe.As<int, long>(ref offer), (nint)(i / 2));
                BulkKernel.Prefetch(ref at, (nint)i);
                BulkKernel.Prefetch(ref input, (nint)i);
                BulkKernel.Prefetch(ref output, (nint)i);
                BulkKernel.Prefetch(ref cacheRead, (nint)i);
                BulkKernel.Prefetch(ref totals, (nint)i);

                (Vector256<long> given0, Vector256<long> given1) = Load(ref input, i);
                (Vector256<long> read0, Vector256<long> read1) = Load(ref cacheRead, i);
                (Vector256<long> written0, Vector256<long> written1) = Load(ref output, i);
                (Vector256<long> time0, Vector256<long> time1) = Load(ref at, i);
                Vector256<long> uncached0 = TTotals.IsSet ? given0 - read0 : given0;
                Vector256<long> uncached1 = TTotals.IsSet ? given1 - read1 : given1;

                // Negative for a time before the first or after the last moment. Where one difference overflows, the other is negative.
                Vector256<long> times = (time0 - first) | (last - time0) | (time1 - first) | (last - time1);
                Vector256<long> counts = uncached0 | read0 | written0 | uncached1 | read1 | written1;
                Vector256<uint> indexes = Vector256.LoadUnsafe(ref offer, i).AsUInt32();
                if (((counts & large) | (times & sign)) != Vector256<long>.Zero || !Vector256.LessThanAll(indexes, offerCount))
                {
                    break;
                }

                Vector256<long> cost0 = Costs<TTotals, TSpan>(
                    uncached0, read0, written0, i, ref offer, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
                Vector256<long> cost1 = Costs<TTotals, TSpan>(
                    uncached1, read1, written1, i + Half, ref offer, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
                if (((cost0 | cost1) & sign) != Vector256<long>.Zero)
                {
                    break;
                }

                cost0.StoreUnsafe(ref totals, i);
                cost1.StoreUnsafe(ref totals, i + Half);
            }
        }

        return (int)i;
    }

    /// <summary>The fee and the rates of input, output and cache reads of one row, in that order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> RatesOf<TTotals, TSpan>(
        nuint row, ref int offer, ref long at, ref long input, ref long cacheRead,
        ref PeriodsOfOffer offers, ref BandsOfPeriod periods, ref RatesOfBand bands)
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        nuint offerIndex = (uint)Unsafe.Add(ref offer, row);
        long given = Unsafe.Add(ref input, row);
        long measured = TTotals.IsSet ? given : unchecked(given + Unsafe.Add(ref cacheRead, row));
        nint index = TSpan.IsSet ? (nint)offerIndex : Unsafe.Add(ref offers, offerIndex).At(Unsafe.Add(ref at, row));
        ref BandsOfPeriod period = ref Unsafe.Add(ref periods, index);
        return Unsafe.As<RatesOfBand, Vector256<long>>(ref Unsafe.AddByteOffset(ref bands, period.Of(measured)));
    }

    /// <summary>The costs of four rows. Their rates come row by row and are transposed to meter by meter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Costs<TTotals, TSpan>(
        Vector256<long> uncached, Vector256<long> read, Vector256<long> written, nuint row,
        ref int offer, ref long at, ref long input, ref long cacheRead,
        ref PeriodsOfOffer offers, ref BandsOfPeriod periods, ref RatesOfBand bands)
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        Vector256<long> rates0 = RatesOf<TTotals, TSpan>(
            row, ref offer, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
        Vector256<long> rates1 = RatesOf<TTotals, TSpan>(
            unchecked(row + 1), ref offer, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
        Vector256<long> rates2 = RatesOf<TTotals, TSpan>(
            unchecked(row + 2), ref offer, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
        Vector256<long> rates3 = RatesOf<TTotals, TSpan>(
            unchecked(row + 3), ref offer, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
        Vector256<long> even01 = Avx2.UnpackLow(rates0, rates1);
        Vector256<long> even23 = Avx2.UnpackLow(rates2, rates3);
        Vector256<long> odd01 = Avx2.UnpackHigh(rates0, rates1);
        Vector256<long> odd23 = Avx2.UnpackHigh(rates2, rates3);
        return Avx2.Permute2x128(even01, even23, 0x20)
            + Product(uncached, Avx2.Permute2x128(odd01, odd23, 0x20))
            + Product(written, Avx2.Permute2x128(even01, even23, 0x31))
            + Product(read, Avx2.Permute2x128(odd01, odd23, 0x31));
    }

    /// <summary>
    /// Multiplies the lower halves of each value, which is all of them: counts and rates are below
    /// 2^30.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Product(Vector256<long> counts, Vector256<long> rates) =>
        Avx2.Multiply(counts.AsUInt32(), rates.AsUInt32()).AsInt64();

    /// <summary>The counts of eight rows, in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<long> First, Vector256<long> Second) Load(ref long column, nuint row) =>
        (Vector256.LoadUnsafe(ref column, row), Vector256.LoadUnsafe(ref column, unchecked(row + Half)));
}
