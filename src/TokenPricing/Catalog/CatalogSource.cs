namespace TokenPricing.Catalog;

/// <summary>Where a catalog's facts come from: those of one offer are there at once, all of them only when something needs them.</summary>
/// <param name="all">Reads all facts. They keep the rules of <see cref="RowChecker"/>.</param>
/// <param name="of">
/// Reads the facts of one offer, by the ids of its provider and its model in any case: those rows of <paramref name="all"/> that say
/// what the two are, who says so, and what the one charges for the other. <see langword="null"/> where it finds no such offer.
/// </param>
internal sealed class CatalogSource(Func<CatalogRows> all, Func<string, string, CatalogRows?> of)
{
    private readonly Lazy<CatalogRows> _all = new(all);

    /// <summary>A source of facts that are there already.</summary>
    public static CatalogSource Of(CatalogRows facts) => new(() => facts, (provider, model) => CatalogOverlay.OfferIn(facts, provider, model));

    public CatalogRows All => _all.Value;

    public CatalogRows? Of(string provider, string model) => of(provider, model);
}
