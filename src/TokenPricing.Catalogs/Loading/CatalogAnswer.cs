namespace TokenPricing.Catalogs;

/// <summary>What a source of prices answered.</summary>
/// <param name="Rows">The prices; <see langword="null"/>: the version that was asked about still holds.</param>
/// <param name="Version">The version; <see langword="null"/> where the source names none.</param>
internal sealed record CatalogAnswer(CatalogRows? Rows, CatalogVersion? Version);
