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
        MostCommon = commonest.Key;
        ProvidersAtMostCommon = commonest.Count();
    }

    /// <summary>The offers, one for each provider, cheapest first; never empty.</summary>
    public ImmutableArray<PricedOffer> Offers { get; }

    /// <summary>The cheapest offer; of several, the first by provider id.</summary>
    public PricedOffer Cheapest => Offers[0];

    /// <summary>The dearest offer.</summary>
    public PricedOffer MostExpensive => Offers[^1];

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
    public decimal? Spread => Cheapest.Rate.IsFree ? null : MostExpensive.Rate / Cheapest.Rate;

    /// <summary>How much dearer the dearest is than the cheapest, as a share of the cheapest: 0 % where all cost the same; <see langword="null"/> where the cheapest is free.</summary>
    public Percentage? PercentMoreExpensive => Cheapest.Rate.IsFree ? null : Percentage.FromFraction((MostExpensive.Rate - Cheapest.Rate) / Cheapest.Rate);

    /// <summary>How many different prices there are, at least 1: 1 where all providers charge the same.</summary>
    public int DistinctPrices { get; }

    /// <summary>The price that most providers charge (the mode); of several, the cheapest.</summary>
    public Rate MostCommon { get; }

    /// <summary>How many providers charge <see cref="MostCommon"/>, at least 1; 1 where no two charge the same.</summary>
    public int ProvidersAtMostCommon { get; }

    /// <summary>
    /// The concentration of the prices: the share of the providers that charge <see cref="MostCommon"/>, which is 100 % where all
    /// charge the same.
    /// </summary>
    /// <remarks>
    /// It is one minus the variation ratio of L. C. Freeman (Elementary Applied Statistics, 1965). It says how far a market has one
    /// price; an index of market shares, such as Herfindahl's, needs sales, which no price list has.
    /// </remarks>
    public Percentage Concentration => Percentage.FromFraction((decimal)ProvidersAtMostCommon / Offers.Length);

    /// <summary>How far the prices lie apart, such as <c>4 prices from $0.15 per 1M (a/m) to $0.60 per 1M (b/m)</c>.</summary>
    public override string ToString() => Offers.Length == 1
        ? $"one price: {Cheapest}"
        : FormattableString.Invariant($"{Offers.Length} prices from {Cheapest.Rate} ({Cheapest.Offer}) to {MostExpensive.Rate} ({MostExpensive.Offer})");
}
