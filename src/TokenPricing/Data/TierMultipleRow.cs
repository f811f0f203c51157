using NodaTime;

namespace TokenPricing.Data;

/// <summary>That an offer prices a service tier as a multiple of its standard rates: one row of <c>tier_multiples.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c>.</param>
/// <param name="Tier">The service tier; not the standard one.</param>
/// <param name="Multiple">What the standard rates are multiplied by, zero or more: 0.5 for half price.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; of two rows that cover the same instant, the newer one counts.</param>
/// <param name="From">The instant from which it holds; <see langword="null"/>: since before records began.</param>
/// <param name="To">The first instant at which it holds no longer; <see langword="null"/>: until further notice.</param>
public sealed record TierMultipleRow(
    string Model, string Provider, ServiceTier Tier, decimal Multiple, string Source, LocalDate Recorded, Instant? From = null, Instant? To = null) : IDatedRow
{
    /// <summary>The row in words, in every culture.</summary>
    public override string ToString() => $"{Provider}/{Model}, {Tier}: {DecimalText.Format(Multiple)} of standard";
}
