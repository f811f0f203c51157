namespace TokenPricing.Reports;

/// <summary>Asks a catalog how much it knows, as a sentence: <c>prices.Summary()</c>.</summary>
public static class CatalogSummaries
{
    /// <summary>Counts the catalog's providers, models, offers, prices and price changes.</summary>
    public static CatalogSummary Summary(this PriceCatalog prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return new CatalogSummary(prices);
    }
}
