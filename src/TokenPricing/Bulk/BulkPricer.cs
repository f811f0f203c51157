using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Bulk;

/// <summary>Prices calls by the million: columns in, a column of costs out, each to the last digit what <see cref="OfferCosting.CostOf"/> says.</summary>
/// <remarks>
/// <para>Costs are whole pico-dollars, 10^-12 US dollars: $0.0279 is 27,900,000,000. Where a cost is no whole number of them (a few
/// prices are such as a twelfth of a dollar per million), leaves something unpriced, or is more than a <see cref="long"/> counts
/// ($9.2 million for one call), the column has <see cref="Apart"/> and <see cref="BulkResult.Apart"/> the exact <see cref="Cost"/>;
/// where there is no cost, it has the error. No row is ever 0 because it could not be priced.</para>
/// <para>Immutable and safe to share between threads. For more rows than fit in memory, price batch by batch into the same arrays, and
/// add the batches up with <see cref="CostSums"/>: some ten thousand rows at a time are read while they are still in the processor's cache.</para>
/// </remarks>
public sealed class BulkPricer
{
    /// <summary>What stands in a column of costs for a row in <see cref="BulkResult.Apart"/>.</summary>
    public const long Apart = long.MinValue;

    private readonly ImmutableArray<(Offer Offer, CostOptions? Options)> _offers;
    private readonly ImmutableArray<PicoHistory> _histories;
    private readonly BulkTables _tables;

    /// <summary>A pricer of some offers, all asked for in one way.</summary>
    /// <param name="offers">The offers. A row names one by its place, from 0.</param>
    /// <param name="options">How costs are asked for; <see langword="null"/>: standard tier, no region, no adjustments.</param>
    public BulkPricer(IEnumerable<Offer> offers, CostOptions? options = null)
        : this(offers.Select(o => (o, options)))
    {
    }

    /// <summary>A pricer of some offers, each asked for in its own way; an offer may be there several times.</summary>
    /// <param name="offers">The offers, and how their costs are asked for. A row names one by its place, from 0.</param>
    public BulkPricer(IEnumerable<(Offer Offer, CostOptions? Options)> offers)
    {
        ArgumentNullException.ThrowIfNull(offers);
        _offers = [.. offers];
        _histories = [.. _offers.Select(o => BulkTerms.HistoryOf(o.Offer, o.Options))];
        _tables = new BulkTables(_histories);
    }

    /// <summary>The offers, by the places that rows name.</summary>
    public ImmutableArray<Offer> Offers => [.. _offers.Select(o => o.Offer)];

