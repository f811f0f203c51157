namespace TokenPricing.Offers;

/// <summary>The prices of one model at its providers, by one blend: how far they differ, and how many providers charge the same.</summary>
/// <remarks>Get an instance from <see cref="Availability.PricesBy"/>. Each provider has one price. Equality is by reference.</remarks>
[TypeFormatterSource]
public sealed class PriceSpread
{
    /// <summary>Initializes a spread of at least one offer, cheapest first.</summary>
    internal PriceSpread(ImmutableArray<PricedOffer> offers)
    {
        Offers = offers;
        IGrouping<Rate, PricedOffer>[] prices = [.. offers.GroupBy(o => o.Rate)];
        DistinctPrices = prices.Length;
        IGrouping<Rate, PricedOffer> mostCommon = prices.MaxBy(p => p.Count())!;
        MostCommon = mostCommon.Key;
        ProvidersAtMostCommon = mostCommon.Count();
    }

    /// <summary>The offers, one for each provider, cheapest first; never empty.</summary>
    public ImmutableArray<PricedOffer> Offers { get; }

    /// <summary>The cheapest offer; of several at the same price, the first by provider id.</summary>
    public PricedOffer Cheapest => Offers[0];

    /// <summary>The most expensive offer; of several at the same price, the last by provider id.</summary>
    public PricedOffer MostExpensive => Offers[^1];

    /// <summary>The median of the blended rates; of an even number, the mean of the two in the middle.</summary>
    public Rate Median
    {
        get
        {
            Rate upper = Offers[Offers.Length / 2].Rate;
            return Offers.Length % 2 == 1 ? upper : (Offers[(Offers.Length / 2) - 1].Rate + upper).ScaledBy(0.5m);
        }
    }

    /// <summary>The most expensive rate divided by the cheapest, at least 1; <see langword="null"/> if the cheapest is free.</summary>
    public decimal? Spread => Cheapest.Rate.IsFree ? null : MostExpensive.Rate / Cheapest.Rate;

    /// <summary>
    /// How much more the most expensive offer costs, as a share of the cheapest: 0 % or more, without an upper limit;
    /// <see langword="null"/> if the cheapest is free.
    /// </summary>
    public Percentage? PercentMoreExpensive =>
        Cheapest.Rate.IsFree ? null : Percentage.FromFraction((MostExpensive.Rate - Cheapest.Rate) / Cheapest.Rate);

    /// <summary>The number of different prices, at least 1; 1 if all providers charge the same.</summary>
    public int DistinctPrices { get; }

    /// <summary>The price that most providers charge (the mode); of several such prices, the lowest.</summary>
    public Rate MostCommon { get; }

    /// <summary>The number of providers that charge <see cref="MostCommon"/>, at least 1.</summary>
    public int ProvidersAtMostCommon { get; }

    /// <summary>
    /// The share of the providers that charge <see cref="MostCommon"/>, above 0 % and up to 100 %, which means that all charge the same.
    /// </summary>
    /// <remarks>
    /// This is one minus the variation ratio (L. C. Freeman, Elementary Applied Statistics, 1965). It tells how nearly a market has a
    /// single price. An index of market shares, such as that of Herfindahl, needs sales, which no price list states.
    /// </remarks>
    public Percentage Concentration => Percentage.FromFraction((decimal)ProvidersAtMostCommon / Offers.Length);

    /// <summary>Returns the range of the prices, such as <c>4 prices from $0.15 per 1M (a/m) to $0.60 per 1M (b/m)</c>.</summary>
    public override string ToString() => Offers.Length == 1
        ? $"one price: {Cheapest}"
        : FormattableString.Invariant(
            $"{Offers.Length} prices from {Cheapest.Rate} ({Cheapest.Offer}) to {MostExpensive.Rate} ({MostExpensive.Offer})");
}
