using System.Runtime.CompilerServices;

namespace TokenPricing.Rates;

public sealed partial class RateCard
{
    /// <summary>
    /// The rate of one meter itself that holds for a request: of the asked service tier before the standard one, of an open daily
    /// window before none, of a reasoned request before any, and of the context tier that begins highest before the base rate. <see langword="null"/> where the meter has no rate that holds.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    /// <param name="unit">Which of the units that the meter bills; those beyond a threshold may have a rate of their own.</param>
    internal PricedMeter? Holding(Meter meter, in RequestFacts request, long unit = 1)
    {
        PricedMeter? best = null;
        foreach (PricedMeter rate in _byMeter[meter.Index] ?? [])
        {
            if (Holds(rate.Condition, meter, request, unit) && (best is null || GoesBefore(rate.Condition, best.Condition)))
            {
                best = rate;
            }
        }

        return best;
    }

    /// <summary>
    /// What bills the first unit of a meter for a request: the rate of its own that holds, or that of its nearest ancestor that has
    /// one. Where several are equally near, they must charge the same for every unit.
    /// </summary>
    internal PricedMeter? Billing(Meter meter, RequestFacts request) =>
        Holding(meter, request) ?? NearestAncestor(meter, ancestor => Holding(ancestor, request), (p, q) => ChargeTheSame(p, q, request));

    /// <summary>The first units, ascending, from which on a rate for units beyond a threshold may hold; empty for nearly every meter.</summary>
    internal long[] Steps(Meter meter, RequestFacts request)
    {
        PricedMeter[] rates = _byMeter[meter.Index] ?? [];
        return Array.Exists(rates, IsBeyondThreshold)
            ? [.. rates
                .Where(r => IsBeyondThreshold(r) && HoldsButForContext(r.Condition, request))
                .Select(r => r.Condition.Context!.Least)
                .Where(least => least > 1 && least <= long.MaxValue)
                .Distinct()
                .Order()
                .Select(least => (long)least)]
            : [];
    }

    /// <summary>What the service tier multiplies a rate by; 1 for the standard tier and for rates of the tier's own.</summary>
    internal decimal MultipleOf(PricedMeter rate, ServiceTier tier) =>
        tier == ServiceTier.Standard || rate.Condition.ServiceTier != ServiceTier.Standard
            ? 1
            : TierMultiples.FirstOrDefault(m => m.Tier == tier)?.Multiple ?? 1;

    private static bool IsBeyondThreshold(PricedMeter rate) => rate.Condition.Context?.Rule == TierRule.BeyondThreshold;

    private static bool HoldsButForContext(RateCondition condition, in RequestFacts request) =>
        (condition.ServiceTier == ServiceTier.Standard || condition.ServiceTier == request.Tier)
        && (!condition.WhenReasoned || request.Reasoned)
        && (condition.Window is null || condition.Window.Contains(request.At));

    // Apart, since what has an Int128 in it cannot be compiled ahead of time, and few requests have two rates to choose from.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool GoesBefore(RateCondition condition, RateCondition other) => Rank(condition).CompareTo(Rank(other)) > 0;

    private static (bool OwnTier, bool InWindow, bool Reasoned, Int128 Least) Rank(RateCondition condition) => (
        condition.ServiceTier != ServiceTier.Standard,
        condition.Window is not null,
        condition.WhenReasoned,
        condition.Context?.Least ?? -1);

    private bool Holds(RateCondition condition, Meter meter, in RequestFacts request, long unit) =>
        HoldsButForContext(condition, request) && condition.Context switch
        {
            null => true,
            { Rule: TierRule.BeyondThreshold } context => context.Holds(unit),
            { Measure: TierMeasure.OwnQuantity } context => context.Holds(BilledBy(meter, request)),
            { } context => context.Holds(request.MeasuredInput),
        };

    // The units that a meter's rates bill: its own, and those of parts for which no nearer meter has a rate. It asks only for
    // meters of more dimensions, so that it comes to an end.
    private long BilledBy(Meter meter, RequestFacts request)
    {
        long units = 0;
        foreach (MeterQuantity part in request.Parts)
        {
            units += part.Meter == meter || IsNearest(meter, part.Meter, request) ? part.Quantity : 0;
        }

        return units;
    }

    private bool IsNearest(Meter ancestor, Meter part, RequestFacts request) =>
        part.IsWithin(ancestor)
        && Holding(part, request) is null
        && part.AncestorLevels.TakeWhile(level => !level.Contains(ancestor)).All(level => level.All(nearer => Holding(nearer, request) is null));

    private bool ChargeTheSame(PricedMeter one, PricedMeter other, RequestFacts request) =>
        Steps(one.Meter, request).Concat(Steps(other.Meter, request)).Prepend(1).All(unit =>
            Charged(Holding(one.Meter, request, unit)!, request.Tier) == Charged(Holding(other.Meter, request, unit)!, request.Tier));

    private Rate Charged(PricedMeter rate, ServiceTier tier) => MultipleOf(rate, tier) is not 1 and decimal multiple ? rate.Rate.ScaledBy(multiple) : rate.Rate;
}
