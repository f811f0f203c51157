namespace TokenPricing.Catalogs;

/// <summary>What became of an attempt to refresh a catalog.</summary>
public enum CatalogRefreshOutcome
{
    /// <summary>A new catalog has taken the place of the one before.</summary>
    Updated,

    /// <summary>The source has nothing new; the catalog stays.</summary>
    NotModified,

    /// <summary>The source gave a catalog that is not believed; the one before stays.</summary>
    Refused,

    /// <summary>The source gave no catalog; the one before stays.</summary>
    Failed,
}
