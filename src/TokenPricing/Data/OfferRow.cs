namespace TokenPricing.Data;

/// <summary>States that a provider offers a model: one row of <c>offers.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider; <c>unnamed</c> is not allowed here.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which this was recorded. The newest row of an offer counts.</param>
/// <param name="From">The first day of the offer; <see langword="null"/> if it is not known, which is taken as always.</param>
/// <param name="Retired">The first day on which the model is no longer offered; <see langword="null"/> if no end is known.</param>
/// <remarks>
/// A <see cref="RateRow"/> implies its offer. A row of its own is needed for an offer without a published price, and for its first or last
/// day.
/// </remarks>
public sealed record OfferRow(
    string Model, string Provider, string Source, LocalDate Recorded, LocalDate? From = null, LocalDate? Retired = null);
