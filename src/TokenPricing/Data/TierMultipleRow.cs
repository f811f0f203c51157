namespace TokenPricing.Data;

/// <summary>States that an offer prices a service tier as a multiple of its standard rates: one row of <c>tier_multiples.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c> if the source does not name it.</param>
/// <param name="Tier">The service tier; not <see cref="ServiceTier.Standard"/>.</param>
/// <param name="Multiple">What the standard rates are multiplied by, zero or more: 0.5 for half the price.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which this was recorded. Of two rows for the same instant, the one recorded later counts.</param>
/// <param name="From">The first instant at which the row applies; <see langword="null"/> if it has no known beginning.</param>
/// <param name="To">The first instant at which the row no longer applies; <see langword="null"/> if it has no known end.</param>
/// <remarks>A rate of the tier itself goes before the multiple.</remarks>
public sealed record TierMultipleRow(
    string Model, string Provider, ServiceTier Tier, decimal Multiple, string Source, LocalDate Recorded,
    Instant? From = null, Instant? To = null) : IDatedRow
{
    /// <summary>Returns the row in words, such as <c>openai/gpt-5, Batch: 0.5 of standard</c>, in any culture.</summary>
    public override string ToString() => $"{Provider}/{Model}, {Tier}: {DecimalText.Format(Multiple)} of standard";
}
