namespace TokenPricing.Rates;

/// <summary>
/// Represents all rates of an offer during one period of time, with the conditions under which each of them applies.
/// </summary>
/// <remarks>
/// <para>The period is half-open and in UTC: it includes <see cref="From"/> and excludes <see cref="To"/>.</para>
/// <para>Equality is by reference. Cards have no order; use a <see cref="Blend"/> to rank them.</para>
/// </remarks>
public sealed partial class RateCard
{
    private readonly PricedMeter[]?[] _byMeter = new PricedMeter[]?[Meter.All.Length];
    private RateCardShape? _shape;

    /// <summary>Initializes a card.</summary>
    /// <param name="rates">The rates, in any order. Rates of one meter keep their order.</param>
    /// <param name="from">The start of the period; <see langword="null"/> if it is not known.</param>
    /// <param name="to">The end of the period; <see langword="null"/> if none is known.</param>
    /// <param name="multiples">The service tiers that are priced as multiples.</param>
    /// <param name="uplifts">The surcharges of regions.</param>
    internal RateCard(
        ImmutableArray<PricedMeter> rates,
        Instant? from,
        Instant? to,
        ImmutableArray<TierMultiple> multiples = default,
        ImmutableArray<RegionalUplift> uplifts = default)
    {
        From = from;
        To = to;
        Rates = SortedByMeter(rates);
        TierMultiples = multiples.IsDefault ? [] : multiples;
        RegionalUplifts = uplifts.IsDefault ? [] : uplifts;
    }

    /// <summary>
    /// Gets the first instant at which the card is in effect; <see langword="null"/> if it is older than the records.
    /// </summary>
    public Instant? From { get; }

    /// <summary>
    /// Gets the first instant at which the card is no longer in effect; <see langword="null"/> if no end is known.
    /// </summary>
    public Instant? To { get; }

    /// <summary>
    /// Gets the rates in the order of <see cref="Meter.All"/>. A meter has one rate for each condition.
    /// </summary>
    public ImmutableArray<PricedMeter> Rates { get; }

    /// <summary>Gets the surcharges for processing in certain regions; empty if there are none.</summary>
    public ImmutableArray<RegionalUplift> RegionalUplifts { get; }

    /// <summary>Returns the uplift of a region, in any case; <see langword="null"/> if the card does not list the region.</summary>
    internal RegionalUplift? UpliftIn(string region) =>
        RegionalUplifts.FirstOrDefault(u => string.Equals(u.Region, region, StringComparison.OrdinalIgnoreCase));

    /// <summary>Gets what the rates depend on, besides the service tier.</summary>
    internal RateCardShape Shape => _shape ??= RateCardShape.Of(Rates);

    /// <summary>Gets a value indicating whether every rate is exactly zero.</summary>
    public bool IsFree => Rates.All(r => r.Rate.IsFree);

    /// <summary>Returns the meter's own rate that applies without a condition.</summary>
    /// <param name="meter">The meter.</param>
    /// <returns>
    /// The rate; <see langword="null"/> if the card has none. Use <see cref="Billing(Meter)"/> to fall back to the rate
    /// of a parent meter.
    /// </returns>
    public Rate? RateOf(Meter meter) => OrdinaryRate(meter)?.Rate;

    /// <summary>
    /// Returns the rate that bills a meter without a condition: its own, or that of its nearest parent with a rate.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <returns>
    /// The line of the card; <see langword="null"/> if neither the meter nor a parent has a rate, or if two equally
    /// near parents have different rates.
    /// </returns>
    /// <remarks>
    /// This is how providers bill: a cache read without a price of its own costs as much as other input.
    /// </remarks>
    /// <example>
    /// <code>
    /// PricedMeter input = prices.Offer("anthropic", "claude-sonnet-4-5").RateCardAt(at).Billing(Meter.Input)!;
    ///
    /// string source = input.Source.Id;                                                    // litellm
    /// </code>
    /// </example>
    public PricedMeter? Billing(Meter meter) => OrdinaryRate(meter) ?? meter.Nearest(OrdinaryRate, (p, q) => p.Rate == q.Rate);

    /// <summary>Returns the rates of a meter, in their order.</summary>
    internal PricedMeter[] RatesOf(Meter meter) => _byMeter[meter.Index] ?? [];

    /// <summary>Sorts rates by meter, and fills the lists of each meter. Rates of one meter keep their order.</summary>
    /// <remarks>The buckets are deliberate: see docs/decisions/performance-notes.md.</remarks>
    private ImmutableArray<PricedMeter> SortedByMeter(ImmutableArray<PricedMeter> rates)
    {
        List<PricedMeter>?[] meters = new List<PricedMeter>?[_byMeter.Length];
        foreach (PricedMeter rate in rates)
        {
            (meters[rate.Meter.Index] ??= []).Add(rate);
        }

        ImmutableArray<PricedMeter>.Builder sorted = ImmutableArray.CreateBuilder<PricedMeter>(rates.Length);
        for (int i = 0; i < meters.Length; i++)
        {
            _byMeter[i] = meters[i]?.ToArray();
            sorted.AddRange(_byMeter[i] ?? []);
        }

        return sorted.MoveToImmutable();
    }

    /// <summary>Returns the meter's own rate that applies without a condition, or <see langword="null"/>.</summary>
    private PricedMeter? OrdinaryRate(Meter meter)
    {
        foreach (PricedMeter rate in RatesOf(meter))
        {
            if (rate.Condition.IsNone)
            {
                return rate;
            }
        }

        return null;
    }
}
