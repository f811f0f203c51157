using System.Numerics;
using System.Runtime.Intrinsics;

namespace TokenPricing.Bulk;

/// <summary>Prices calls in bulk: columns of calls in, a column of costs in whole pico-dollars out.</summary>
/// <remarks>
/// <para>Each cost equals the one of <see cref="PricingExtensions.CostOf(Offer, TokenUsage, Instant, CostOptions?)"/> to the last digit. A
/// pico-dollar is 10^-12 US dollars: $0.0279 is 27,900,000,000.</para>
/// <para>A row that the column cannot hold gets <see cref="ExceptionMarker"/>, and its exact
/// <see cref="Cost"/> or its error is in <see cref="BulkResult.Exceptions(in CallColumns)"/>: a cost that is not a
/// whole number of pico-dollars (a few rates, such as a twelfth of a dollar per million), that has
/// unpriced parts, or that is above $9.2 million for one call. No row is ever 0 because it could
/// not be priced.</para>
/// <para>Immutable and safe for use by several threads at once. For more rows than fit in memory,
/// price batch after batch into the same arrays and add the batches up in a <see cref="CostSums"/>;
/// batches of some ten thousand rows stay in the processor's cache.</para>
/// </remarks>
/// <example>
/// <code>
/// BulkPricer pricer = new([prices.Offer("anthropic", "claude-sonnet-4-5")]);
/// CallColumns calls = CallColumns.FromTotals(
///     offers: [0], unixMilliseconds: [at.ToUnixTimeMilliseconds()], input: [12_000], output: [900]);
/// long[] picoUsd = new long[calls.Rows];
/// pricer.Price(calls, picoUsd);
///
/// long pico = picoUsd[0];                           // 49500000000: 12,000 x 3,000,000 + 900 x 15,000,000
/// </code>
/// </example>
public sealed class BulkPricer
{
    /// <summary>The value in a column of costs for a row that is in <see cref="BulkResult.Exceptions(in CallColumns)"/>.</summary>
    public const long ExceptionMarker = CostColumns.Marker;

    // What a row has instead of an error that names its counts, its offer or its time.
    private static readonly object Contradiction = new();
    private static readonly object NoPrice = new();

    private readonly ImmutableArray<(Offer Offer, CostOptions? Options)> _offers;
    private readonly ImmutableArray<PriceProgram> _programs;
    private readonly BulkTables _tables;
    private readonly BulkErrors _errors;

    /// <summary>Creates a pricer of offers that share their options.</summary>
    /// <param name="offers">The offers. A row refers to one by its index, from 0.</param>
    /// <param name="options">
    /// Service tier, region, missing rates and adjustments; <see langword="null"/> for the
    /// defaults.
    /// </param>
    public BulkPricer(IEnumerable<Offer> offers, CostOptions? options = null)
        : this(offers.Select(o => (o, options)))
    {
    }

    /// <summary>
    /// Creates a pricer of offers with options of their own. The same offer can occur several
    /// times, with different options.
    /// </summary>
    /// <param name="offers">The offers with their options. A row refers to one by its index, from 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="offers"/> is <see langword="null"/>.</exception>
    public BulkPricer(IEnumerable<(Offer Offer, CostOptions? Options)> offers)
    {
        ArgumentNullException.ThrowIfNull(offers);
        _offers = [.. offers];
        _programs = [.. _offers.Select(o => CardTerms.ProgramOf(o.Offer, o.Options))];
        _tables = new BulkTables(_programs);
        _errors = new BulkErrors(_offers, _programs);
    }

    /// <summary>The offers, in the order of the indexes by which rows refer to them.</summary>
    public ImmutableArray<Offer> Offers => [.. _offers.Select(o => o.Offer)];

