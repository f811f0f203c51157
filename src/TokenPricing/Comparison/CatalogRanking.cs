using NodaTime;

namespace TokenPricing;

/// <summary>Ranks the models of a catalog, as a sentence: <c>prices.RankBy(Blend.ThreeToOne, at: now)</c>.</summary>
public static class CatalogRanking
{
    /// <summary>The models by the price of their cheapest offer, forms counted with the model they are forms of.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="blend">The mix that makes one price of an offer's rates.</param>
    /// <param name="at">When the prices hold.</param>
    /// <param name="needs">What a model must have; <see langword="null"/>: nothing.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, or <see cref="PricingError.UnknownCapability"/> where no source says of any model
    /// whether it has a capability that is needed; the message names near ones.
    /// </exception>
    public static Ranking RankBy(this PriceCatalog prices, Blend blend, Instant at, RankNeeds? needs = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return new Ranker(prices, blend, at, needs ?? new RankNeeds()).Rank();
    }
}
