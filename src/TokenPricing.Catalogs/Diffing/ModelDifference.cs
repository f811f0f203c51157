namespace TokenPricing.Catalogs;

/// <summary>A fact of a model that differs between two catalogs, or a model that only one of them has.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Fact">The fact, by its column in <c>models.csv</c>; <c>id</c> if only one catalog has the model.</param>
/// <param name="Before">The value in the earlier catalog; <see langword="null"/> for none.</param>
/// <param name="After">The value in the later catalog; <see langword="null"/> for none.</param>
public sealed record ModelDifference(string Model, string Fact, string? Before, string? After);
