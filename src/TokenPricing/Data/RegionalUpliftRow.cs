using NodaTime;

namespace TokenPricing.Data;

/// <summary>What an offer charges more for processing in a region: one row of <c>regional_uplifts.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c>.</param>
/// <param name="Region">The region's name, such as <c>eu</c>, compared without regard to case.</param>
/// <param name="Multiple">What the cost is multiplied by, zero or more: 1.1 for 10 % more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; of two rows that cover the same instant, the newer one counts.</param>
/// <param name="From">The instant from which it holds; <see langword="null"/>: since before records began.</param>
/// <param name="To">The first instant at which it holds no longer; <see langword="null"/>: until further notice.</param>
public sealed record RegionalUpliftRow(
    string Model, string Provider, string Region, decimal Multiple, string Source, LocalDate Recorded, Instant? From = null, Instant? To = null) : IDatedRow
{
    /// <summary>The row in words, in every culture.</summary>
    public override string ToString() => $"{Provider}/{Model}, {Region}: x {DecimalText.Format(Multiple)}";
}
