namespace TokenPricing.Catalog;

/// <summary>Where the rows of a catalog come from: those of one offer on their own, all of them only when something needs them.</summary>
/// <param name="all">Reads all rows, which keep the rules of <see cref="CatalogRows.Check"/>.</param>
/// <param name="of">
/// Reads those rows of <paramref name="all"/> that are about one offer, its provider and its model, by their ids in any case, and the
/// sources; <see langword="null"/>: it finds no such offer.
/// </param>
/// <param name="hasModel">Whether a model has this id, in any case.</param>
internal sealed class CatalogSource(Func<CatalogRows> all, Func<OfferId, CatalogRows?> of, Func<ModelId, bool> hasModel)
{
    private readonly Lazy<CatalogRows> _all = new(all);

    /// <summary>All rows.</summary>
    public CatalogRows All => _all.Value;

    /// <summary>Makes a source of rows in memory.</summary>
    public static CatalogSource Of(CatalogRows rows) =>
        new(() => rows, offer => CatalogOverlay.OfferIn(rows, offer), model => rows.Models.Any(m => model == m.Id));

    /// <summary>Returns the rows about one offer; <see langword="null"/>: there is no such offer.</summary>
    public CatalogRows? Of(string provider, string model) => of(new OfferId(provider, model));

    /// <summary>Returns whether a model has this id.</summary>
    public bool HasModel(string id) => hasModel(id);
}
