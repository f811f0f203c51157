using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>What one model costs at its several offers, by one blend.</summary>
public sealed class PriceSpread
{
    internal PriceSpread(ImmutableArray<PricedOffer> offers) => Offers = offers;

    /// <summary>The offers, cheapest first; never empty.</summary>
    public ImmutableArray<PricedOffer> Offers { get; }

    /// <summary>The cheapest offer; of several, the first by provider id.</summary>
    public PricedOffer Cheapest => Offers[0];

    /// <summary>The dearest offer.</summary>
    public PricedOffer Dearest => Offers[^1];

    /// <summary>The blended rate in the middle; between two, their mean.</summary>
    public Rate Median
    {
        get
        {
            Rate upper = Offers[Offers.Length / 2].Rate;
            return Offers.Length % 2 == 1 ? upper : (Offers[(Offers.Length / 2) - 1].Rate + upper).ScaledBy(0.5m);
        }
    }

    /// <summary>How many times the cheapest rate the dearest is, at least 1; <see langword="null"/> where the cheapest is free.</summary>
    public decimal? Spread => Cheapest.Rate.IsFree ? null : Dearest.Rate / Cheapest.Rate;
}
