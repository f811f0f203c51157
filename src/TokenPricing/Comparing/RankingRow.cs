namespace TokenPricing.Comparing;

/// <summary>
/// An offer in <see cref="MarketColumns"/>, with everything that a ranking asks of it in one place.
/// </summary>
/// <param name="Period">When the offer exists, in turns.</param>
/// <param name="FirstCard">The index of its oldest card.</param>
/// <param name="EndCard">The index behind its newest card.</param>
/// <param name="Provider">
/// The index of the provider in the catalog; the number of providers where no source names it.
/// </param>
/// <param name="Variant">The index of the model or variant in <see cref="MarketColumns.Variants"/>.</param>
/// <param name="ReadsNoText">Whether a source lists its input modalities without text.</param>
/// <param name="WritesNoText">Whether a source lists its output modalities without text.</param>
/// <param name="ContextWindow">
/// The context window in tokens; 0 where it is unknown, which is never the longest.
/// </param>
/// <param name="Kind">What the model is for; <see langword="null"/> where it is unknown.</param>
/// <param name="Seller">What the seller is to the model; <see langword="null"/> where it is unknown.</param>
/// <param name="IsVariant">Whether the offer is of a variant of the ranked model.</param>
internal readonly record struct RankingRow(
    TurnSpan Period,
    int FirstCard,
    int EndCard,
    int Provider,
    int Variant,
    bool ReadsNoText,
    bool WritesNoText,
    long ContextWindow,
    ModelKind? Kind,
    SellerKind? Seller,
    bool IsVariant);
