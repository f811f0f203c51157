using NodaTime;

namespace TokenPricing.Data;

/// <summary>That a provider offers a model: one row of <c>offers.csv</c>. A rate implies its offer; a row is needed to say more.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; of two rows the newer one counts.</param>
/// <param name="From">The first day of the offer; <see langword="null"/>: not known, taken as always.</param>
/// <param name="Retired">The first day on which the offer is no more; <see langword="null"/>: no end known.</param>
public sealed record OfferRow(string Model, string Provider, string Source, LocalDate Recorded, LocalDate? From = null, LocalDate? Retired = null);
