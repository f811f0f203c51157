namespace TokenPricing.Tests;

/// <summary>The nine systems of <c>pricing-data/reviewed-2026-04-24</c>: few enough to save and load again in any test.</summary>
internal static class ReviewedPrices
{
    public static string Folder { get; } = Repository.PathOf("pricing-data/reviewed-2026-04-24");

    public static PriceCatalog Catalog { get; } = PriceCatalog.Load(Folder);
}
