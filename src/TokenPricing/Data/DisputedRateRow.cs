using NodaTime;

namespace TokenPricing.Data;

/// <summary>A price that a source states and the catalog does not believe: one row of <c>disputes.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Rate">What the source says it costs.</param>
/// <param name="Reason">Why another price, or none, stands in its place.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source that states it.</param>
/// <param name="Recorded">The day on which it was stated.</param>
public sealed record DisputedRateRow(string Model, string Provider, Meter Meter, Rate Rate, string Reason, string Source, LocalDate Recorded)
{
    /// <summary>When it is said to hold; always, unless told.</summary>
    public RateCondition Condition { get; init; } = RateCondition.None;
}
