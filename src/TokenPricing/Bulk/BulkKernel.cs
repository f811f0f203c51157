using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TokenPricing.Bulk;

/// <summary>
/// The loop over rows that can be priced by <see cref="BulkTables"/>. A row takes some forty instructions, or half as many by
/// <see cref="BulkLanes"/>: its rates are found without a branch, since branches on prices cannot be foretold, and no bound is checked twice.
/// </summary>
internal static class BulkKernel
{
    /// <summary>How many rows it takes at most: as many as the column of zeros has that stands for those left out.</summary>
    public const int MostRows = 4096;

    /// <summary>The first millisecond that a row can have: of a day on which every clock of the world shows a date that NodaTime knows.</summary>
    public const long FirstMillisecond = -377_673_408_000_000;

    /// <summary>The last millisecond that a row can have.</summary>
    public const long LastMillisecond = 253_402_127_999_999;

    // How many counts a line of the cache holds, and how far ahead of its use it is asked for: 64 to 256 rows were equally good.
    private const int RowsOfLine = 8;
    private const int RowsAhead = 128;

    private static readonly long[] Zeros = new long[MostRows];

    /// <summary>
    /// Prices rows up to the first that cannot be: one of an unknown offer, made beyond all years or outside the stretch, with counts
    /// that are large, negative, or less than their parts, or by rates that are not in the tables.
    /// </summary>
    /// <param name="tables">The rates.</param>
    /// <param name="stretch">A stretch of time, in which looking for an offer's period is saved; <see langword="null"/>: any time.</param>
    /// <param name="calls">The rows.</param>
    /// <param name="costs">Where the costs go.</param>
    /// <returns>How many rows it priced.</returns>
    public static int Run(BulkTables tables, BulkSpan? stretch, in CallColumns calls, in CostColumns costs)
    {
        bool isSimple = calls.CacheWrite.IsEmpty && calls.CacheWrite5m.IsEmpty && calls.CacheWrite1h.IsEmpty && calls.Reasoning.IsEmpty && costs.Inputs.IsEmpty && costs.Outputs.IsEmpty;
        return (isSimple, calls.AreTotals, stretch is not null) switch
        {
            (true, true, true) => Lanes<Yes, Yes>(tables, stretch, calls, costs),
            (true, true, false) => Lanes<Yes, No>(tables, stretch, calls, costs),
            (true, false, true) => Lanes<No, Yes>(tables, stretch, calls, costs),
            (true, false, false) => Lanes<No, No>(tables, stretch, calls, costs),
            (false, true, true) => Run<No, Yes, Yes>(tables, stretch, calls, costs),
            (false, true, false) => Run<No, Yes, No>(tables, stretch, calls, costs),
            (false, false, true) => Run<No, No, Yes>(tables, stretch, calls, costs),
            (false, false, false) => Run<No, No, No>(tables, stretch, calls, costs),
        };
    }

    // Where several rows at once come to one that cannot be priced, they are taken one by one.
    private static int Lanes<TTotals, TSpan>(BulkTables tables, BulkSpan? stretch, in CallColumns calls, in CostColumns costs)
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        int done = 0;
        while (BulkLanes.IsSupported && calls.Rows - done >= BulkLanes.Rows)
        {
            int rows = calls.Rows - done;
            done += BulkLanes.Run<TTotals, TSpan>(tables, stretch, calls.Slice(done, rows), costs.Slice(done, rows));
            rows = Math.Min(BulkLanes.Rows, calls.Rows - done);
            int alone = Run<Yes, TTotals, TSpan>(tables, stretch, calls.Slice(done, rows), costs.Slice(done, rows));
            done += alone;
            if (alone < rows)
            {
                return done;
            }
        }