    /// <summary>Prices rows.</summary>
    /// <param name="calls">The rows.</param>
    /// <param name="picoUsd">
    /// The column that receives the cost of each row in pico-dollars, or
    /// <see cref="ExceptionMarker"/>. It has as many rows as the calls.
    /// </param>
    /// <param name="inputPicoUsd">
    /// The column that receives the part of each cost for input; empty if it is not wanted.
    /// </param>
    /// <param name="outputPicoUsd">
    /// The column that receives the part of each cost for output; empty if it is not wanted. The
    /// rest of a cost is the fee per request.
    /// </param>
    /// <param name="threads">The largest number of threads to use, the caller's included; at least 1.</param>
    /// <returns>The number of rows, and the rows that the column of costs cannot hold.</returns>
    /// <exception cref="ArgumentException">A column of costs has another number of rows than the calls.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public BulkResult Price(
        in CallColumns calls, Span<long> picoUsd, Span<long> inputPicoUsd = default, Span<long> outputPicoUsd = default, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        CheckLength(calls, picoUsd, nameof(picoUsd), isOptional: false);
        CheckLength(calls, inputPicoUsd, nameof(inputPicoUsd), isOptional: true);
        CheckLength(calls, outputPicoUsd, nameof(outputPicoUsd), isOptional: true);
        CostColumns costs = new(picoUsd, inputPicoUsd, outputPicoUsd);
        UnpricedRows unpriced = threads == 1 || calls.Rows <= BulkThreads.RowsOfBlock
            ? Block(calls, costs, 0)
            : BulkThreads.Price(this, calls, costs, threads);
        return new BulkResult(this, calls.Rows, unpriced);
    }

    /// <summary>Prices the rows of one block.</summary>
    /// <param name="calls">The rows of the block.</param>
    /// <param name="costs">The columns that receive their costs.</param>
    /// <param name="firstRow">The index of the first row among all rows, for the exceptions.</param>
    /// <returns>The rows that the column of costs cannot hold.</returns>
    internal UnpricedRows Block(in CallColumns calls, in CostColumns costs, int firstRow)
    {
        UnpricedRows unpriced = new();
        for (int row = 0; row < calls.Rows; row += BulkKernel.MostRows)
        {
            int rows = Math.Min(BulkKernel.MostRows, calls.Rows - row);
            Chunk(calls.Slice(row, rows), costs.Slice(row, rows), firstRow + row, unpriced);
        }

        return unpriced;
    }

    /// <summary>Finds out again why a row failed.</summary>
    /// <param name="calls">The rows that were priced.</param>
    /// <param name="row">The index of the row.</param>
    /// <exception cref="ArgumentException">It has a cost.</exception>
    internal BulkRow Failure(in CallColumns calls, int row)
    {
        (int offer, long milliseconds) = (calls.Offers[row], calls.UnixMilliseconds[row]);
        object? answer = Answer(calls.Slice(row, 1), new CostColumns([0], [], []), 0);
        if (answer is Exception error)
        {
            return new BulkRow(row, null, error);
        }

        if (answer == Contradiction)
        {
            ContradictoryCounts counts = calls.Contradiction(row);
            return new BulkRow(row, counts.ToException);
        }

        return answer == NoPrice
            ? new BulkRow(row, () => ErrorOf(offer, milliseconds))
            : throw new ArgumentException(
                FormattableString.Invariant($"Row {row} failed when it was priced and has a cost now. Pass the columns unchanged."),
                nameof(calls));
    }

    /// <summary>
    /// Prices the rows of one run of the kernel. Most logs are in the order of time, so that all of
    /// them are in one span; after a row that is not, the others search for their periods.
    /// </summary>
    private void Chunk(in CallColumns calls, in CostColumns costs, int firstRow, UnpricedRows unpriced)
    {
        bool isMarked = false;
        int row = 0;
        while (row < calls.Rows)
        {
            int rows = calls.Rows - row;
            row += BulkKernel.Run(_tables, SpanFrom(calls, row), calls.Slice(row, rows), costs.Slice(row, rows), ref isMarked);
        }

        if (isMarked)
        {
            PriceMarked(calls, costs, firstRow, unpriced);
        }
    }

    /// <summary>Prices the rows that the kernel marked, which it looks for four at a time.</summary>
    private void PriceMarked(in CallColumns calls, in CostColumns costs, int firstRow, UnpricedRows unpriced)
    {
        Vector256<long> marker = Vector256.Create(ExceptionMarker);
        int row = 0;
        for (; row <= calls.Rows - Vector256<long>.Count; row += Vector256<long>.Count)
        {
            uint marked = Vector256.Equals(Vector256.Create<long>(costs.Totals[row..]), marker).ExtractMostSignificantBits();
            for (; marked != 0; marked &= marked - 1)
            {
                PriceRow(calls, costs, row + BitOperations.TrailingZeroCount(marked), firstRow, unpriced);
            }
        }

        for (; row < calls.Rows; row++)
        {
            if (costs.Totals[row] == ExceptionMarker)
            {
                PriceRow(calls, costs, row, firstRow, unpriced);
            }
        }
    }

    /// <summary>The span of a row, or null where the rows after it seem to be in other spans.</summary>
    private BulkSpan? SpanFrom(in CallColumns calls, int row)
    {
        (long first, long last) = (calls.UnixMilliseconds[row], calls.UnixMilliseconds[^1]);
        return IsMoment(first) && (row == 0 || _tables.SpanAt(first).Contains(last)) ? _tables.SpanAt(first) : null;
    }

    private static void CheckLength(in CallColumns calls, Span<long> costs, string name, bool isOptional)
    {
        if (costs.Length != calls.Rows && !(isOptional && costs.IsEmpty))
        {
            string message = FormattableString.Invariant($"{name} has {costs.Length} rows, but the calls have {calls.Rows}.");
            throw new ArgumentException($"{message} Both must have the same length.", name);
        }
    }

    private void PriceRow(in CallColumns calls, in CostColumns costs, int row, int firstRow, UnpricedRows unpriced)
    {
        costs.Set(row, ExceptionMarker, ExceptionMarker, ExceptionMarker);
        (int offer, long milliseconds) = (calls.Offers[row], calls.UnixMilliseconds[row]);
        object? answer = !IsMoment(milliseconds) || _tables.Fails(offer, milliseconds) ? NoPrice : Answer(calls, costs, row);
        // A row with wrong counts fails for another reason where no row has a price, but fails too.
        if (answer is Cost cost)
        {
            unpriced.Costs.Add((firstRow + row, cost));
        }
        else if (answer is not null)
        {
            unpriced.AddFailed(firstRow, row);
        }
    }

    /// <summary>
    /// Prices a row that the kernel marked: first in whole pico-dollars, which cover more kinds of rates than the tables do, then exactly.
    /// </summary>
    /// <returns>
    /// <see langword="null"/> if the columns have the cost; otherwise the <see cref="Cost"/>, the <see cref="Exception"/>, or
    /// <see cref="Contradiction"/> or <see cref="NoPrice"/>, of which an error is made if somebody asks for it.
    /// </returns>
    private object? Answer(in CallColumns calls, in CostColumns costs, int row)
    {
        (int offer, long milliseconds) = (calls.Offers[row], calls.UnixMilliseconds[row]);
        if (offer < 0 || offer >= _offers.Length || !IsMoment(milliseconds))
        {
            return NoPrice;
        }

        RowCounts counts = RowCounts.Of(calls, row);
        bool isOrdinary = counts.Magnitude < PriceProgram.TooLarge;
        if (isOrdinary && counts.Parts < 0)
        {
            return Contradiction;
        }

        Instant at = Instant.FromUnixTimeMilliseconds(milliseconds);
        int card = _programs[offer].CardAt(at);
        object? known = !isOrdinary ? null : card < 0 ? NoPrice : _errors[offer].Of(card, counts);
        return known ?? PriceExactly(calls, costs, row, at, card, counts);
    }

    // By itself, since the many that fail need none of its variables.
    private object? PriceExactly(in CallColumns calls, in CostColumns costs, int row, Instant at, int card, in RowCounts counts)
    {
        int offer = calls.Offers[row];
        BulkErrors.OfferErrors errors = _errors[offer];
        try
        {
            TokenUsage usage = calls.Usage(row);
            if (card < 0)
            {
                return NoPrice;
            }

            if (errors.Fits(card)
                && _programs[offer].TryByDirection(usage, at, out Int128 input, out Int128 output, out Int128 total)
                && total <= long.MaxValue)
            {
                costs.Set(row, (long)total, (long)input, (long)output);
                return null;
            }

            Cost cost = _offers[offer].Offer.CostOf(usage, at, _offers[offer].Options);
            if (cost.IsComplete
                && PicoDollars.TryOf(cost.Total, out long picoUsd)
                && PicoDollars.TryOf(cost.Input, out long inputPicoUsd)
                && PicoDollars.TryOf(cost.Output, out long outputPicoUsd))
            {
                costs.Set(row, picoUsd, inputPicoUsd, outputPicoUsd);
                return null;
            }

            return cost;
        }
        catch (PricingException e)
        {
            if (e.Error is PricingError.UnknownServiceTier or PricingError.UnknownRegion)
            {
                _tables.AddFailing(offer, calls.UnixMilliseconds[row]);
            }

            if (counts.Magnitude < PriceProgram.TooLarge)
            {
                errors.Add(card, counts, e);
            }

            return e;
        }
        catch (OverflowException e)
        {
            return e;
        }
    }

    /// <summary>Whether a time is one that a clock can show.</summary>
    private static bool IsMoment(long unixMilliseconds) =>
        unixMilliseconds is >= BulkKernel.FirstMillisecond and <= BulkKernel.LastMillisecond;

    /// <summary>
    /// The error of a row with an unknown offer, an impossible time, or a time at which the offer has no price. There may be many, so it is
    /// made for those who read it.
    /// </summary>
    private PricingException ErrorOf(int offer, long unixMilliseconds)
    {
        if (offer < 0 || offer >= _offers.Length)
        {
            return new PricingException(
                PricingError.UnknownOffer,
                FormattableString.Invariant($"The row refers to offer {offer}, but the pricer has {_offers.Length}, numbered from 0."));
        }

        if (!IsMoment(unixMilliseconds))
        {
            return new PricingException(
                PricingError.NoPriceAtInstant,
                FormattableString.Invariant($"The time of the row, {unixMilliseconds} ms after 1970, is not in the years -9998 to 9999. ")
                + "Pass milliseconds, not microseconds or nanoseconds.");
        }

        return _errors[offer].NoPrice(Instant.FromUnixTimeMilliseconds(unixMilliseconds));
    }
}
