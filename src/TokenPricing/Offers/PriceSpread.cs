using System.Collections.Immutable;

namespace TokenPricing.Offers;

/// <summary>What one model costs at its several providers, by one blend: how far the prices lie apart, and how many providers charge the same.</summary>
[TypeFormatterSource]
public sealed class PriceSpread
{
    internal PriceSpread(ImmutableArray<PricedOffer> offers)
    {
        Offers = offers;
        IGrouping<Rate, PricedOffer>[] prices = [.. offers.GroupBy(o => o.Rate)];
        DistinctPrices = prices.Length;
        IGrouping<Rate, PricedOffer> commonest = prices.MaxBy(p => p.Count())!;
        Commonest = commonest.Key;
        ProvidersAtCommonest = commonest.Count();
    }

    /// <summary>The offers, one for each provider, cheapest first; never empty.</summary>
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

    /// <summary>How much dearer the dearest is than the cheapest, as a share of the cheapest: 0 % where all cost the same; <see langword="null"/> where the cheapest is free.</summary>
    public Percentage? PercentDearer => Cheapest.Rate.IsFree ? null : Percentage.FromFraction((Dearest.Rate - Cheapest.Rate) / Cheapest.Rate);

    /// <summary>How many different prices there are, at least 1: 1 where all providers charge the same.</summary>
    public int DistinctPrices { get; }

    /// <summary>The price that most providers charge (the mode); of several, the cheapest.</summary>
    public Rate Commonest { get; }

    /// <summary>How many providers charge <see cref="Commonest"/>, at least 1; 1 where no two charge the same.</summary>
    public int ProvidersAtCommonest { get; }

    /// <summary>
    /// The concentration of the prices: the share of the providers that charge <see cref="Commonest"/>, which is 100 % where all
    /// charge the same.
    /// </summary>
    /// <remarks>
    /// It is one minus the variation ratio of L. C. Freeman (Elementary Applied Statistics, 1965). It says how far a market has one
    /// price; an index of market shares, such as Herfindahl's, needs sales, which no price list has.
    /// </remarks>
    public Percentage Concentration => Percentage.FromFraction((decimal)ProvidersAtCommonest / Offers.Length);

    /// <summary>How far the prices lie apart, such as <c>4 prices from $0.15 per 1M (a/m) to $0.60 per 1M (b/m)</c>.</summary>
    public override string ToString() => Offers.Length == 1
        ? $"one price: {Cheapest}"
        : FormattableString.Invariant($"{Offers.Length} prices from {Cheapest.Rate} ({Cheapest.Offer}) to {Dearest.Rate} ({Dearest.Offer})");
}
