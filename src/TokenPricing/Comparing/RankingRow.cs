namespace TokenPricing.Comparing;

/// <summary>An offer of <see cref="MarketColumns"/>.</summary>
/// <param name="Period">When it is offered.</param>
/// <param name="FirstCard">Its first card.</param>
/// <param name="EndCard">Behind its last card.</param>
/// <param name="Provider">The provider's place in the catalog; behind the last where no source names it.</param>
/// <param name="Variant">The place of what is sold in <see cref="MarketColumns.Variants"/>.</param>
/// <param name="ReadsNoText">Whether a source says so.</param>
/// <param name="WritesNoText">Whether a source says so.</param>
/// <param name="ContextWindow">That of what is sold; 0 where it is not known, which is never the longest.</param>
internal readonly record struct RankingRow(
    TurnSpan Period, int FirstCard, int EndCard, int Provider, int Variant, bool ReadsNoText, bool WritesNoText, long ContextWindow);
