namespace TokenPricing.Catalogs;

/// <summary>An offer, merged from the statements of all sources.</summary>
/// <param name="Key">The provider and the key of the model.</param>
/// <param name="Lead">The listing of the source whose prices come first.</param>
/// <param name="Agreement">Whether the sources agree.</param>
/// <param name="Rates">The prices, with their history.</param>
/// <param name="Disputes">The prices that sources state differently.</param>
/// <param name="Retired">The first day without the offer; <see langword="null"/> if no end is known.</param>
/// <param name="Recorded">The day on which a source last listed it.</param>
/// <param name="Changes">The number of dated price changes, counted per meter.</param>
/// <param name="Corrections">The number of prices that correct an earlier one.</param>
internal sealed record MergedOffer(
    OfferKey Key, SourceListing Lead, Agreement Agreement, IReadOnlyList<RateRow> Rates, IReadOnlyList<DisputedRateRow> Disputes,
    LocalDate? Retired, LocalDate Recorded, int Changes, int Corrections)
{
    /// <summary>The first day without the offer that a list announces, believed or not; <see langword="null"/> if none does.</summary>
    public LocalDate? Announced { get; init; }

    /// <summary>The newest day of a list that drops what has ended and has the offer; <see langword="null"/> if none has it.</summary>
    public LocalDate? Kept { get; init; }
}

/// <summary>Whether the sources of an offer agree on its price.</summary>
internal enum Agreement
{
    /// <summary>At least two sources state the price.</summary>
    Agreed,

    /// <summary>Only one source states a plausible price.</summary>
    Alone,

    /// <summary>The sources state different plausible prices.</summary>
    Disputed,

    /// <summary>No source states a plausible price.</summary>
    Unpriced,

    /// <summary>No current list contains the offer.</summary>
    Ended,
}
