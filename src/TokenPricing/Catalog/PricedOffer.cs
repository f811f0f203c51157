namespace TokenPricing;

/// <summary>An offer at an instant with its blended rate: one provider's input and output together, never the cheapest of each from two.</summary>
public sealed class PricedOffer
{
    private PricedOffer(Offer offer, RateCard card, BlendedRate blended, Rate rate) =>
        (Offer, Card, Blended, Rate) = (offer, card, blended, rate);

    /// <summary>The offer.</summary>
    public Offer Offer { get; }

    /// <summary>Its rates at the instant.</summary>
    public RateCard Card { get; }

    /// <summary>How the blended rate came about.</summary>
    public BlendedRate Blended { get; }

    /// <summary>The blended rate per 1M tokens.</summary>
    public Rate Rate { get; }

    /// <summary>The offer and its blended rate: <c>aws-bedrock/mixtral-8x7b at $0.24 per 1M</c>.</summary>
    public override string ToString() => $"{Offer} at {Rate}";

    /// <summary>The offer with its blended rate; <see langword="null"/> where it does not price every part of the mix.</summary>
    internal static PricedOffer? Of(Offer offer, RateCard card, Blend blend) =>
        card.BlendedBy(blend) is { Rate: { } rate } blended ? new PricedOffer(offer, card, blended, rate) : null;
}
