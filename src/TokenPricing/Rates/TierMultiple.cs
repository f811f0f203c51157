using NodaTime;

namespace TokenPricing.Rates;

/// <summary>A service tier priced as a multiple of the standard rates: batch at 0.5, say. Rates of the tier's own go before it.</summary>
/// <param name="Tier">The tier; not <see cref="ServiceTier.Standard"/>.</param>
/// <param name="Multiple">What the standard rates are multiplied by, zero or more.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Recorded">The day this was learned.</param>
public sealed record TierMultiple(ServiceTier Tier, decimal Multiple, PriceSource Source, LocalDate Recorded)
{
    /// <summary>The multiple in words, in every culture: <c>Batch: 0.5 of standard</c>.</summary>
    public override string ToString() => $"{Tier}: {DecimalText.Format(Multiple)} of standard";
}
