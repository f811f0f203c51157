using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TokenPricing.Bulk;

/// <summary>
/// The loop over rows that <see cref="BulkTables"/> can price, without branches on prices and
/// without bounds checks.
/// </summary>
/// <remarks>
/// Why the loop is written like this, and what was measured, is in
/// docs/decisions/bulk-performance.md.
/// </remarks>
internal static class BulkKernel
{
    /// <summary>
    /// The largest number of rows of one run: the length of the column of zeros that replaces an
    /// omitted column.
    /// </summary>
    public const int MostRows = 4096;

    /// <summary>The number of counts in a cache line.</summary>
    private const int RowsOfLine = 8;

    /// <summary>The distance of prefetching in rows.</summary>
    private const int RowsAhead = 128;

    /// <summary>The number of rows of which each is checked after one that cannot be priced.</summary>
    private const int CarefulRows = 512;

    /// <summary>The column that replaces an omitted one.</summary>
    private static readonly long[] Zeros = new long[MostRows];

    /// <summary>
    /// Prices rows up to the first outside the span. Those that the tables cannot price get
    /// <see cref="CostColumns.Marker"/>: a count that is large, negative or less than its parts, an unknown offer, or rates that
    /// are not in the tables; those that are seen to fail may get <see cref="CostColumns.FailedMarker"/>.
    /// </summary>
    /// <param name="tables">The rates.</param>
    /// <param name="span">
    /// The span that the rows are in, so that no row searches for its period;
    /// <see langword="null"/> for rows of any time.
    /// </param>
    /// <param name="calls">The rows, at most <see cref="MostRows"/>.</param>
    /// <param name="costs">The columns that receive the costs.</param>
    /// <param name="isMarked">Becomes <see langword="true"/> if a row is marked.</param>
    /// <returns>The number of rows priced or marked. The row after them, if there is one, has a time outside the span.</returns>
    public static int Run(BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs, ref bool isMarked)
    {
        bool isUsual = calls.CacheWrite.IsEmpty && calls.CacheWrite5m.IsEmpty && calls.CacheWrite1h.IsEmpty && calls.Reasoning.IsEmpty;
        return (isUsual, calls.AreTotals, span is not null) switch
        {
            (true, true, true) => Lanes<Yes, Yes, Yes>(tables, span, calls, costs, ref isMarked),
            (true, true, false) => Lanes<Yes, Yes, No>(tables, span, calls, costs, ref isMarked),
            (true, false, true) => Lanes<Yes, No, Yes>(tables, span, calls, costs, ref isMarked),
            (true, false, false) => Lanes<Yes, No, No>(tables, span, calls, costs, ref isMarked),
            (false, true, true) => Lanes<No, Yes, Yes>(tables, span, calls, costs, ref isMarked),
            (false, true, false) => Lanes<No, Yes, No>(tables, span, calls, costs, ref isMarked),
            (false, false, true) => Lanes<No, No, Yes>(tables, span, calls, costs, ref isMarked),
            (false, false, false) => Lanes<No, No, No>(tables, span, calls, costs, ref isMarked),
        };
    }

    /// <summary>
    /// Prices rows eight at a time. From a group in which one cannot be priced, each row is checked for a while.
    /// </summary>
    private static int Lanes<TUsual, TTotals, TSpan>(
        BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs, ref bool isMarked)
        where TUsual : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        int done = 0;
        while (BulkLanes.IsSupported && calls.Rows - done >= BulkLanes.Rows)
        {
            int rows = calls.Rows - done;
            done += Lanes<TUsual, TTotals, TSpan, No>(tables, span, calls.Slice(done, rows), costs.Slice(done, rows), ref isMarked);
            rows = Math.Min(CarefulRows, calls.Rows - done);
            int careful = Lanes<TUsual, TTotals, TSpan, Yes>(tables, span, calls.Slice(done, rows), costs.Slice(done, rows), ref isMarked);
            done += careful;
            if (rows - careful >= BulkLanes.Rows)
            {
                int alone = Run<TUsual, TTotals, TSpan>(
                    tables, span, calls.Slice(done, BulkLanes.Rows), costs.Slice(done, BulkLanes.Rows), ref isMarked);
                done += alone;
                if (alone < BulkLanes.Rows)
                {
                    return done;
                }
            }
        }

