namespace TokenPricing.Rates;

/// <summary>
/// Represents a surcharge for processing in a region: a factor of everything that is charged, such as 1.1 for the EU.
/// </summary>
/// <param name="Region">The name of the region, such as <c>eu</c>; compared without regard to case.</param>
/// <param name="Multiple">The factor of the cost, 0 or more; 1.1 adds 10 %.</param>
/// <param name="Source">The source that states the surcharge.</param>
/// <param name="Recorded">The day on which the surcharge was recorded.</param>
public sealed record RegionalUplift(string Region, decimal Multiple, PriceSource Source, LocalDate Recorded)
{
    /// <summary>
    /// Returns the surcharge in words, such as <c>eu: x 1.1</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString() => $"{Region}: x {DecimalText.Format(Multiple)}";
}
