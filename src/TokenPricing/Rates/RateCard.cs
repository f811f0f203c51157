using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Rates;

/// <summary>All rates of an offer that hold together during one period of time, with the conditions on which each of them holds.</summary>
/// <remarks>
/// The period is half-open in UTC: the card holds at <see cref="From"/> and no longer at <see cref="To"/>. Equality is by
/// reference; a card has no order: cards are ranked by a <see cref="Blend"/>.
/// </remarks>
public sealed partial class RateCard
{
    private readonly PricedMeter[]?[] _byMeter = new PricedMeter[]?[Meter.All.Length];

    internal RateCard(
        ImmutableArray<PricedMeter> rates, Instant? from, Instant? to, ImmutableArray<TierMultiple> multiples = default, ImmutableArray<RegionalUplift> uplifts = default)
    {
        From = from;
        To = to;
        Rates = SortedByMeter(rates);
        TierMultiples = multiples.IsDefault ? [] : multiples;
        RegionalUplifts = uplifts.IsDefault ? [] : uplifts;
    }

    /// <summary>The instant from which the card holds; <see langword="null"/>: since before records began.</summary>
    public Instant? From { get; }

    /// <summary>The first instant at which the card holds no longer; <see langword="null"/>: until further notice.</summary>
    public Instant? To { get; }

    /// <summary>The rates in the order of <see cref="Meter.All"/>; a meter has one for each condition.</summary>
    public ImmutableArray<PricedMeter> Rates { get; }

    /// <summary>The service tiers that are priced as multiples of the standard rates.</summary>
    public ImmutableArray<TierMultiple> TierMultiples { get; }

    /// <summary>What processing in named regions costs beside the rates.</summary>
    public ImmutableArray<RegionalUplift> RegionalUplifts { get; }

    /// <summary>Whether every rate is exactly zero.</summary>
    public bool IsFree => Rates.All(r => r.Rate.IsFree);

    /// <summary>The card's own ordinary rate for <paramref name="meter"/>, which holds without any condition; <see langword="null"/> where it has none.</summary>
    public Rate? RateOf(Meter meter) => OrdinaryRate(meter)?.Rate;

    /// <summary>
    /// What bills <paramref name="meter"/> ordinarily: its own rate, or that of its nearest priced ancestor, as the providers bill
    /// (a cache read without a rate is input); <see langword="null"/> where neither is priced, or two equally near ones disagree.
    /// </summary>
    public PricedMeter? Billing(Meter meter) => OrdinaryRate(meter) ?? NearestAncestor(meter, OrdinaryRate, (p, q) => p.Rate == q.Rate);

    /// <summary>Whether the card prices a service tier: with a rate of its own or as a multiple. The standard tier always is.</summary>
    public bool Prices(ServiceTier tier) =>
        tier == ServiceTier.Standard || TierMultiples.Any(m => m.Tier == tier) || Rates.Any(r => r.Condition.ServiceTier == tier);

    /// <summary>The card's ordinary rates mixed into one figure per 1M tokens.</summary>
    /// <param name="blend">The mix.</param>
    /// <returns>The blended rate and how each part was billed; its rate is <see langword="null"/> where a part has no price.</returns>
    public BlendedRate BlendedBy(Blend blend) => new(this, blend);

    // Each meter's rates stay in their order. Sorting by a key of another type would be compiled anew in every process.
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

    // The first level that has a rate decides; where it has several, they must agree.
    private static PricedMeter? NearestAncestor(Meter meter, Func<Meter, PricedMeter?> rateOf, Func<PricedMeter, PricedMeter, bool> agree)
    {
        foreach (Meter[] level in meter.AncestorLevels)
        {
            PricedMeter? first = null;
            foreach (Meter ancestor in level)
            {
                PricedMeter? priced = rateOf(ancestor);
                if (first is not null && priced is not null && !agree(priced, first))
                {
                    return null;
                }

                first ??= priced;
            }

            if (first is not null)
            {
                return first;
            }
        }

        return null;
    }

    private PricedMeter? OrdinaryRate(Meter meter)
    {
        foreach (PricedMeter rate in _byMeter[meter.Index] ?? [])
        {
            if (rate.Condition.IsNone)
            {
                return rate;
            }
        }

        return null;
    }
}
