using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TokenPricing;

/// <summary>
/// The loop over rows that can be priced by <see cref="BulkTables"/>. A row takes some twenty instructions: its rates are found
/// without a branch, since branches on prices cannot be foretold, and nothing is checked that <see cref="BulkCheck"/> has checked.
/// </summary>
internal static class BulkKernel
{
    // Stands for columns that are left out.
    private static readonly long[] Zeros = new long[BulkCheck.MostRows];

    private interface IFlag
    {
        static abstract bool IsSet { get; }
    }

    /// <summary>Prices rows.</summary>
    /// <param name="tables">The rates.</param>
    /// <param name="stretch">The stretch of time in which all rows were made; <see langword="null"/>: each looks for its period.</param>
    /// <param name="calls">The rows, checked.</param>
    /// <param name="costs">Where the costs go; less than zero where a row must go the long way.</param>
    /// <returns>Whether any row must go the long way.</returns>
    public static bool Run(BulkTables tables, BulkStretch? stretch, in CallColumns calls, in CostColumns costs)
    {
        bool isSimple = calls.CacheWrite.IsEmpty && calls.CacheWrite5m.IsEmpty && calls.CacheWrite1h.IsEmpty && calls.Reasoning.IsEmpty && costs.Inputs.IsEmpty && costs.Outputs.IsEmpty;
        return (isSimple, stretch is not null, tables.HasManyBands) switch
        {
            (true, true, false) => Run<Yes, Yes, No>(tables, stretch, calls, costs),
            (true, true, true) => Run<Yes, Yes, Yes>(tables, stretch, calls, costs),
            (true, false, _) => Run<Yes, No, Yes>(tables, stretch, calls, costs),
            (false, true, _) => Run<No, Yes, Yes>(tables, stretch, calls, costs),
            (false, false, _) => Run<No, No, Yes>(tables, stretch, calls, costs),
        };
    }

    // Each way is compiled by itself, without the questions that it need not ask. Counts and rates are small (PicoBand.Small), so that
    // no sum wraps.
    private static bool Run<TSimple, TStretch, TManyBands>(BulkTables tables, BulkStretch? stretch, in CallColumns calls, in CostColumns costs)
        where TSimple : struct, IFlag
        where TStretch : struct, IFlag
        where TManyBands : struct, IFlag
    {
        ref PeriodsOfOffer offers = ref MemoryMarshal.GetArrayDataReference(tables.Offers);
        ref BandsOfPeriod periods = ref MemoryMarshal.GetArrayDataReference(TStretch.IsSet ? stretch!.Periods : tables.Periods);
        ref RatesOfBand bands = ref MemoryMarshal.GetArrayDataReference(tables.Bands);
        ref int offer = ref MemoryMarshal.GetReference(calls.Offers);
        ref long at = ref MemoryMarshal.GetReference(calls.UnixMilliseconds);
        ref long input = ref Column(calls.Input);
        ref long output = ref Column(calls.Output);
        ref long cacheRead = ref Column(calls.CacheRead);
        ref long totals = ref MemoryMarshal.GetReference(costs.Totals);
        ref long cacheWrite = ref Column(calls.CacheWrite);
        ref long cacheWrite5m = ref Column(calls.CacheWrite5m);
        ref long cacheWrite1h = ref Column(calls.CacheWrite1h);
        ref long reasoning = ref Column(calls.Reasoning);

        // All bits where counts contain their parts, which are to be taken away; none where they do not.
        long totalsOnly = calls.AreTotals ? -1 : 0;
        long totalWritesOnly = calls.CacheWrite.IsEmpty ? 0 : totalsOnly;
        nint rows = calls.Rows;
        long all = 0;
        unchecked
        {
            for (nint i = 0; i < rows; i++)
            {
                nint place = Unsafe.Add(ref offer, i);
                nint period = TStretch.IsSet ? place : Unsafe.Add(ref offers, place).At(Unsafe.Add(ref at, i));
                ref BandsOfPeriod ofPeriod = ref Unsafe.Add(ref periods, period);
                long read = Unsafe.Add(ref cacheRead, i);
                long cached = read;
                long writes = 0, writes5m = 0, writes1h = 0, thought = 0;
                if (!TSimple.IsSet)
                {
                    (writes5m, writes1h, thought) = (Unsafe.Add(ref cacheWrite5m, i), Unsafe.Add(ref cacheWrite1h, i), Unsafe.Add(ref reasoning, i));
                    writes = Unsafe.Add(ref cacheWrite, i) - ((writes5m + writes1h) & totalWritesOnly);
                    cached += writes + writes5m + writes1h;
                }

                long uncached = Unsafe.Add(ref input, i) - (cached & totalsOnly);
                long measured = uncached + cached;
                ref RatesOfBand rates = ref Unsafe.Add(ref bands, TManyBands.IsSet ? ofPeriod.OfFour(measured) : ofPeriod.OfTwo(measured));
                long inputCost = (uncached * rates.Input) + (read * rates.CacheRead);
                long outputCost = (Unsafe.Add(ref output, i) - (TSimple.IsSet ? 0 : thought & totalsOnly)) * rates.Output;
                if (!TSimple.IsSet)
                {
                    inputCost += (writes * rates.CacheWrite) + (writes5m * rates.CacheWrite5m) + (writes1h * rates.CacheWrite1h);
                    outputCost += thought * rates.Reasoning;
                    costs.SetSides((int)i, inputCost, outputCost);
                }

                long cost = inputCost + outputCost + rates.Fee;
                Unsafe.Add(ref totals, i) = cost;
                all |= cost;
            }
        }

        return all < 0;
    }

    private static ref long Column(ReadOnlySpan<long> column) => ref MemoryMarshal.GetReference(column.IsEmpty ? Zeros : column);

    private readonly struct Yes : IFlag
    {
        public static bool IsSet => true;
    }

    private readonly struct No : IFlag
    {
        public static bool IsSet => false;
    }
}
