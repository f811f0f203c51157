namespace TokenPricing.Comparing;

/// <summary>A model's place in a <see cref="Ranking"/>, with the offer that decides it.</summary>
/// <remarks>Only <see cref="Cheapest"/> and <see cref="Price"/> read rates, on first use.</remarks>
[TypeFormatterSource]
public sealed class RankedModel
{
    private readonly Offer _offer;
    private readonly RateCard _card;
    private readonly Blend _blend;
    private PricedOffer? _cheapest;

    internal RankedModel(int rank, Offer offer, RateCard card, Blend blend, int providers, bool isOnFrontier) =>
        (Rank, _offer, _card, _blend, Providers, IsOnFrontier) = (rank, offer, card, blend, providers, isOnFrontier);

    /// <summary>
    /// The place, from 1: one more than the number of cheaper models, so that models of the same
    /// price share a place.
    /// </summary>
    public int Rank { get; }

    /// <summary>The model itself, also where the cheapest offer sells a variant of it.</summary>
    public Model Model => _offer.Model.Base ?? _offer.Model;

    /// <summary>
    /// The cheapest offer of the model, or of a variant of it, that meets the requirements; of
    /// equally cheap offers the first by provider id.
    /// </summary>
    public PricedOffer Cheapest =>
        _cheapest ?? Interlocked.CompareExchange(ref _cheapest, PricedOffer.Of(_offer, _card, _blend)!, null) ?? _cheapest;

    /// <summary>The blended rate of <see cref="Cheapest"/>, per 1M tokens.</summary>
    public Rate Price => Cheapest.Rate;

    /// <summary>
    /// The context window in tokens of the model or variant that <see cref="Cheapest"/> sells;
    /// <see langword="null"/> where no source states it.
    /// </summary>
    public long? ContextWindow => _offer.Model.ContextWindow;

    /// <summary>
    /// The number of providers with an offer that meets the requirements and has a price, at least
    /// 1.
    /// </summary>
    public int Providers { get; }

    /// <summary>
    /// Whether the model is on the <see cref="Ranking.Frontier"/>: no other is as cheap with a
    /// longer context window, or cheaper with one as long. <see langword="false"/> where the
    /// context window is unknown.
    /// </summary>
    public bool IsOnFrontier { get; }

    /// <summary>
    /// Returns the place, the offer and the price:
    /// <c>1. aws-bedrock/mixtral-8x7b at $0.24 per 1M</c>.
    /// </summary>
    public override string ToString() => $"{DecimalText.Format(Rank)}. {Cheapest}";
}
