namespace TokenPricing.Reports;

/// <summary>A source of prices, and how many prices of a catalog come from it.</summary>
/// <param name="Source">The source, with its license and the day of its review.</param>
/// <param name="Rates">The number of rates that it states.</param>
/// <param name="Newest">The newest day on which one of them was recorded; <see langword="null"/> if there are none.</param>
public sealed record SourceSummary(PriceSource Source, int Rates, LocalDate? Newest);
