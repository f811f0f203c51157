using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TokenPricing.Bulk;

/// <summary>
/// The loop of <see cref="BulkKernel"/> with AVX2, eight rows at a time.
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
    /// Prices rows up to the first group of eight with a time outside the span, or with a row that cannot be priced. Where they are to be
    /// priced carefully, such rows are marked instead; see <see cref="BulkKernel.Run"/>.
    /// </summary>
    /// <typeparam name="TUsual">Whether the rows have input, output and cache reads only.</typeparam>
    /// <typeparam name="TTotals">Whether input counts include cache reads.</typeparam>
    /// <typeparam name="TSpan">Whether <paramref name="span"/> is given.</typeparam>
    /// <typeparam name="TSides">Whether the costs of input or output are wanted.</typeparam>
    /// <typeparam name="TCareful">
    /// Whether each row is checked, without a branch: nothing predicts which of them cannot be priced.
    /// </typeparam>
    /// <param name="tables">The rates.</param>
    /// <param name="span">The span that the rows are in.</param>
    /// <param name="calls">The rows.</param>
    /// <param name="costs">The columns that receive the costs.</param>
    /// <param name="isMarked">Becomes <see langword="true"/> if a row is marked.</param>
    /// <returns>The number of rows priced or marked, a multiple of eight.</returns>
    public static int Run<TUsual, TTotals, TSpan, TSides, TCareful>(
        BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs, ref bool isMarked)
        where TUsual : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
        where TSides : struct, IFlag
        where TCareful : struct, IFlag
    {
        ref PeriodsOfOffer offers = ref MemoryMarshal.GetArrayDataReference(tables.Offers);
        ref BandsOfPeriod periods = ref MemoryMarshal.GetArrayDataReference(TSpan.IsSet ? span!.Periods : tables.Periods);
        ref RatesOfBand bands = ref MemoryMarshal.GetArrayDataReference(TUsual.IsSet ? tables.UsualBands : tables.Bands);
        Vector256<uint> failing = Vector256.Create((uint)tables.Failing);
        Vector256<long> first = Vector256.Create(TSpan.IsSet ? span!.First : BulkSpan.FirstMillisecond);
        Vector256<long> last = Vector256.Create(TSpan.IsSet ? span!.Last : BulkSpan.LastMillisecond);

        // The bits that a small count does not have, the sign included.
        Vector256<long> large = Vector256.Create(-PriceBand.Small);
        Vector256<long> sign = Vector256.Create(long.MinValue);
        Vector256<long> writesAreTotals = Vector256.Create(TTotals.IsSet && !calls.CacheWrite.IsEmpty ? -1L : 0);

        ref int offer = ref MemoryMarshal.GetReference(calls.Offers);
        ref long at = ref MemoryMarshal.GetReference(calls.UnixMilliseconds);
        ref long input = ref BulkKernel.Start(calls.Input);
        ref long output = ref BulkKernel.Start(calls.Output);
        ref long cacheRead = ref BulkKernel.Start(calls.CacheRead);
        ref long cacheWrite = ref BulkKernel.Start(calls.CacheWrite);
        ref long cacheWrite5m = ref BulkKernel.Start(calls.CacheWrite5m);
        ref long cacheWrite1h = ref BulkKernel.Start(calls.CacheWrite1h);
        ref long reasoning = ref BulkKernel.Start(calls.Reasoning);
        ref long totals = ref MemoryMarshal.GetReference(costs.Totals);

        Span<int> marked = stackalloc int[Rows];
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

                // Negative for a time before the first or after the last moment. Where one difference overflows, the other is negative.
                (Vector256<long> time0, Vector256<long> time1) = Load(ref at, i);
                Vector256<long> times = (time0 - first) | (last - time0) | (time1 - first) | (last - time1);
                (Vector256<long> given0, Vector256<long> given1) = Load(ref input, i);
                (Vector256<long> read0, Vector256<long> read1) = Load(ref cacheRead, i);
                (Vector256<long> written0, Vector256<long> written1) = Load(ref output, i);
                (Vector256<long> cached0, Vector256<long> cached1) = (read0, read1);
                Vector256<long> others0 = default, writes0 = default, timed0 = default, hour0 = default, thought0 = default;
                Vector256<long> others1 = default, writes1 = default, timed1 = default, hour1 = default, thought1 = default;
                if (!TUsual.IsSet)
                {
                    (timed0, timed1) = Load(ref cacheWrite5m, i);
                    (hour0, hour1) = Load(ref cacheWrite1h, i);
                    (thought0, thought1) = Load(ref reasoning, i);
                    (writes0, writes1) = Load(ref cacheWrite, i);
                    writes0 -= (timed0 + hour0) & writesAreTotals;
                    writes1 -= (timed1 + hour1) & writesAreTotals;
                    written0 -= TTotals.IsSet ? thought0 : default;
                    written1 -= TTotals.IsSet ? thought1 : default;
                    cached0 += writes0 + timed0 + hour0;
                    cached1 += writes1 + timed1 + hour1;
                    others0 = writes0 | timed0 | hour0 | thought0;
                    others1 = writes1 | timed1 | hour1 | thought1;
                }

                Vector256<long> uncached0 = TTotals.IsSet ? given0 - cached0 : given0;
                Vector256<long> uncached1 = TTotals.IsSet ? given1 - cached1 : given1;
                Vector256<long> counts0 = uncached0 | read0 | written0 | others0;
                Vector256<long> counts1 = uncached1 | read1 | written1 | others1;
                Vector256<uint> indexes = Vector256.LoadUnsafe(ref offer, i).AsUInt32();
                scoped ref int places = ref Unsafe.Add(ref offer, i);
                if (TCareful.IsSet)
                {
                    if ((times & sign) != Vector256<long>.Zero)
                    {
                        break;
                    }

                    // A row of an unknown offer takes the rates of one that fails, and a row with a large count those of one that is tried.
                    Vector256<uint> known = Vector256.Min(indexes, failing);
                    Vector256<long> large0 = Vector256.GreaterThan(counts0 & large, Vector256<long>.Zero);
                    Vector256<long> large1 = Vector256.GreaterThan(counts1 & large, Vector256<long>.Zero);
                    if ((large0 | large1) != Vector256<long>.Zero)
                    {
                        known = Vector256.ConditionalSelect(
                            Vector256.Narrow(large0, large1).AsUInt32(), failing + Vector256<uint>.One, known);
                    }

                    places = ref MemoryMarshal.GetReference(marked);
                    known.AsInt32().StoreUnsafe(ref places);
                }
                else if ((((counts0 | counts1) & large) | (times & sign)) != Vector256<long>.Zero
                    || !Vector256.LessThanAll(indexes, failing))
                {
                    break;
                }

                (Vector256<long> total0, Vector256<long> input0, Vector256<long> output0) = Costs<TUsual, TTotals, TSpan>(
                    uncached0, read0, written0, writes0, timed0, hour0, thought0, TTotals.IsSet ? given0 : given0 + cached0,
                    i, ref places, ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);
                (Vector256<long> total1, Vector256<long> input1, Vector256<long> output1) = Costs<TUsual, TTotals, TSpan>(
                    uncached1, read1, written1, writes1, timed1, hour1, thought1, TTotals.IsSet ? given1 : given1 + cached1,
                    i + Half, ref Unsafe.Add(ref places, Half), ref at, ref input, ref cacheRead, ref offers, ref periods, ref bands);

                // The fee of a row without rates is its marker, and the rest of its cost is 0.
                if (TCareful.IsSet)
                {
                    total0 = MarkedWhereNegative(counts0, total0);
                    total1 = MarkedWhereNegative(counts1, total1);
                }

                isMarked |= ((total0 | total1) & sign) != Vector256<long>.Zero;
                total0.StoreUnsafe(ref totals, i);
                total1.StoreUnsafe(ref totals, i + Half);
                if (TSides.IsSet)
                {
                    Store(costs.Inputs, i, input0, input1);
                    Store(costs.Outputs, i, output0, output1);
                }
            }
        }

        return (int)i;
    }

    /// <summary>
    /// Marks the totals of rows that fail because a count is negative or less than its part. In a row that does not fail, no difference of
    /// counts overflows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> MarkedWhereNegative(Vector256<long> counts, Vector256<long> totals) => Avx.BlendVariable(
        totals.AsDouble(), Vector256.Create(CostColumns.FailedMarker).AsDouble(), counts.AsDouble()).AsInt64();

    /// <summary>
    /// Returns the total, the input and the output of four rows. Their rates come row by row and are transposed to meter by meter.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<long> Total, Vector256<long> Input, Vector256<long> Output) Costs<TUsual, TTotals, TSpan>(
        Vector256<long> uncached, Vector256<long> read, Vector256<long> written,
        Vector256<long> writes, Vector256<long> writes5m, Vector256<long> writes1h, Vector256<long> thought, Vector256<long> measured,
        nuint row, ref int place, ref long at, ref long input, ref long cacheRead,
        ref PeriodsOfOffer offers, ref BandsOfPeriod periods, ref RatesOfBand bands)
        where TUsual : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        // Loading a count again takes less time than taking it out of a vector, where it needs no more than one sum.
        ref Vector256<long> rates0 = ref RatesOf<TSpan>(
            row, TUsual.IsSet ? Measured<TTotals>(row, ref input, ref cacheRead) : measured.GetElement(0),
            place, ref at, ref offers, ref periods, ref bands);
        ref Vector256<long> rates1 = ref RatesOf<TSpan>(
            row + 1, TUsual.IsSet ? Measured<TTotals>(row + 1, ref input, ref cacheRead) : measured.GetElement(1),
            Unsafe.Add(ref place, 1), ref at, ref offers, ref periods, ref bands);
        ref Vector256<long> rates2 = ref RatesOf<TSpan>(
            row + 2, TUsual.IsSet ? Measured<TTotals>(row + 2, ref input, ref cacheRead) : measured.GetElement(2),
            Unsafe.Add(ref place, 2), ref at, ref offers, ref periods, ref bands);
        ref Vector256<long> rates3 = ref RatesOf<TSpan>(
            row + 3, TUsual.IsSet ? Measured<TTotals>(row + 3, ref input, ref cacheRead) : measured.GetElement(3),
            Unsafe.Add(ref place, 3), ref at, ref offers, ref periods, ref bands);
        (Vector256<long> fee, Vector256<long> inputRate, Vector256<long> outputRate, Vector256<long> readRate) =
            Transposed(rates0, rates1, rates2, rates3);
        Vector256<long> inputCost = Product(uncached, inputRate) + Product(read, readRate);
        Vector256<long> outputCost = Product(written, outputRate);
        if (!TUsual.IsSet)
        {
            (Vector256<long> write, Vector256<long> write5m, Vector256<long> write1h, Vector256<long> thoughtRate) = Transposed(
                Unsafe.Add(ref rates0, 1), Unsafe.Add(ref rates1, 1), Unsafe.Add(ref rates2, 1), Unsafe.Add(ref rates3, 1));
            inputCost += Product(writes, write) + Product(writes5m, write5m) + Product(writes1h, write1h);
            outputCost += Product(thought, thoughtRate);
        }

        return (inputCost + outputCost + fee, inputCost, outputCost);
    }

    /// <summary>Returns the total input of a row of input, output and cache reads only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Measured<TTotals>(nuint row, ref long input, ref long cacheRead)
        where TTotals : struct, IFlag =>
        TTotals.IsSet ? Unsafe.Add(ref input, row) : unchecked(Unsafe.Add(ref input, row) + Unsafe.Add(ref cacheRead, row));

    /// <summary>Returns a reference to the rates of a row: fee, input, output, cache reads, and behind them the other four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector256<long> RatesOf<TSpan>(
        nuint row, long measured, int offer, ref long at,
        ref PeriodsOfOffer offers, ref BandsOfPeriod periods, ref RatesOfBand bands)
        where TSpan : struct, IFlag
    {
        nuint place = (uint)offer;
        nint index = TSpan.IsSet ? (nint)place : Unsafe.Add(ref offers, place).At(Unsafe.Add(ref at, row));
        ref BandsOfPeriod period = ref Unsafe.Add(ref periods, index);
        return ref Unsafe.As<RatesOfBand, Vector256<long>>(ref Unsafe.AddByteOffset(ref bands, period.Of(measured)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<long> First, Vector256<long> Second, Vector256<long> Third, Vector256<long> Fourth) Transposed(
        Vector256<long> row0, Vector256<long> row1, Vector256<long> row2, Vector256<long> row3)
    {
        Vector256<long> even01 = Avx2.UnpackLow(row0, row1);
        Vector256<long> even23 = Avx2.UnpackLow(row2, row3);
        Vector256<long> odd01 = Avx2.UnpackHigh(row0, row1);
        Vector256<long> odd23 = Avx2.UnpackHigh(row2, row3);
        return (
            Avx2.Permute2x128(even01, even23, 0x20), Avx2.Permute2x128(odd01, odd23, 0x20),
            Avx2.Permute2x128(even01, even23, 0x31), Avx2.Permute2x128(odd01, odd23, 0x31));
    }

    /// <summary>Multiplies the lower halves of each value, which is all of them: counts and rates are below 2^30.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Product(Vector256<long> counts, Vector256<long> rates) =>
        Avx2.Multiply(counts.AsUInt32(), rates.AsUInt32()).AsInt64();

    /// <summary>The values of eight rows, in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<long> First, Vector256<long> Second) Load(ref long column, nuint row) =>
        (Vector256.LoadUnsafe(ref column, row), Vector256.LoadUnsafe(ref column, unchecked(row + Half)));

    /// <summary>Stores the costs of eight rows, if they are wanted.</summary>
    private static void Store(Span<long> column, nuint row, Vector256<long> first, Vector256<long> second)
    {
        if (!column.IsEmpty)
        {
            first.StoreUnsafe(ref MemoryMarshal.GetReference(column), row);
            second.StoreUnsafe(ref MemoryMarshal.GetReference(column), unchecked(row + Half));
        }
    }
}
