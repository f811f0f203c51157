namespace TokenPricing.Data;

/// <summary>A number of providers that a source states without naming all of them: one row of <c>provider_counts.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Providers">The number of providers that offer the model, 0 or more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the count was recorded. On a given day, the newest count recorded by then counts.</param>
public sealed record StatedProviderCount(string Model, int Providers, string Source, LocalDate Recorded);
