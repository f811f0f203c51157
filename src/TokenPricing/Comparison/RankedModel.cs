namespace TokenPricing;

/// <summary>A model's place in a ranking, with the offer that puts it there.</summary>
public sealed class RankedModel
{
    internal RankedModel(int rank, Model model, PricedOffer cheapest, int providers, bool isOnFrontier) =>
        (Rank, Model, Cheapest, Providers, IsOnFrontier) = (rank, model, cheapest, providers, isOnFrontier);

    /// <summary>One more than the number of models that are cheaper, so that equal prices share a place.</summary>
    public int Rank { get; }

    /// <summary>The model; never a form of one.</summary>
    public Model Model { get; }

    /// <summary>
    /// The cheapest offer of the model, or of a form of it, that meets the needs: input and output of one provider together; of
    /// equally cheap ones the first by provider id.
    /// </summary>
    public PricedOffer Cheapest { get; }

    /// <summary>The blended rate of <see cref="Cheapest"/> per 1M tokens.</summary>
    public Rate Price => Cheapest.Rate;

    /// <summary>The context window of what <see cref="Cheapest"/> sells; <see langword="null"/>: no source says.</summary>
    public long? ContextWindow => Cheapest.Offer.Model.ContextWindow;

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
