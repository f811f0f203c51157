namespace TokenPricing.Catalog;

/// <summary>Reads the rows of a catalog: those of one offer at a time, and all of them when something needs them.</summary>
/// <param name="all">Reads all rows, which must pass <see cref="CatalogRows.Check"/>.</param>
/// <param name="of">
/// Reads the rows about one offer, its provider and its model, and all sources. Returns <see langword="null"/> if there is no such offer.
/// </param>
/// <param name="hasModel">Returns whether a model has an id.</param>
internal sealed class CatalogSource(Func<CatalogRows> all, Func<OfferId, CatalogRows?> of, Func<ModelId, bool> hasModel)
{
    private readonly Lazy<CatalogRows> _all = new(all);

    /// <summary>All rows, read on first use.</summary>
    public CatalogRows All => _all.Value;

    /// <summary>Returns a source of rows that are in memory already.</summary>
    public static CatalogSource Of(CatalogRows rows) =>
        new(() => rows, offer => CatalogOverlay.OfferIn(rows, offer), model => rows.Models.Any(m => model == m.Id));

    /// <summary>Returns the rows about one offer; <see langword="null"/> if there is no such offer.</summary>
    /// <param name="provider">The id of the provider. Case is ignored.</param>
    /// <param name="model">The id of the model. Case is ignored.</param>
    public CatalogRows? Of(string provider, string model) => of(new OfferId(provider, model));

    /// <summary>Returns whether a model has this id. Case is ignored.</summary>
    public bool HasModel(string id) => hasModel(id);
}