        return done + Run<Yes, TTotals, TSpan>(tables, stretch, calls.Slice(done, calls.Rows - done), costs.Slice(done, calls.Rows - done));
    }

    // Each way is compiled by itself, without the questions that it need not ask. Counts and rates are small (PicoBand.Small), so that
    // no sum wraps; and where a sum of counts has wrapped, one of them is not small.
    private static int Run<TSimple, TTotals, TSpan>(BulkTables tables, BulkSpan? stretch, in CallColumns calls, in CostColumns costs)
        where TSimple : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        ref PeriodsOfOffer offers = ref MemoryMarshal.GetArrayDataReference(tables.Offers);
        ref BandsOfPeriod periods = ref MemoryMarshal.GetArrayDataReference(TSpan.IsSet ? stretch!.Periods : tables.Periods);
        ref RatesOfBand bands = ref MemoryMarshal.GetArrayDataReference(TSimple.IsSet ? tables.UsualBands : tables.Bands);
        nuint offerCount = (nuint)tables.Offers.Length;
        (long begin, ulong length) = TSpan.IsSet ? (stretch!.First, (ulong)unchecked(stretch.Last - stretch.First)) : (FirstMillisecond, (ulong)(LastMillisecond - FirstMillisecond));

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
        bool writesAreTotals = TTotals.IsSet && !calls.CacheWrite.IsEmpty;

        // From the end of the columns backwards to zero, so that the index is the count of what is left.
        nint i = -calls.Rows;
        unchecked
        {
            while (i < 0)
            {
                // The processor itself looks too little ahead: without this, a row takes twice as long.
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
                    if (!TSimple.IsSet)
                    {
                        (writes, writes5m, writes1h, thought) = (
                            Unsafe.Add(ref cacheWrite, i), Unsafe.Add(ref cacheWrite5m, i), Unsafe.Add(ref cacheWrite1h, i), Unsafe.Add(ref reasoning, i));
                        writes -= writesAreTotals ? writes5m + writes1h : 0;
                        written -= TTotals.IsSet ? thought : 0;
                        cached += writes + writes5m + writes1h;
                        others = writes | writes5m | writes1h | thought;
                    }

                    long uncached = TTotals.IsSet ? given - cached : given;
                    long measured = TTotals.IsSet ? given : given + cached;
                    long time = Unsafe.Add(ref at, i);
                    nuint place = (uint)Unsafe.Add(ref offer, i);
                    if ((ulong)(uncached | read | written | others) >= PicoBand.Small || place >= offerCount || (ulong)(time - begin) > length)
                    {
                        return (int)i + calls.Rows;
                    }

                    ref BandsOfPeriod period = ref Unsafe.Add(ref periods, TSpan.IsSet ? (nint)place : Unsafe.Add(ref offers, place).At(time));
                    ref RatesOfBand rates = ref Unsafe.AddByteOffset(ref bands, period.Of(measured));
                    long inputCost = (uncached * rates.Input) + (read * rates.CacheRead);
                    long outputCost = written * rates.Output;
                    if (!TSimple.IsSet)
                    {
                        inputCost += (writes * rates.CacheWrite) + (writes5m * rates.CacheWrite5m) + (writes1h * rates.CacheWrite1h);
                        outputCost += thought * rates.Reasoning;
                        costs.SetByDirection(calls.Rows + (int)i, inputCost, outputCost);
                    }

                    long cost = inputCost + outputCost + rates.Fee;
                    if (cost < 0)
                    {
                        return (int)i + calls.Rows;
                    }

                    Unsafe.Add(ref totals, i) = cost;
                }
            }
        }

        return calls.Rows;
    }

    /// <summary>Asks for what is some rows ahead: a hint only, which reads nothing, so that it may point beyond the column, where no reference may.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref long column, nint row)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(unchecked((long*)Unsafe.AsPointer(ref column) + row + RowsAhead));
        }
    }

    /// <summary>The first row of a column, or of as many zeros where it was left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref long Start(ReadOnlySpan<long> column) => ref MemoryMarshal.GetReference(column.IsEmpty ? Zeros : column);

    // Behind the last row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref long End(ReadOnlySpan<long> column, int rows) => ref Unsafe.Add(ref Start(column), rows);

    private readonly struct Yes : IFlag
    {
        public static bool IsSet => true;
    }

    private readonly struct No : IFlag
    {
        public static bool IsSet => false;
    }
}
