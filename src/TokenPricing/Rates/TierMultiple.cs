namespace TokenPricing.Rates;

/// <summary>
/// Represents a service tier that is priced as a multiple of the standard rates, such as batch at 0.5.
/// </summary>
/// <param name="Tier">The service tier; not <see cref="ServiceTier.Standard"/>.</param>
/// <param name="Multiple">
/// The factor of the standard rates, 0 or more. Rates that the tier has of its own are used as they are.
/// </param>
/// <param name="Source">The source that states the multiple.</param>
/// <param name="Recorded">The day on which the multiple was recorded.</param>
public sealed record TierMultiple(ServiceTier Tier, decimal Multiple, PriceSource Source, LocalDate Recorded)
{
    /// <summary>
    /// Returns the multiple in words, such as <c>Batch: 0.5 of standard</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString() => $"{Tier}: {DecimalText.Format(Multiple)} of standard";
}
