namespace TokenPricing.Rates;

public sealed partial class RateCard
{
    private ImmutableDictionary<ServiceTier, decimal?>? _commonMultiples;

    /// <summary>Gets the service tiers that are priced as multiples of the standard rates; empty if none is.</summary>
    public ImmutableArray<TierMultiple> TierMultiples { get; }

    /// <summary>Gets the service tiers that the card prices, as rates or as multiples, with the standard tier first.</summary>
    public ImmutableArray<ServiceTier> ServiceTiers =>
    [
        .. TierMultiples.Select(m => m.Tier)
            .Concat(Rates.Select(r => r.Condition.ServiceTier))
            .Where(t => t != ServiceTier.Standard)
            .Prepend(ServiceTier.Standard)
            .Distinct(),
    ];

    /// <summary>
    /// Determines whether the card has prices for a service tier, as rates or as a multiple of the standard rates.
    /// </summary>
    /// <param name="tier">The service tier. <see cref="ServiceTier.Standard"/> is always supported.</param>
    public bool Supports(ServiceTier tier) =>
        tier == ServiceTier.Standard || TierMultiples.Any(m => m.Tier == tier) || Rates.Any(r => r.Condition.ServiceTier == tier);

    /// <summary>
    /// Returns what a service tier multiplies a rate by: 1 for the tier's own rates. <see langword="null"/> if the tier leaves open what it
    /// charges instead of the standard rate.
    /// </summary>
    /// <remarks>
    /// A multiple that a source states goes first, and is of all standard rates. Otherwise, the tier's multiple is what it charges for both
    /// input and output, and fees for requests, searches and pages, of which those rates say nothing, stay as they are.
    /// </remarks>
    internal decimal? MultipleOf(PricedMeter rate, ServiceTier tier) =>
        tier == ServiceTier.Standard || rate.Condition.ServiceTier != ServiceTier.Standard ? 1
        : TierMultiples.FirstOrDefault(m => m.Tier == tier) is { } stated ? stated.Multiple
        : rate.Meter.Direction == MeterDirection.Neither || rate.Rate.IsFree ? 1
        : CommonMultipleOf(tier);

    /// <summary>
    /// Returns what a tier's ordinary rates for input and output are of the standard ones; <see langword="null"/> if they are two
    /// different multiples, one of them is missing, or the quotient has no finite number of digits.
    /// </summary>
    private decimal? CommonMultipleOf(ServiceTier tier)
    {
        ImmutableDictionary<ServiceTier, decimal?> known = _commonMultiples ?? ImmutableDictionary<ServiceTier, decimal?>.Empty;
        if (!known.TryGetValue(tier, out decimal? multiple))
        {
            multiple = Common(tier);
            _commonMultiples = known.SetItem(tier, multiple);
        }

        return multiple;
    }

    private decimal? Common(ServiceTier tier)
    {
        RateCondition inTier = new() { ServiceTier = tier };
        decimal? common = null;
        foreach (Meter meter in (Meter[])[Meter.Input, Meter.Output])
        {
            Rate? standard = RateOf(meter);
            Rate? own = Array.Find(RatesOf(meter), r => r.Condition == inTier)?.Rate;
            if (standard is null or { IsFree: true } && own is null or { IsFree: true })
            {
                continue;
            }

            decimal? multiple = standard is { } whole && own is { } part
                ? Exact.FiniteRatio(part.Usd, part.Per, whole.Usd, whole.Per)
                : null;
            if (multiple is null || (common is not null && common != multiple))
            {
                return null;
            }

            common = multiple;
        }

        return common;
    }
}
