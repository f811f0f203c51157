using System.Runtime.CompilerServices;
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
    /// Prices rows up to the first group of eight with a time outside the span. Rows that the tables cannot price are marked; see
    /// <see cref="BulkKernel.Run"/>.
    /// </summary>
    /// <typeparam name="TUsual">Whether the rows have input, output and cache reads only.</typeparam>
    /// <typeparam name="TTotals">Whether input counts include cache reads.</typeparam>
    /// <typeparam name="TSpan">Whether <paramref name="span"/> is given.</typeparam>
    /// <param name="tables">The rates.</param>
    /// <param name="span">The span that the rows are in.</param>
    /// <param name="calls">The rows.</param>
    /// <param name="costs">The columns that receive the costs.</param>
    /// <returns>The number of rows priced or marked, a multiple of eight.</returns>
    public static int Run<TUsual, TTotals, TSpan>(BulkTables tables, BulkSpan? span, in CallColumns calls, in CostColumns costs)
        where TUsual : struct, IFlag
        where TTotals : struct, IFlag
        where TSpan : struct, IFlag
    {
        Tables<TSpan> rates = new(tables, span, TUsual.IsSet ? tables.UsualBands : tables.Bands);
        Vector256<long> first = Vector256.Create(TSpan.IsSet ? span!.First : BulkKernel.FirstMillisecond);
        Vector256<long> last = Vector256.Create(TSpan.IsSet ? span!.Last : BulkKernel.LastMillisecond);

        // The bits that a small count does not have, the sign included.
        Vector256<long> large = Vector256.Create(-PriceBand.Small);
        Vector256<long> sign = Vector256.Create(long.MinValue);

        ref int offer = ref MemoryMarshal.GetReference(calls.Offers);
        Columns columns = new(calls, TTotals.IsSet);
        ref long totals = ref MemoryMarshal.GetReference(costs.Totals);
        bool hasInputs = !costs.Inputs.IsEmpty;
        bool hasOutputs = !costs.Outputs.IsEmpty;

        nuint i = 0;
        nuint stop = (nuint)(calls.Rows & -Rows);
        unchecked
        {
            for (; i < stop; i += Rows)
            {
                BulkKernel.Prefetch(ref Unsafe.As<int, long>(ref offer), (nint)(i / 2));
                columns.Prefetch((nint)i);
                BulkKernel.Prefetch(ref totals, (nint)i);

                Four one = columns.Read<TUsual, TTotals>(i);
                Four other = columns.Read<TUsual, TTotals>(i + Half);

                // Negative for a time before the first or after the last moment. Where one difference overflows, the other is negative.
                Vector256<long> times = (one.At - first) | (last - one.At) | (other.At - first) | (last - other.At);
                if ((times & sign) != Vector256<long>.Zero)
                {
                    break;
                }

                (Vector256<long> total0, Vector256<long> input0, Vector256<long> output0) =
                    rates.Costs<TUsual>(one, ref Unsafe.Add(ref offer, i));
                (Vector256<long> total1, Vector256<long> input1, Vector256<long> output1) =
                    rates.Costs<TUsual>(other, ref Unsafe.Add(ref offer, i + Half));
                Vector256<long> wrong0 = (one.Bits<TUsual>() & large) | (total0 & sign);
                Vector256<long> wrong1 = (other.Bits<TUsual>() & large) | (total1 & sign);
                if ((wrong0 | wrong1) != Vector256<long>.Zero)
                {
                    // The sign alone is the marker.
                    total0 = Vector256.ConditionalSelect(Vector256.Equals(wrong0, Vector256<long>.Zero), total0, sign);
                    total1 = Vector256.ConditionalSelect(Vector256.Equals(wrong1, Vector256<long>.Zero), total1, sign);
                }

                total0.StoreUnsafe(ref totals, i);
                total1.StoreUnsafe(ref totals, i + Half);
                if (hasInputs)
                {
                    input0.StoreUnsafe(ref MemoryMarshal.GetReference(costs.Inputs), i);
                    input1.StoreUnsafe(ref MemoryMarshal.GetReference(costs.Inputs), i + Half);
                }

                if (hasOutputs)
                {
                    output0.StoreUnsafe(ref MemoryMarshal.GetReference(costs.Outputs), i);
                    output1.StoreUnsafe(ref MemoryMarshal.GetReference(costs.Outputs), i + Half);
                }
            }
        }

        return (int)i;
    }

    /// <summary>Multiplies the lower halves of each value, which is all of them: counts and rates are below 2^30.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Product(Vector256<long> counts, Vector256<long> rates) =>
        Avx2.Multiply(counts.AsUInt32(), rates.AsUInt32()).AsInt64();

    /// <summary>The counts of four rows, in parts that do not overlap, and what decides their rates.</summary>
    private struct Four
    {
        /// <summary>When each was made, in Unix milliseconds.</summary>
        public Vector256<long> At;
        /// <summary>The total input, which context tiers compare.</summary>
        public Vector256<long> Measured;
        /// <summary>The uncached input tokens.</summary>
        public Vector256<long> Input;
        /// <summary>The output tokens that are not reasoning.</summary>
        public Vector256<long> Output;
        /// <summary>The input tokens read from the cache.</summary>
        public Vector256<long> CacheRead;
        /// <summary>The input tokens written to the cache for an unknown time.</summary>
        public Vector256<long> CacheWrite;
        /// <summary>The input tokens written to the cache for five minutes.</summary>
        public Vector256<long> CacheWrite5m;
        /// <summary>The input tokens written to the cache for one hour.</summary>
        public Vector256<long> CacheWrite1h;
        /// <summary>The tokens spent on reasoning.</summary>
        public Vector256<long> Reasoning;

        /// <summary>Returns every bit that a count has.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector256<long> Bits<TUsual>()
            where TUsual : struct, IFlag
        {
            Vector256<long> usual = Input | CacheRead | Output;
            return TUsual.IsSet ? usual : usual | CacheWrite | CacheWrite5m | CacheWrite1h | Reasoning;
        }
    }

    /// <summary>The columns of counts as references; zeros where one is omitted.</summary>
    private readonly ref struct Columns
    {
        private readonly ref long _at;
        private readonly ref long _input;
        private readonly ref long _output;
        private readonly ref long _cacheRead;
        private readonly ref long _cacheWrite;
        private readonly ref long _cacheWrite5m;
        private readonly ref long _cacheWrite1h;
        private readonly ref long _reasoning;
        private readonly Vector256<long> _writesAreTotals;

        /// <summary>Takes the addresses of the columns.</summary>
        /// <param name="calls">The rows.</param>
        /// <param name="areTotals">Whether input counts include cached tokens.</param>
        public Columns(in CallColumns calls, bool areTotals)
        {
            _at = ref MemoryMarshal.GetReference(calls.UnixMilliseconds);
            _input = ref BulkKernel.Start(calls.Input);
            _output = ref BulkKernel.Start(calls.Output);
            _cacheRead = ref BulkKernel.Start(calls.CacheRead);
            _cacheWrite = ref BulkKernel.Start(calls.CacheWrite);
            _cacheWrite5m = ref BulkKernel.Start(calls.CacheWrite5m);
            _cacheWrite1h = ref BulkKernel.Start(calls.CacheWrite1h);
            _reasoning = ref BulkKernel.Start(calls.Reasoning);
            _writesAreTotals = Vector256.Create(areTotals && !calls.CacheWrite.IsEmpty ? -1L : 0);
        }

        /// <summary>Prefetches the columns that every row reads.</summary>
        /// <param name="row">The present row.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(nint row)
        {
            BulkKernel.Prefetch(ref _at, row);
            BulkKernel.Prefetch(ref _input, row);
            BulkKernel.Prefetch(ref _output, row);
            BulkKernel.Prefetch(ref _cacheRead, row);
        }

        /// <summary>Reads four rows in parts that do not overlap.</summary>
        /// <typeparam name="TUsual">Whether the rows have input, output and cache reads only.</typeparam>
        /// <typeparam name="TTotals">Whether input counts include cached tokens.</typeparam>
        /// <param name="row">The first row.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Four Read<TUsual, TTotals>(nuint row)
            where TUsual : struct, IFlag
            where TTotals : struct, IFlag
        {
            Four four = default;
            Vector256<long> given = Vector256.LoadUnsafe(ref _input, row);
            four.At = Vector256.LoadUnsafe(ref _at, row);
            four.CacheRead = Vector256.LoadUnsafe(ref _cacheRead, row);
            four.Output = Vector256.LoadUnsafe(ref _output, row);
            Vector256<long> cached = four.CacheRead;
            if (!TUsual.IsSet)
            {
                four.CacheWrite5m = Vector256.LoadUnsafe(ref _cacheWrite5m, row);
                four.CacheWrite1h = Vector256.LoadUnsafe(ref _cacheWrite1h, row);
                four.Reasoning = Vector256.LoadUnsafe(ref _reasoning, row);
                Vector256<long> timed = four.CacheWrite5m + four.CacheWrite1h;
                four.CacheWrite = Vector256.LoadUnsafe(ref _cacheWrite, row) - (timed & _writesAreTotals);
                four.Output -= TTotals.IsSet ? four.Reasoning : Vector256<long>.Zero;
                cached += four.CacheWrite + timed;
            }

            four.Input = TTotals.IsSet ? given - cached : given;
            four.Measured = TTotals.IsSet ? given : given + cached;
            return four;
        }
    }

    /// <summary>The tables as references, so that a row finds its rates without a bounds check.</summary>
    private readonly ref struct Tables<TSpan>
        where TSpan : struct, IFlag
    {
        private readonly ref PeriodsOfOffer _offers;
        private readonly ref BandsOfPeriod _periods;
        private readonly ref RatesOfBand _bands;
        private readonly uint _unknown;

        /// <summary>Takes the addresses of the tables.</summary>
        /// <param name="tables">The offers and their periods.</param>
        /// <param name="span">The span that the rows are in, if it is known.</param>
        /// <param name="bands">The rates.</param>
        public Tables(BulkTables tables, BulkSpan? span, RatesOfBand[] bands)
        {
            _offers = ref MemoryMarshal.GetArrayDataReference(tables.Offers);
            _periods = ref MemoryMarshal.GetArrayDataReference(TSpan.IsSet ? span!.Periods : tables.Periods);
            _bands = ref MemoryMarshal.GetArrayDataReference(bands);
            _unknown = (uint)tables.Offers.Length - 1;
        }

        /// <summary>
        /// Returns the total, the input and the output of four rows. Rates come row by row and are transposed to meter by meter.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector256<long> Total, Vector256<long> Input, Vector256<long> Output) Costs<TUsual>(in Four rows, ref int offer)
            where TUsual : struct, IFlag
        {
            // A sum of five small counts keeps its value, any other becomes one that is not negative: its row is marked in any case.
            Vector256<long> measured = rows.Measured & Vector256.Create((PriceBand.Small * 8) - 1);
            ref Vector256<long> rates0 = ref RatesOf(rows.At.GetElement(0), measured.GetElement(0), offer);
            ref Vector256<long> rates1 = ref RatesOf(rows.At.GetElement(1), measured.GetElement(1), Unsafe.Add(ref offer, 1));
            ref Vector256<long> rates2 = ref RatesOf(rows.At.GetElement(2), measured.GetElement(2), Unsafe.Add(ref offer, 2));
            ref Vector256<long> rates3 = ref RatesOf(rows.At.GetElement(3), measured.GetElement(3), Unsafe.Add(ref offer, 3));
            (Vector256<long> fee, Vector256<long> input, Vector256<long> output, Vector256<long> cacheRead) =
                Transposed(rates0, rates1, rates2, rates3);
            Vector256<long> inputCost = Product(rows.Input, input) + Product(rows.CacheRead, cacheRead);
            Vector256<long> outputCost = Product(rows.Output, output);
            if (!TUsual.IsSet)
            {
                (Vector256<long> write, Vector256<long> write5m, Vector256<long> write1h, Vector256<long> thought) = Transposed(
                    Unsafe.Add(ref rates0, 1), Unsafe.Add(ref rates1, 1), Unsafe.Add(ref rates2, 1), Unsafe.Add(ref rates3, 1));
                inputCost += Product(rows.CacheWrite, write) + Product(rows.CacheWrite5m, write5m) + Product(rows.CacheWrite1h, write1h);
                outputCost += Product(rows.Reasoning, thought);
            }

            return (inputCost + outputCost + fee, inputCost, outputCost);
        }

        /// <summary>Returns a reference to the rates of a row: fee, input, output, cache reads, and behind them the other four.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private ref Vector256<long> RatesOf(long at, long measured, int offer)
        {
            // An offer that does not exist is the last one, which has no rates.
            nuint place = Math.Min(unchecked((uint)offer), _unknown);
            ref BandsOfPeriod period = ref Unsafe.Add(ref _periods, TSpan.IsSet ? (nint)place : Unsafe.Add(ref _offers, place).At(at));
            return ref Unsafe.As<RatesOfBand, Vector256<long>>(ref Unsafe.AddByteOffset(ref _bands, period.Of(measured)));
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
    }
}
