using NodaTime;

namespace TokenPricing.Rates;

/// <summary>What processing in a region costs beside the rates: a multiple of everything that is charged, such as 1.1 for the EU.</summary>
/// <param name="Region">The region's name, such as <c>eu</c>, compared without regard to case.</param>
/// <param name="Multiple">What the cost is multiplied by, zero or more.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Recorded">The day this was learned.</param>
public sealed record RegionalUplift(string Region, decimal Multiple, PriceSource Source, LocalDate Recorded)
{
    /// <summary>The uplift in words, in every culture: <c>eu: x 1.1</c>.</summary>
    public override string ToString() => $"{Region}: x {DecimalText.Format(Multiple)}";
}
