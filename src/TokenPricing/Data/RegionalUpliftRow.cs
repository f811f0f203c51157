namespace TokenPricing.Data;

/// <summary>What an offer charges for processing in a region: one row of <c>regional_uplifts.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c> if the source does not name it.</param>
/// <param name="Region">The name of the region, such as <c>eu</c>. Case is ignored.</param>
/// <param name="Multiple">What the cost is multiplied by, zero or more: 1.1 for 10 % more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which this was recorded. Of two rows for the same instant, the one recorded later counts.</param>
/// <param name="From">The first instant at which the row applies; <see langword="null"/> if it has no known beginning.</param>
/// <param name="To">The first instant at which the row no longer applies; <see langword="null"/> if it has no known end.</param>
/// <remarks>A call in a region that the offer has no row for cannot be priced (<see cref="PricingError.UnknownRegion"/>).</remarks>
public sealed record RegionalUpliftRow(
    string Model, string Provider, string Region, decimal Multiple, string Source, LocalDate Recorded,
    Instant? From = null, Instant? To = null) : IDatedRow
{
    /// <summary>Returns the row in words, such as <c>openai/gpt-5, eu: x 1.1</c>, in any culture.</summary>
    public override string ToString() => $"{Provider}/{Model}, {Region}: x {DecimalText.Format(Multiple)}";
}
