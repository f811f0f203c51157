using System.Runtime.CompilerServices;

namespace TokenPricing.Rates;

public sealed partial class RateCard
{
    /// <summary>
    /// Returns the rate of a meter itself that applies to a request; <see langword="null"/> if none does.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    /// <param name="unit">
    /// Which of the billed units, counted from 1. Units beyond a threshold may have a rate of their own.
    /// </param>
    /// <remarks>
    /// If several rates apply, the order is: the requested service tier before the standard tier, an open daily window
    /// before none, a rate for reasoning before a general one, and then the highest context tier.
    /// </remarks>
    internal PricedMeter? Holding(Meter meter, in RequestFacts request, long unit = 1)
    {
        PricedMeter? best = null;
        foreach (PricedMeter rate in _byMeter[meter.Index] ?? [])
        {
            if (Holds(rate.Condition, meter, request, unit) && (best is null || TakesPrecedence(rate.Condition, best.Condition)))
            {
                best = rate;
            }
        }

        return best;
    }

    /// <summary>
    /// Returns the rate that bills the first unit of a meter: its own that applies, or that of its nearest ancestor
    /// with one.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    /// <returns>
    /// <see langword="null"/> if no rate applies, or if equally near ancestors charge differently for any unit.
    /// </returns>
    internal PricedMeter? Billing(Meter meter, RequestFacts request) =>
        Holding(meter, request) ?? NearestAncestor(meter, ancestor => Holding(ancestor, request), (p, q) => ChargeTheSame(p, q, request));

    /// <summary>
    /// Returns the first units, in ascending order, of the rates for units beyond a threshold; empty for nearly every
    /// meter.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    internal long[] Steps(Meter meter, RequestFacts request)
    {
        PricedMeter[] rates = _byMeter[meter.Index] ?? [];
        return Array.Exists(rates, IsBeyondThreshold)
            ? [.. rates
                .Where(r => IsBeyondThreshold(r) && HoldsIgnoringContext(r.Condition, request))
                .Select(r => r.Condition.Context!.Least)
                .Where(least => least > 1 && least <= long.MaxValue)
                .Distinct()
                .Order()
                .Select(least => (long)least)]
            : [];
    }

    /// <summary>
    /// Returns the factor of a rate in a service tier; 1 for the standard tier and for the tier's own rates.
    /// </summary>
    internal decimal MultipleOf(PricedMeter rate, ServiceTier tier) =>
        tier == ServiceTier.Standard || rate.Condition.ServiceTier != ServiceTier.Standard
            ? 1
            : TierMultiples.FirstOrDefault(m => m.Tier == tier)?.Multiple ?? 1;

    private static bool IsBeyondThreshold(PricedMeter rate) => rate.Condition.Context?.IsMarginal == true;

    private static bool HoldsIgnoringContext(RateCondition condition, in RequestFacts request) =>
        (condition.ServiceTier == ServiceTier.Standard || condition.ServiceTier == request.Tier)
        && (!condition.WhenReasoned || request.Reasoned)
        && (condition.Window is null || condition.Window.Contains(request.At));

    /// <summary>
    /// Determines whether the first condition takes precedence over the second. Not inlined: see
    /// docs/decisions/performance-notes.md.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TakesPrecedence(RateCondition condition, RateCondition other) => Rank(condition).CompareTo(Rank(other)) > 0;

    private static (bool OwnTier, bool InWindow, bool Reasoned, Int128 Least) Rank(RateCondition condition) => (
        condition.ServiceTier != ServiceTier.Standard,
        condition.Window is not null,
        condition.WhenReasoned,
        condition.Context?.Least ?? -1);

    private bool Holds(RateCondition condition, Meter meter, in RequestFacts request, long unit) =>
        HoldsIgnoringContext(condition, request) && condition.Context switch
        {
            null => true,
            { IsMarginal: true } context => context.AppliesTo(unit),
            { Measure: TierMeasure.OwnQuantity } context => context.AppliesTo(BilledBy(meter, request)),
            { } context => context.AppliesTo(request.MeasuredInput),
        };

    /// <summary>
    /// Returns the units that a meter's rates bill: its own, and those of parts that have no nearer rate.
    /// </summary>
    /// <remarks>The recursion ends, because it only looks up meters with more dimensions.</remarks>
    private long BilledBy(Meter meter, RequestFacts request)
    {
        long units = 0;
        foreach (MeterQuantity part in request.Parts)
        {
            units += part.Meter == meter || IsNearest(meter, part.Meter, request) ? part.Quantity : 0;
        }

        return units;
    }

    /// <summary>Determines whether a part has no applicable rate that is nearer than the ancestor.</summary>
    private bool IsNearest(Meter ancestor, Meter part, RequestFacts request) =>
        part.IsWithin(ancestor)
        && Holding(part, request) is null
        && part.AncestorLevels
            .TakeWhile(level => !level.Contains(ancestor))
            .All(level => level.All(nearer => Holding(nearer, request) is null));

    /// <summary>Determines whether two rates charge the same for every unit, at each of their steps.</summary>
    private bool ChargeTheSame(PricedMeter one, PricedMeter other, RequestFacts request) =>
        Steps(one.Meter, request).Concat(Steps(other.Meter, request)).Prepend(1).All(unit =>
            Charged(Holding(one.Meter, request, unit)!, request.Tier) == Charged(Holding(other.Meter, request, unit)!, request.Tier));

    private Rate Charged(PricedMeter rate, ServiceTier tier) =>
        MultipleOf(rate, tier) is not 1 and decimal multiple ? rate.Rate.ScaledBy(multiple) : rate.Rate;
}
