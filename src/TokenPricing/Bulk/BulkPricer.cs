using System.Collections.Concurrent;
using System.Numerics;

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

    private readonly ImmutableArray<(Offer Offer, CostOptions? Options)> _offers;
    private readonly ImmutableArray<PriceProgram> _programs;
    private readonly BulkTables _tables;

    /// <summary>The rate cards of which no row has a price under the terms of the offer, as far as is known.</summary>
    private readonly ConcurrentDictionary<(int Offer, int Card), bool> _failing = new();

    /// <summary>Creates a pricer of offers that share their options.</summary>
    /// <param name="offers">The offers. A row refers to one by its index, from 0.</param>
    /// <param name="options">Service tier, region, missing rates and adjustments; <see langword="null"/> for the defaults.</param>
    public BulkPricer(IEnumerable<Offer> offers, CostOptions? options = null)
        : this((offers ?? throw new ArgumentNullException(nameof(offers))).Select(o => (o, options)))
    {
    }

    /// <summary>
    /// Creates a pricer of offers with options of their own. The same offer can occur several times, with different options.
    /// </summary>
    /// <param name="offers">The offers with their options. A row refers to one by its index, from 0.</param>
    /// <exception cref="ArgumentNullException"><paramref name="offers"/> is <see langword="null"/>.</exception>
    public BulkPricer(IEnumerable<(Offer Offer, CostOptions? Options)> offers)
    {
        ArgumentNullException.ThrowIfNull(offers);
        _offers = [.. offers];
        _programs = [.. _offers.Select(o => CardTerms.ProgramOf(o.Offer, o.Options))];
        _tables = new BulkTables(_programs);
    }

    /// <summary>The offers, in the order of the indexes by which rows refer to them.</summary>
    public ImmutableArray<Offer> Offers => [.. _offers.Select(o => o.Offer)];

    /// <summary>Prices rows.</summary>
    /// <param name="calls">The rows.</param>
    /// <param name="picoUsd">
    /// The column that receives the cost of each row in pico-dollars, or <see cref="ExceptionMarker"/>. It has as many rows as the calls.
    /// </param>
    /// <param name="inputPicoUsd">The column that receives the part of each cost for input; empty if it is not wanted.</param>
    /// <param name="outputPicoUsd">
    /// The column that receives the part of each cost for output; empty if it is not wanted. The rest of a cost is the fee per request.
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

    /// <summary>Returns a row that failed, with the error that it has if somebody asks for it.</summary>
    /// <param name="calls">The rows that were priced.</param>
    /// <param name="row">The index of the row.</param>
    internal BulkRow Failed(in CallColumns calls, int row)
    {
        FailedRow failed = calls.Failed(row);
        return new BulkRow(row, () => failed.ErrorAt(_offers));
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
            long first = calls.UnixMilliseconds[row];
            BulkSpan? span = BulkSpan.IsMoment(first) ? _tables.SpanOf(first, calls.UnixMilliseconds[^1], rows) : null;
            row += BulkKernel.Run(_tables, span, calls.Slice(row, rows), costs.Slice(row, rows), ref isMarked);
        }

        if (isMarked)
        {
            PriceMarked(calls, costs, firstRow, unpriced);
        }
    }

    /// <summary>Notes the rows that the kernel knows to fail, and prices the others that it marked.</summary>
    /// <param name="calls">The rows of the run.</param>
    /// <param name="costs">The columns that the kernel filled.</param>
    /// <param name="firstRow">The index of the first row among all rows.</param>
    /// <param name="unpriced">Receives the rows that the columns cannot hold.</param>
    private void PriceMarked(in CallColumns calls, in CostColumns costs, int firstRow, UnpricedRows unpriced)
    {
        for (int row = 0; row < calls.Rows; row += UnpricedRows.RowsOfWord)
        {
            (ulong failed, ulong tried) = costs.TakeMarks(row, Math.Min(UnpricedRows.RowsOfWord, calls.Rows - row));
            unpriced.AddFailed(firstRow, row, failed);
            for (; tried != 0; tried &= tried - 1)
            {
                PriceRow(calls, costs, row + BitOperations.TrailingZeroCount(tried), firstRow, unpriced);
            }
        }
    }

    private static void CheckLength(in CallColumns calls, Span<long> costs, string name, bool isOptional)
    {
        if (costs.Length != calls.Rows && !(isOptional && costs.IsEmpty))
        {
            string message = FormattableString.Invariant($"{name} has {costs.Length} rows, but the calls have {calls.Rows}.");
            throw new ArgumentException($"{message} Both must have the same length.", name);
        }
    }

    /// <summary>Prices a row that the kernel marked. One that can only fail is not tried: throwing takes as long as pricing many.</summary>
    private void PriceRow(in CallColumns calls, in CostColumns costs, int row, int firstRow, UnpricedRows unpriced)
    {
        costs.Set(row, ExceptionMarker, ExceptionMarker, ExceptionMarker);
        int card = CardOf(calls.Offers[row], calls.UnixMilliseconds[row]);
        if (card < 0 || _failing.ContainsKey((calls.Offers[row], card)) || IsWrong(calls, row, card))
        {
            unpriced.AddFailed(firstRow, row, 1UL << row);
        }
        else
        {
            PriceExactly(calls, costs, row, card, firstRow, unpriced);
        }
    }

    /// <summary>Returns the index of the rate card of a row; -1 if there is none, as for an offer or a time that does not exist.</summary>
    private int CardOf(int offer, long unixMilliseconds) =>
        offer >= 0 && offer < _programs.Length && BulkSpan.IsMoment(unixMilliseconds)
        ? _programs[offer].CardAt(Instant.FromUnixTimeMilliseconds(unixMilliseconds))
        : -1;

    /// <summary>
    /// Determines whether a row's counts contradict each other, or a meter that it uses has no price where that is an error and depends on
    /// no quantity.
    /// </summary>
    /// <param name="calls">The rows.</param>
    /// <param name="row">The index of the row.</param>
    /// <param name="card">The index of the rate card of the row.</param>
    private bool IsWrong(in CallColumns calls, int row, int card)
    {
        RowCounts counts = RowCounts.Of(calls, row);
        int offer = calls.Offers[row];
        (Offer sold, CostOptions? options) = _offers[offer];
        return counts.Parts < 0
            || (counts.Measured >= 0
            && (options?.MissingRate ?? sold.Settings.MissingRate) == MissingRatePolicy.Throw
            && _programs[offer].Span(card) is { Plain: { } bands } span
            && !span.Card.Shape.DependsOnQuantities
            && (bands[PriceBand.IndexOf(bands, counts.Measured)].MissingMeters & counts.Used) != 0);
    }

    /// <summary>Prices a row in whole pico-dollars, which cover more kinds of rates than the tables do, or else with its receipt.</summary>
    /// <param name="calls">The rows.</param>
    /// <param name="costs">The columns that receive the cost, unless they cannot hold it.</param>
    /// <param name="row">The index of the row.</param>
    /// <param name="card">The index of the rate card of the row.</param>
    /// <param name="firstRow">The index of the first row among all rows.</param>
    /// <param name="unpriced">Receives the row if the columns cannot hold its cost, or there is none.</param>
    private void PriceExactly(in CallColumns calls, in CostColumns costs, int row, int card, int firstRow, UnpricedRows unpriced)
    {
        (int offer, long milliseconds) = (calls.Offers[row], calls.UnixMilliseconds[row]);
        Instant at = Instant.FromUnixTimeMilliseconds(milliseconds);
        try
        {
            TokenUsage usage = calls.Usage(row);
            if (_programs[offer].TryByDirection(usage, at, out Int128 input, out Int128 output, out Int128 total) && total <= long.MaxValue)
            {
                costs.Set(row, (long)total, (long)input, (long)output);
                return;
            }

            Cost cost = _offers[offer].Offer.CostOf(usage, at, _offers[offer].Options);
            if (cost.IsComplete
                && PicoDollars.TryOf(cost.Total, out long picoUsd)
                && PicoDollars.TryOf(cost.Input, out long inputPicoUsd)
                && PicoDollars.TryOf(cost.Output, out long outputPicoUsd))
            {
                costs.Set(row, picoUsd, inputPicoUsd, outputPicoUsd);
                return;
            }

            unpriced.Costs.Add((firstRow + row, cost));
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            unpriced.AddFailed(firstRow, row, 1UL << row);
            if (e is PricingException { Error: PricingError.UnknownServiceTier or PricingError.UnknownRegion })
            {
                _failing[(offer, card)] = true;
                _tables.AddFailing(offer, milliseconds);
            }
        }
    }
}
