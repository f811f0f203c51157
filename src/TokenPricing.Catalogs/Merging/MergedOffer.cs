namespace TokenPricing.Catalogs;

/// <summary>An offer as the sources together say it.</summary>
/// <param name="Key">What it is.</param>
/// <param name="Lead">The source that leads.</param>
/// <param name="Agreement">Whether the sources agree.</param>
/// <param name="Rates">The prices, with their history.</param>
/// <param name="Disputes">What sources say otherwise.</param>
/// <param name="Retired">The first day on which it is no more; <see langword="null"/>: no end is known.</param>
/// <param name="Recorded">The day on which it was last seen.</param>
/// <param name="Changes">How many dated changes its prices have.</param>
/// <param name="Corrections">How many of the prices correct an earlier one.</param>
internal sealed record MergedOffer(
    OfferKey Key, SourceListing Lead, Agreement Agreement, IReadOnlyList<RateRow> Rates, IReadOnlyList<DisputedRateRow> Disputes,
    LocalDate? Retired, LocalDate Recorded, int Changes, int Corrections);

/// <summary>Whether the sources of an offer agree on its price.</summary>
internal enum Agreement
{
    /// <summary>Two independent sources or more state it.</summary>
    Agreed,

    /// <summary>One states it, and nobody else a price.</summary>
    Alone,

    /// <summary>They state different prices.</summary>
    Disputed,

    /// <summary>None states a price that can be believed.</summary>
    Unpriced,

    /// <summary>No list has the offer any more.</summary>
    Ended,
}
