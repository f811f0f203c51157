namespace TokenPricing.Catalogs;

/// <summary>The answer of a source of prices.</summary>
/// <param name="Prices">The catalog; <see langword="null"/> if the version that was asked about is still current.</param>
/// <param name="Version">The version of the catalog; <see langword="null"/> if the source does not state one.</param>
internal sealed record CatalogAnswer(PriceCatalog? Prices, CatalogVersion? Version);
