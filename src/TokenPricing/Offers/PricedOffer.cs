namespace TokenPricing.Offers;

/// <summary>An offer at an instant with its blended rate.</summary>
/// <remarks>The rate mixes the input and the output of one offer, never the cheapest of each from two. Equality is by reference.</remarks>
[TypeFormatterSource]
public sealed class PricedOffer
{
    private PricedOffer(Offer offer, RateCard card, Rate rate) => (Offer, Card, Rate) = (offer, card, rate);

    /// <summary>The offer.</summary>
    public Offer Offer { get; }

    /// <summary>The rate card of the offer at the instant.</summary>
    public RateCard Card { get; }

    /// <summary>The blended rate per 1M tokens. Which rate bills each part, <see cref="RateCard.Billing(Meter)"/> tells.</summary>
    public Rate Rate { get; }

    /// <summary>
    /// Whether a second source states the ordinary rates of the offer for input and output. An offer without either is not confirmed.
    /// </summary>
    /// <remarks>
    /// Two sources that agree may have copied from each other, and one that stands alone may be right: see <c>ConfirmedBy</c> of each rate.
    /// </remarks>
    public bool IsConfirmed => Confirms(Card);

    /// <summary>Returns whether a second source states the ordinary rates of a card for input and output.</summary>
    internal static bool Confirms(RateCard card) =>
        card.Rates.Where(r => r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output))
            is var usual && usual.Any() && usual.All(r => !r.ConfirmedBy.IsEmpty);

    /// <summary>Returns the offer and its blended rate, such as <c>aws-bedrock/mixtral-8x7b at $0.24 per 1M</c>.</summary>
    public override string ToString() => $"{Offer} at {Rate}";

    /// <summary>Returns an offer with its blended rate; <see langword="null"/> if it does not price every part of the mix.</summary>
    internal static PricedOffer? Of(Offer offer, RateCard card, Blend blend) =>
        card.Blended(blend) is { } rate ? new PricedOffer(offer, card, rate) : null;
}
