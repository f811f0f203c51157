using NodaTime;

namespace TokenPricing.Data;

/// <summary>A number of providers that a source states without naming all of them: one row of <c>provider_counts.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Providers">How many providers offer it, 0 or more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; the newest count up to a date counts on that date.</param>
public sealed record StatedProviderCount(string Model, int Providers, string Source, LocalDate Recorded);
