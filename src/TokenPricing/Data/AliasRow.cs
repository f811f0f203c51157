using NodaTime;

namespace TokenPricing.Data;

/// <summary>Another name of a model: one row of <c>aliases.csv</c>.</summary>
/// <param name="Name">The name as logs and price lists write it, such as <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>; compared without regard to case.</param>
/// <param name="Model">The id of the model that it names.</param>
/// <param name="Provider">The id of the provider that uses the name; <see langword="null"/>: the model's name everywhere.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned.</param>
public sealed record AliasRow(string Name, string Model, string? Provider, string Source, LocalDate Recorded);
