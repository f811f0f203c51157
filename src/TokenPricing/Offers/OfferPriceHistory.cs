using System.Collections.Immutable;

namespace TokenPricing.Offers;

/// <summary>What an offer cost, step by step.</summary>
public sealed class OfferPriceHistory
{
    internal OfferPriceHistory(Offer offer, ImmutableArray<PriceStep> steps) => (Offer, Steps) = (offer, steps);

    /// <summary>The offer.</summary>
    public Offer Offer { get; }

    /// <summary>The steps, by meter and condition and then the oldest first; empty where no price is known.</summary>
    public ImmutableArray<PriceStep> Steps { get; }
}
