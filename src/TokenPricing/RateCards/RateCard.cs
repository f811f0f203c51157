using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>All rates of an offer that hold together during one period of time.</summary>
/// <remarks>
/// The period is half-open in UTC: the card holds at <see cref="From"/> and no longer at <see cref="To"/>. Equality is by
/// reference; a card has no order: cards are ranked by a <see cref="Blend"/>.
/// </remarks>
public sealed class RateCard
{
    private readonly PricedMeter?[] _byMeter = new PricedMeter?[Meter.All.Length];

    internal RateCard(ImmutableArray<PricedMeter> rates, Instant? from, Instant? to)
    {
        From = from;
        To = to;
        Rates = [.. rates.OrderBy(r => r.Meter.Index)];
        foreach (PricedMeter rate in rates)
        {
            _byMeter[rate.Meter.Index] = rate;
        }
    }

    /// <summary>The instant from which the card holds; <see langword="null"/>: since before records began.</summary>
    public Instant? From { get; }

    /// <summary>The first instant at which the card holds no longer; <see langword="null"/>: until further notice.</summary>
    public Instant? To { get; }

    /// <summary>The rates in the order of <see cref="Meter.All"/>; never empty.</summary>
    public ImmutableArray<PricedMeter> Rates { get; }

    /// <summary>Whether every rate is exactly zero.</summary>
    public bool IsFree => Rates.All(r => r.Rate.IsFree);

    /// <summary>The card's own rate for <paramref name="meter"/>; <see langword="null"/> where it has none.</summary>
    public Rate? RateOf(Meter meter) => _byMeter[meter.Index]?.Rate;

    /// <summary>
    /// What bills <paramref name="meter"/>: its own rate, or that of its nearest priced ancestor, as the providers bill (a cache
    /// read without a rate is input); <see langword="null"/> where neither is priced.
    /// </summary>
    public PricedMeter? Billing(Meter meter) =>
        _byMeter[meter.Index] ?? meter.Ancestors.Select(a => _byMeter[a.Index]).FirstOrDefault(r => r is not null);

    /// <summary>The card's rates mixed into one figure per 1M tokens.</summary>
    /// <param name="blend">The mix.</param>
    /// <returns>The blended rate and how each part was billed; its rate is <see langword="null"/> where a part has no price.</returns>
    public BlendedRate BlendedBy(Blend blend) => new(this, blend);
}
