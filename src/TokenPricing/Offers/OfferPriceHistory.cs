namespace TokenPricing.Offers;

/// <summary>The price history of one offer: part of a <see cref="PriceHistory"/>.</summary>
public sealed class OfferPriceHistory
{
    /// <summary>Initializes the history of an offer.</summary>
    internal OfferPriceHistory(Offer offer, ImmutableArray<PriceStep> steps) => (Offer, Steps) = (offer, steps);

    /// <summary>The offer.</summary>
    public Offer Offer { get; }

    /// <summary>The steps, by meter and condition, and then oldest first; empty if no price is known in the period.</summary>
    public ImmutableArray<PriceStep> Steps { get; }
}
