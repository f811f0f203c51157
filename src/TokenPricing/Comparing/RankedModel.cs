namespace TokenPricing.Comparing;

/// <summary>A model's place in a ranking, with the offer that puts it there.</summary>
[TypeFormatterSource]
public sealed class RankedModel
{
    private readonly Offer _offer;
    private readonly RateCard _card;
    private readonly Blend _blend;
    private PricedOffer? _cheapest;

    internal RankedModel(int rank, Offer offer, RateCard card, Blend blend, int providers, bool isOnFrontier) =>
        (Rank, _offer, _card, _blend, Providers, IsOnFrontier) = (rank, offer, card, blend, providers, isOnFrontier);

    /// <summary>One more than the number of models that are cheaper, so that equal prices share a place.</summary>
    public int Rank { get; }

    /// <summary>The model; never a form of one.</summary>
    public Model Model => _offer.Model.Base ?? _offer.Model;

    /// <summary>
    /// The cheapest offer of the model, or of a form of it, that meets the needs: input and output of one provider together; of
    /// equally cheap ones the first by provider id.
    /// </summary>
    // Of the thousands of models in a ranking few are looked at.
    public PricedOffer Cheapest => _cheapest ?? Interlocked.CompareExchange(ref _cheapest, PricedOffer.Of(_offer, _card, _blend)!, null) ?? _cheapest;

    /// <summary>The blended rate of <see cref="Cheapest"/> per 1M tokens.</summary>
    public Rate Price => Cheapest.Rate;

    /// <summary>The context window of what <see cref="Cheapest"/> sells; <see langword="null"/>: no source says.</summary>
    public long? ContextWindow => _offer.Model.ContextWindow;

    /// <summary>How many providers have an offer that meets the needs and that could be ranked, at least 1.</summary>
    public int Providers { get; }

    /// <summary>
    /// Whether no other ranked model is as cheap with a longer context, or cheaper with as long a one (Pareto's frontier); never
    /// where the context window is not known.
    /// </summary>
    public bool IsOnFrontier { get; }

    /// <summary>Place, offer and price: <c>1. aws-bedrock/mixtral-8x7b at $0.24 per 1M</c>.</summary>
    public override string ToString() => $"{DecimalText.Format(Rank)}. {Cheapest}";
}