    /// <summary>Prices rows.</summary>
    /// <param name="calls">The rows.</param>
    /// <param name="picoUsd">Where the cost of each row goes, in pico-dollars, or <see cref="Apart"/>; as long as the columns.</param>
    /// <param name="inputPicoUsd">Where the part of it that input cost goes; empty: not asked for.</param>
    /// <param name="outputPicoUsd">Where the part that output cost goes; empty: not asked for. What is in neither is of the request itself.</param>
    /// <param name="threads">On how many threads, at least 1, the caller's among them.</param>
    /// <returns>The rows whose costs stand apart, by row.</returns>
    /// <exception cref="ArgumentException">A column of costs is longer or shorter than the columns of the calls.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public BulkResult Price(in CallColumns calls, Span<long> picoUsd, Span<long> inputPicoUsd = default, Span<long> outputPicoUsd = default, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        CheckLength(calls, picoUsd, nameof(picoUsd), isOptional: false);
        CheckLength(calls, inputPicoUsd, nameof(inputPicoUsd), isOptional: true);
        CheckLength(calls, outputPicoUsd, nameof(outputPicoUsd), isOptional: true);
        CostColumns costs = new(picoUsd, inputPicoUsd, outputPicoUsd);
        ImmutableArray<BulkRow> apart = threads == 1 || calls.Rows <= BulkThreads.RowsOfBlock
            ? Block(calls, costs, 0)
            : BulkThreads.Price(this, calls, costs, threads);
        return new BulkResult(calls.Rows, apart);
    }

    /// <summary>Prices the rows of one block, which begins at some row of all.</summary>
    internal ImmutableArray<BulkRow> Block(in CallColumns calls, in CostColumns costs, int firstRow)
    {
        List<BulkRow> apart = [];
        for (int row = 0; row < calls.Rows; row += BulkKernel.MostRows)
        {
            int rows = Math.Min(BulkKernel.MostRows, calls.Rows - row);
            Chunk(calls.Slice(row, rows), costs.Slice(row, rows), firstRow + row, apart);
        }

        return [.. apart];
    }

    // Most logs are in the order of time, so that all rows are of one stretch. Where one is not, the others look for their periods.
    private void Chunk(in CallColumns calls, in CostColumns costs, int firstRow, List<BulkRow> apart)
    {
        BulkSpan? stretch = SpanFrom(calls, 0);
        int row = 0;
        while (row < calls.Rows)
        {
            int rows = calls.Rows - row;
            row += BulkKernel.Run(_tables, stretch, calls.Slice(row, rows), costs.Slice(row, rows));
            if (row < calls.Rows && stretch?.Contains(calls.UnixMilliseconds[row]) == false)
            {
                stretch = SpanFrom(calls, row);
            }
            else if (row < calls.Rows)
            {
                PriceAlone(calls, costs, row++, firstRow, apart);
            }
        }
    }

    // The stretch of a row, where it seems to be that of the others after it too.
    private BulkSpan? SpanFrom(in CallColumns calls, int row)
    {
        (long first, long last) = (calls.UnixMilliseconds[row], calls.UnixMilliseconds[^1]);
        return IsMoment(first) && (row == 0 || _tables.SpanAt(first).Contains(last)) ? _tables.SpanAt(first) : null;
    }

    private static void CheckLength(in CallColumns calls, Span<long> costs, string name, bool isOptional)
    {
        if (costs.Length != calls.Rows && !(isOptional && costs.IsEmpty))
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} has {costs.Length} rows and the calls {calls.Rows}: columns are equally long."), name);
        }
    }

    // The long way: first in whole pico-dollars, which know more kinds of rates than the tables do, then exactly.
    private void PriceAlone(in CallColumns calls, in CostColumns costs, int row, int firstRow, List<BulkRow> apart)
    {
        costs.Set(row, Apart, Apart, Apart);
        (int place, long milliseconds) = (calls.Offers[row], calls.UnixMilliseconds[row]);
        if (ConfigurationError(place, milliseconds) is { } mistake)
        {
            apart.Add(new BulkRow(firstRow + row, null, mistake));
            return;
        }

        try
        {
            Instant at = Instant.FromUnixTimeMilliseconds(milliseconds);
            TokenUsage usage = calls.Usage(row);
            if (_histories[place].TryByDirection(usage, at, out Int128 input, out Int128 output, out Int128 total) && total <= long.MaxValue)
            {
                costs.Set(row, (long)total, (long)input, (long)output);
                return;
            }

            Cost cost = _offers[place].Offer.CostOf(usage, at, _offers[place].Options);
            if (cost.IsComplete && PicoDollars.TryOf(cost.Total, out long picoUsd) && PicoDollars.TryOf(cost.Input, out long inputPicoUsd) && PicoDollars.TryOf(cost.Output, out long outputPicoUsd))
            {
                costs.Set(row, picoUsd, inputPicoUsd, outputPicoUsd);
                return;
            }

            apart.Add(new BulkRow(firstRow + row, cost, null));
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            apart.Add(new BulkRow(firstRow + row, null, e));
        }
    }

    private static bool IsMoment(long unixMilliseconds) => unixMilliseconds is >= BulkKernel.FirstMillisecond and <= BulkKernel.LastMillisecond;

    // Rows of offers that nobody knows may be many, so that nothing is thrown for them.
    private PricingException? ConfigurationError(int place, long unixMilliseconds)
    {
        if (place < 0 || place >= _offers.Length)
        {
            return new PricingException(
                PricingError.UnknownOffer, FormattableString.Invariant($"The row is of offer {place}; the pricer has {_offers.Length} offers, counted from 0."));
        }

        return IsMoment(unixMilliseconds)
            ? null
            : new PricingException(
                PricingError.NoPriceAtInstant,
                FormattableString.Invariant($"The row was made {unixMilliseconds} milliseconds after 1970, which is not within the years -9998 to 9999. Perhaps it is in another unit."));
    }
}
