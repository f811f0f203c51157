namespace TokenPricing.Data;

/// <summary>Another name of a model: one row of <c>aliases.csv</c>.</summary>
/// <param name="Name">
/// The name as logs and price lists write it, such as <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>. Case is ignored.
/// </param>
/// <param name="Model">The id of the model that the name stands for.</param>
/// <param name="Provider">The id of the provider that uses the name; <see langword="null"/> if every provider does.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the name was recorded.</param>
/// <remarks>
/// A name can stand for one model at one provider and for another model at a second one. Notation that
/// <see cref="PriceCatalog.Find(string)"/> understands by itself, such as another case or a date with hyphens, needs no alias.
/// </remarks>
public sealed record AliasRow(string Name, string Model, string? Provider, string Source, LocalDate Recorded);
