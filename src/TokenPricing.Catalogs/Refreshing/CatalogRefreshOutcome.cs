namespace TokenPricing.Catalogs;

/// <summary>The outcome of an attempt to refresh a catalog.</summary>
public enum CatalogRefreshOutcome
{
    /// <summary>A new catalog replaced the current one.</summary>
    Updated,

    /// <summary>The source has no newer catalog; the current one stays.</summary>
    NotModified,

    /// <summary>The source gave a catalog that is implausible; the current one stays.</summary>
    Refused,

    /// <summary>The source failed; the current catalog stays.</summary>
    Failed,
}
