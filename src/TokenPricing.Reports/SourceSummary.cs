using NodaTime;

namespace TokenPricing.Reports;

/// <summary>A source, and how much of a catalog's prices is from it.</summary>
/// <param name="Source">The source, with its licence and the day of its review.</param>
/// <param name="Rates">How many rates it states.</param>
/// <param name="Newest">The newest day on which one of them was learned; <see langword="null"/>: it states none.</param>
public sealed record SourceSummary(PriceSource Source, int Rates, LocalDate? Newest);
