namespace TokenPricing.Catalogs;

/// <summary>A fact of a model that differs between two catalogs, or a model that is in one of them only.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Fact">The fact, by its column in <c>models.csv</c>; <c>id</c> where the model is in one catalog only.</param>
/// <param name="Before">What the first says; <see langword="null"/>: nothing.</param>
/// <param name="After">What the second says; <see langword="null"/>: nothing.</param>
public sealed record ModelDifference(string Model, string Fact, string? Before, string? After);
