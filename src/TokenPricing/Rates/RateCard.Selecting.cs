using System.Runtime.CompilerServices;

namespace TokenPricing.Rates;

public sealed partial class RateCard
{
    /// <summary>Returns the rate of a meter itself that applies to a request.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    /// <param name="unit">
    /// Which of the billed units, counted from 1. Units beyond a threshold may have a rate of their own.
    /// </param>
    /// <returns>
    /// <see langword="null"/> if no rate applies, or only a standard rate that the tier of the request does not charge (see
    /// <see cref="LacksInTier"/>).
    /// </returns>
    /// <remarks>
    /// If several rates of a tier apply, the order is: an open daily window before none, a rate for reasoning before a general one, and
    /// then the highest context tier. A rate of the requested tier goes before a standard rate. But where only the standard rates of the
    /// meter have context tiers, the requested tier has no rate for so long a request, and charges its multiple of the standard one.
    /// </remarks>
    internal PricedMeter? Holding(Meter meter, in RequestFacts request, long unit = 1)
    {
        PricedMeter? rate = Nearest(meter, request, unit);
        return rate is not null && FactorOf(rate, request.Tier) is not null ? rate : null;
    }

    /// <summary>
    /// Determines whether the request's tier leaves open what it charges for a meter: the meter has a standard rate, the tier has neither
    /// one of its own nor a multiple.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    /// <param name="unit">Which of the billed units, counted from 1.</param>
    internal bool LacksInTier(Meter meter, in RequestFacts request, long unit = 1) =>
        Nearest(meter, request, unit) is { } rate && FactorOf(rate, request.Tier) is null;

    /// <summary>
    /// Returns the rate that bills the first unit of a meter: its own that applies, or that of its nearest ancestor
    /// with one.
    /// </summary>
    /// <param name="meter">The meter.</param>
    /// <param name="request">The request.</param>
    /// <returns>
    /// <see langword="null"/> if no rate applies, if equally near ancestors charge differently for any unit, or if the tier leaves open
    /// what it charges.
    /// </returns>
    internal PricedMeter? Billing(Meter meter, RequestFacts request)
    {
        PricedMeter? billing = Nearest(meter, request, 1) is not null
            ? Holding(meter, request)
            : NearestAncestor(
                meter, ancestor => Holding(ancestor, request), (p, q) => ChargeTheSame(p, q, request), a => LacksInTier(a, request));
        return billing is null || Array.Exists(Steps(billing.Meter, request), unit => LacksInTier(billing.Meter, request, unit))
            ? null
            : billing;
    }

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
    /// Returns the factor of a rate that bills a request of a service tier; 1 for the standard tier and for the tier's own rates.
    /// </summary>
    internal decimal MultipleOf(PricedMeter rate, ServiceTier tier) => FactorOf(rate, tier) ?? 1;

    private static bool IsBeyondThreshold(PricedMeter rate) => rate.Condition.Context?.IsMarginal == true;

    private static bool HoldsIgnoringContext(RateCondition condition, in RequestFacts request) =>
        (condition.ServiceTier == ServiceTier.Standard || condition.ServiceTier == request.Tier)
        && (!condition.WhenReasoned || request.Reasoned)
        && (condition.Window is null || condition.Window.Contains(request.At));

    /// <summary>
    /// Determines whether the first condition takes precedence over the second of the same tier. Not inlined: see
    /// docs/decisions/performance-notes.md.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TakesPrecedence(RateCondition condition, RateCondition other) => Rank(condition).CompareTo(Rank(other)) > 0;

    private static (bool InWindow, bool Reasoned, Int128 Least) Rank(RateCondition condition) =>
        (condition.Window is not null, condition.WhenReasoned, condition.Context?.Least ?? -1);

    /// <summary>
    /// Returns the rate that decides what a unit costs: the tier's own, or the standard one of which the tier charges a multiple.
    /// </summary>
    private PricedMeter? Nearest(Meter meter, in RequestFacts request, long unit)
    {
        PricedMeter? standard = null;
        PricedMeter? own = null;
        bool hasOwnLengths = false;
        foreach (PricedMeter rate in _byMeter[meter.Index] ?? [])
        {
            ref PricedMeter? best = ref own;
            if (rate.Condition.ServiceTier == ServiceTier.Standard)
            {
                best = ref standard;
            }
            else
            {
                hasOwnLengths |= rate.Condition.ServiceTier == request.Tier && rate.Condition.Context is not null;
            }

            if (Holds(rate.Condition, meter, request, unit) && (best is null || TakesPrecedence(rate.Condition, best.Condition)))
            {
                best = rate;
            }
        }

        return own is null || (standard?.Condition.Context is not null && !hasOwnLengths) ? standard : own;
    }

    /// <summary>
    /// Returns the factor of a rate in a service tier; <see langword="null"/> if the tier leaves open what it charges instead.
    /// </summary>
    /// <remarks>
    /// A multiple that a source states goes first, and is of all standard rates. Otherwise, the tier's multiple is what it charges for both
    /// input and output, and fees for requests, searches and pages, of which those rates say nothing, stay as they are.
    /// </remarks>
    private decimal? FactorOf(PricedMeter rate, ServiceTier tier) =>
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
        ImmutableDictionary<ServiceTier, decimal?> known = _commonMultiples;
        if (!known.TryGetValue(tier, out decimal? multiple))
        {
            multiple = Common(tier);
            _commonMultiples = known.SetItem(tier, multiple);
        }

        return multiple;
    }

    private decimal? Common(ServiceTier tier)
    {
        decimal? common = null;
        foreach (Meter meter in (Meter[])[Meter.Input, Meter.Output])
        {
            Rate? standard = OrdinaryRate(meter)?.Rate;
            Rate? own = Array.Find(_byMeter[meter.Index] ?? [], r => r.Condition == new RateCondition { ServiceTier = tier })?.Rate;
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
        && Nearest(part, request, 1) is null
        && part.AncestorLevels
            .TakeWhile(level => !level.Contains(ancestor))
            .All(level => level.All(nearer => Nearest(nearer, request, 1) is null));

    /// <summary>Determines whether two rates charge the same for every unit, at each of their steps.</summary>
    private bool ChargeTheSame(PricedMeter one, PricedMeter other, RequestFacts request) =>
        Steps(one.Meter, request).Concat(Steps(other.Meter, request)).Prepend(1).All(unit =>
            Holding(one.Meter, request, unit) is { } first
            && Holding(other.Meter, request, unit) is { } second
            && Charged(first, request.Tier) == Charged(second, request.Tier));

    private Rate Charged(PricedMeter rate, ServiceTier tier) =>
        MultipleOf(rate, tier) is not 1 and decimal multiple ? rate.Rate.ScaledBy(multiple) : rate.Rate;
}