        int rest = calls.Rows - done;
        return done + Run<TUsual, TTotals, TSpan>(tables, span, calls.Slice(done, rest), costs.Slice(done, rest), ref isMarked);
    }

    private static int Lanes<TUsual, TTotals, TSpan, TCareful>(
        BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs, ref bool isMarked)
        where TUsual : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
        where TCareful : struct, IFlag => costs.HasSides
            ? BulkLanes.Run<TUsual, TTotals, TSpan, Yes, TCareful>(tables, span, calls, costs, ref isMarked)
            : BulkLanes.Run<TUsual, TTotals, TSpan, No, TCareful>(tables, span, calls, costs, ref isMarked);

    /// <summary>
    /// Compiled once for each combination of flags. Counts and rates are below PriceBand.Small, so
    /// that no sum of products overflows; where a sum of counts overflows, one of the counts is not
    /// small and the row is marked.
    /// </summary>
    private static int Run<TUsual, TTotals, TSpan>(
        BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs, ref bool isMarked)
        where TUsual : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        ref PeriodsOfOffer offers = ref MemoryMarshal.GetArrayDataReference(tables.Offers);
        ref BandsOfPeriod periods = ref MemoryMarshal.GetArrayDataReference(TSpan.IsSet ? span!.Periods : tables.Periods);
        ref RatesOfBand bands = ref MemoryMarshal.GetArrayDataReference(TUsual.IsSet ? tables.UsualBands : tables.Bands);
        nuint offerCount = (nuint)tables.Failing;
        long begin = TSpan.IsSet ? span!.First : BulkSpan.FirstMillisecond;
        ulong length = (ulong)unchecked((TSpan.IsSet ? span!.Last : BulkSpan.LastMillisecond) - begin);

        ref int offer = ref Unsafe.Add(ref MemoryMarshal.GetReference(calls.Offers), calls.Rows);
        ref long at = ref End(calls.UnixMilliseconds, calls.Rows);
        ref long input = ref End(calls.Input, calls.Rows);
        ref long output = ref End(calls.Output, calls.Rows);
        ref long cacheRead = ref End(calls.CacheRead, calls.Rows);
        ref long cacheWrite = ref End(calls.CacheWrite, calls.Rows);
        ref long cacheWrite5m = ref End(calls.CacheWrite5m, calls.Rows);
        ref long cacheWrite1h = ref End(calls.CacheWrite1h, calls.Rows);
        ref long reasoning = ref End(calls.Reasoning, calls.Rows);
        ref long totals = ref End(costs.Totals, calls.Rows);
        bool hasSides = costs.HasSides;
        bool writesAreTotals = TTotals.IsSet && !calls.CacheWrite.IsEmpty;

        // The references point behind the columns and the index counts up to zero, so that one register is index and loop counter.
        nint i = -calls.Rows;
        unchecked
        {
            while (i < 0)
            {
                Prefetch(ref Unsafe.As<int, long>(ref offer), i / 2);
                Prefetch(ref at, i);
                Prefetch(ref input, i);
                Prefetch(ref output, i);
                Prefetch(ref cacheRead, i);
                Prefetch(ref totals, i);
                for (nint stop = Math.Min(i + RowsOfLine, 0); i < stop; i++)
                {
                    long given = Unsafe.Add(ref input, i);
                    long read = Unsafe.Add(ref cacheRead, i);
                    long written = Unsafe.Add(ref output, i);
                    long cached = read;
                    long others = 0, writes = 0, writes5m = 0, writes1h = 0, thought = 0;
                    if (!TUsual.IsSet)
                    {
                        (writes, writes5m, writes1h, thought) = (
                            Unsafe.Add(ref cacheWrite, i), Unsafe.Add(ref cacheWrite5m, i),
                            Unsafe.Add(ref cacheWrite1h, i), Unsafe.Add(ref reasoning, i));
                        writes -= writesAreTotals ? writes5m + writes1h : 0;
                        written -= TTotals.IsSet ? thought : 0;
                        cached += writes + writes5m + writes1h;
                        others = writes | writes5m | writes1h | thought;
                    }

                    long uncached = TTotals.IsSet ? given - cached : given;
                    long measured = TTotals.IsSet ? given : given + cached;
                    long time = Unsafe.Add(ref at, i);
                    nuint index = (uint)Unsafe.Add(ref offer, i);
                    bool isInTime = (ulong)(time - begin) <= length;
                    if (TSpan.IsSet && !isInTime)
                    {
                        return (int)i + calls.Rows;
                    }

                    if ((ulong)(uncached | read | written | others) >= PriceBand.Small || index >= offerCount || !isInTime)
                    {
                        Unsafe.Add(ref totals, i) = CostColumns.Marker;
                        isMarked = true;
                        continue;
                    }

                    ref BandsOfPeriod period = ref Unsafe.Add(
                        ref periods, TSpan.IsSet ? (nint)index : Unsafe.Add(ref offers, index).At(time));
                    ref RatesOfBand rates = ref Unsafe.AddByteOffset(ref bands, period.Of(measured));
                    long inputCost = (uncached * rates.Input) + (read * rates.CacheRead);
                    long outputCost = written * rates.Output;
                    if (!TUsual.IsSet)
                    {
                        inputCost += (writes * rates.CacheWrite) + (writes5m * rates.CacheWrite5m) + (writes1h * rates.CacheWrite1h);
                        outputCost += thought * rates.Reasoning;
                    }

                    long cost = inputCost + outputCost + rates.Fee;
                    Unsafe.Add(ref totals, i) = cost < 0 ? CostColumns.Marker : cost;
                    isMarked |= cost < 0;
                    if (hasSides)
                    {
                        costs.SetByDirection(calls.Rows + (int)i, inputCost, outputCost);
                    }
                }
            }
        }

        return calls.Rows;
    }

    /// <summary>
    /// Prefetches the values some rows ahead. A hint to the processor reads nothing, so it may
    /// point beyond the column.
    /// </summary>
    /// <param name="column">The column, or a reference behind it.</param>
    /// <param name="row">The present row relative to <paramref name="column"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref long column, nint row)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(unchecked((long*)Unsafe.AsPointer(ref column) + row + RowsAhead));
        }
    }

    /// <summary>Returns a reference to the first row of a column, or of zeros where it is omitted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref long Start(ReadOnlySpan<long> column) => ref MemoryMarshal.GetReference(column.IsEmpty ? Zeros : column);

    /// <summary>A reference behind the last row of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref long End(ReadOnlySpan<long> column, int rows) => ref Unsafe.Add(ref Start(column), rows);

    /// <summary>A condition that holds.</summary>
    private readonly struct Yes : IFlag
    {
        public static bool IsSet => true;
    }

    /// <summary>A condition that does not hold.</summary>
    private readonly struct No : IFlag
    {
        public static bool IsSet => false;
    }
}
