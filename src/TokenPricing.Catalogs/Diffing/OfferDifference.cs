namespace TokenPricing.Catalogs;

/// <summary>An offer that differs between two catalogs.</summary>
/// <param name="Kind">The kind of difference.</param>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider.</param>
public sealed record OfferDifference(OfferDifferenceKind Kind, string Model, string Provider);
