namespace TokenPricing.Comparing;

/// <summary>A model's place in a <see cref="Ranking"/>, with the offer that decides it.</summary>
/// <remarks>Only <see cref="Priced"/>, <see cref="Price"/> and <see cref="Availability"/> read rates, on first use.</remarks>
[TypeFormatterSource]
public sealed class RankedModel
{
    private readonly Offer _offer;
    private readonly RateCard _card;
    private readonly Ranking _ranking;
    private PricedOffer? _priced;
    private Availability? _availability;

    internal RankedModel(int rank, Offer offer, RateCard card, Ranking ranking, bool isOnFrontier) =>
        (Rank, _offer, _card, _ranking, IsOnFrontier) = (rank, offer, card, ranking, isOnFrontier);

    /// <summary>
    /// The place, from 1: one more than the number of cheaper models, so that models of the same
    /// price share a place.
    /// </summary>
    public int Rank { get; }

    /// <summary>The model itself, also where the offer sells a variant of it.</summary>
    public Model Model => _offer.Model.Base ?? _offer.Model;

    /// <summary>
    /// The offer of the model, or of a variant of it, that meets the requirements and stands for the model by
    /// <see cref="RankRequirements.Basis"/>; of equally cheap offers the first by provider id.
    /// </summary>
    public PricedOffer Priced =>
        _priced ?? Interlocked.CompareExchange(ref _priced, PricedOffer.Of(_offer, _card, _ranking.Blend)!, null) ?? _priced;

    /// <summary>The blended rate of <see cref="Priced"/>, per 1M tokens.</summary>
    public Rate Price => Priced.Rate;

    /// <summary>
    /// The context window in tokens of the model or variant that <see cref="Priced"/> sells;
    /// <see langword="null"/> where no source states it.
    /// </summary>
    public long? ContextWindow => _offer.Model.ContextWindow;

    /// <summary>Who offers the model on the day of the ranking, whatever the requirements are.</summary>
    public Availability Availability =>
        _availability
            ?? Interlocked.CompareExchange(ref _availability, new Availability(Model, _ranking.At.InUtc().Date), null)
            ?? _availability;

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
    public override string ToString() => $"{DecimalText.Format(Rank)}. {Priced}";
}
