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
/// <remarks>
/// A card needs no multiple where the tier's own rates for input and output are the same multiple of the standard ones: the tier then
/// charges that of every other meter as well. See <see cref="RateCard.ServiceTiers"/>.
/// </remarks>
public sealed record TierMultiple(ServiceTier Tier, decimal Multiple, PriceSource Source, LocalDate Recorded)
{
    /// <summary>
    /// Returns the multiple in words, such as <c>Batch: 0.5 of standard</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString() => $"{Tier}: {DecimalText.Format(Multiple)} of standard";
}
