namespace TokenPricing.Data;

/// <summary>A price that a source states and the catalog does not use: one row of <c>disputes.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c> if the source does not name it.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Rate">The price that the source states, zero or more.</param>
/// <param name="Reason">Why the catalog uses another price, or none; never empty.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source that states the price.</param>
/// <param name="Recorded">The day on which the price was recorded.</param>
/// <remarks>Disputed rates are kept for reports and audits; nothing is billed by them.</remarks>
public sealed record DisputedRateRow(
    string Model, string Provider, Meter Meter, Rate Rate, string Reason, string Source, LocalDate Recorded)
{
    /// <summary>When the stated rate applies; <see cref="RateCondition.None"/> by default.</summary>
    public RateCondition Condition { get; init; } = RateCondition.None;
}
