using System.Collections.Immutable;

namespace TokenPricing.Benchmarks.Bulk;

/// <summary>
/// Offers of the built-in catalog which plain code of a few lines can price too, with their price rows: priced all the year, by
/// input, cache reads and output alone, in whole pico-dollars per token, with at most one threshold for long requests in a period.
/// </summary>
internal sealed class PriceTable
{
    public const int Offers = 1_000;

    private PriceTable(ImmutableArray<Offer> offers, ImmutableArray<TabledPrice> rows) => (All, Rows) = (offers, rows);

    /// <summary>The offers; a row of calls names one by its place here.</summary>
    public ImmutableArray<Offer> All { get; }

    public ImmutableArray<TabledPrice> Rows { get; }

    /// <summary>Those whose price changed during the year or depends on the length of the request, up to half of all; the others evenly from the rest.</summary>
    public static PriceTable OfBuiltIn()
    {
        ILookup<bool, Offer> fitting = PriceCatalog.BuiltIn.Offers.Where(IsPricedAllYear).Where(Fits).ToLookup(IsEventful);
        Offer[] eventful = [.. Evenly([.. fitting[true]], Offers / 2)];
        Offer[] others = [.. Evenly([.. fitting[false]], Offers - eventful.Length)];
        ImmutableArray<Offer> offers = [.. eventful.Concat(others).OrderBy(o => o.Model.Id).ThenBy(o => o.Provider.Id.Value, StringComparer.OrdinalIgnoreCase)];
        return new PriceTable(offers, [.. offers.SelectMany(RowsOf)]);
    }

    /// <summary>The price rows of one offer, oldest first.</summary>
    public static IEnumerable<TabledPrice> RowsOf(Offer offer, int place) => offer.History.Select(card => RowOf(card, place));

    private static IEnumerable<Offer> Evenly(Offer[] offers, int count) =>
        offers.Length <= count ? offers : Enumerable.Range(0, count).Select(i => offers[(int)((long)i * offers.Length / count)]);

    private static bool IsPricedAllYear(Offer offer) =>
        offer.History is [var first, ..]
        && !(first.From > CallRows.Begin)
        && !(offer.History[^1].To < CallRows.End)
        && offer.History.Zip(offer.History.Skip(1), (card, next) => card.To == next.From).All(adjoin => adjoin);

    private static bool IsEventful(Offer offer) => offer.History.Any(c => c.From > CallRows.Begin || Thresholds(c).Any());

    /// <summary>Whether a few lines of plain code can price the offer.</summary>
    public static bool Fits(Offer offer) => offer.History.All(Fits);

    private static bool Fits(RateCard card) =>
        card.RateOf(Meter.Input) is not null
        && card.RateOf(Meter.Output) is not null
        && card.RateOf(Meter.Requests) is null
        && Standard(card).All(r => r.Condition is { Window: null, WhenReasoned: false, Context: null or { MeasuresOwnQuantity: false, IsMarginal: false } })
        && Thresholds(card).Count() <= 1
        && Standard(card).All(r => decimal.IsInteger(r.Rate.UsdPerMillion * 1_000_000));

    private static IEnumerable<PricedMeter> Standard(RateCard card) =>
        card.Rates.Where(r => r.Condition.ServiceTier == ServiceTier.Standard && (r.Meter == Meter.Input || r.Meter == Meter.CacheRead || r.Meter == Meter.Output));

    private static IEnumerable<long> Thresholds(RateCard card) => Standard(card).Select(r => r.Condition.Context).OfType<ContextTier>().Select(Least).Distinct();

    private static long Least(ContextTier tier) => tier.IncludesThreshold ? tier.Threshold : tier.Threshold + 1;

    private static TabledPrice RowOf(RateCard card, int offer)
    {
        long[] thresholds = [.. Thresholds(card)];
        TabledPrice.Rates ordinary = RatesOf(card, 0);
        long from = card.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
        long to = card.To?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        return thresholds is [var threshold]
            ? new TabledPrice(offer, from, to, ordinary, threshold, RatesOf(card, threshold))
            : new TabledPrice(offer, from, to, ordinary, long.MaxValue, ordinary);
    }

    // A cache read without a rate that holds is input.
    private static TabledPrice.Rates RatesOf(RateCard card, long input)
    {
        decimal? Of(Meter meter) => Standard(card)
            .Where(r => r.Meter == meter && (r.Condition.Context is not { } tier || tier.AppliesTo(input)))
            .MaxBy(r => r.Condition.Context?.Threshold ?? -1)?.Rate.UsdPerMillion;

        decimal ordinary = Of(Meter.Input)!.Value;
        return new TabledPrice.Rates(ordinary, Of(Meter.CacheRead) ?? ordinary, Of(Meter.Output)!.Value);
    }
}
