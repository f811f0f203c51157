namespace TokenPricing;

public sealed partial class RateCard
{
    /// <summary>
    /// The rate of one meter itself that holds for a request: of the asked service tier before the standard one, of an open daily
    /// window before none, of a reasoned request before any, and of the context tier with the highest threshold that holds before
    /// the base rate. <see langword="null"/> where the meter has no rate that holds.
    /// </summary>
    internal PricedMeter? Holding(Meter meter, in RequestFacts request)
    {
        PricedMeter? best = null;
        foreach (PricedMeter rate in _byMeter[meter.Index] ?? [])
        {
            if (Holds(rate.Condition, meter, request) && (best is null || GoesBefore(rate.Condition, best.Condition)))
            {
                best = rate;
            }
        }

        return best;
    }

    /// <summary>What bills a meter for a request: the rate of its own that holds, or that of its nearest ancestor that has one.</summary>
    internal PricedMeter? Billing(Meter meter, RequestFacts request) =>
        Holding(meter, request) ?? NearestAncestor(meter, ancestor => Holding(ancestor, request));

    /// <summary>
    /// The rates of a meter of which each bills the units beyond its own threshold only, lowest threshold first; empty for nearly
    /// every meter.
    /// </summary>
    internal IReadOnlyList<PricedMeter> Marginal(Meter meter, RequestFacts request)
    {
        PricedMeter[] rates = _byMeter[meter.Index] ?? [];
        return Array.Exists(rates, r => r.Condition.Context?.Rule == TierRule.BeyondThreshold)
            ? [.. rates
                .Where(r => r.Condition.Context?.Rule == TierRule.BeyondThreshold && HoldsButForContext(r.Condition, request))
                .OrderBy(r => r.Condition.Context!.Threshold)]
            : [];
    }

    private static bool Holds(RateCondition condition, Meter meter, in RequestFacts request)
    {
        if (!HoldsButForContext(condition, request))
        {
            return false;
        }

        return condition.Context switch
        {
            null => true,
            { Rule: TierRule.BeyondThreshold } => false,
            { Measure: TierMeasure.OwnQuantity } context => context.Holds(request.Usage.PartOf(meter)),
            { } context => context.Holds(request.MeasuredInput),
        };
    }

    private static bool HoldsButForContext(RateCondition condition, in RequestFacts request) =>
        (condition.ServiceTier == ServiceTier.Standard || condition.ServiceTier == request.Tier)
        && (!condition.WhenReasoned || request.Reasoned)
        && (condition.Window is null || condition.Window.Contains(request.At));

    private static bool GoesBefore(RateCondition condition, RateCondition other) => Rank(condition).CompareTo(Rank(other)) > 0;

    private static (bool OwnTier, bool InWindow, bool Reasoned, long Threshold) Rank(RateCondition condition) => (
        condition.ServiceTier != ServiceTier.Standard,
        condition.Window is not null,
        condition.WhenReasoned,
        condition.Context?.Threshold ?? -1);
}
