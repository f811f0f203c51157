namespace TokenPricing.Offers;

/// <summary>An offer at an instant with its blended rate: one provider's input and output together, never the cheapest of each from two.</summary>
[TypeFormatterSource]
public sealed class PricedOffer
{
    private readonly Blend _blend;
    private BlendedRate? _blended;

    private PricedOffer(Offer offer, RateCard card, Blend blend, Rate rate) =>
        (Offer, Card, _blend, Rate) = (offer, card, blend, rate);

    /// <summary>The offer.</summary>
    public Offer Offer { get; }

    /// <summary>Its rates at the instant.</summary>
    public RateCard Card { get; }

    /// <summary>How the blended rate came about.</summary>
    // Few ask, and to say it takes longer than the rate itself.
    public BlendedRate Blended => _blended ?? Interlocked.CompareExchange(ref _blended, Card.BlendedBy(_blend), null) ?? _blended;

    /// <summary>The blended rate per 1M tokens.</summary>
    public Rate Rate { get; }

    /// <summary>The offer and its blended rate: <c>aws-bedrock/mixtral-8x7b at $0.24 per 1M</c>.</summary>
    public override string ToString() => $"{Offer} at {Rate}";

    /// <summary>The offer with its blended rate; <see langword="null"/> where it does not price every part of the mix.</summary>
    internal static PricedOffer? Of(Offer offer, RateCard card, Blend blend) =>
        BlendedRate.Of(card, blend) is { } rate ? new PricedOffer(offer, card, blend, rate) : null;
}
