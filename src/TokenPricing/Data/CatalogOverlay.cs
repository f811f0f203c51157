namespace TokenPricing.Data;

/// <summary>Lays rows over those of a catalog, where they take the place of the rows about the same subject.</summary>
internal static class CatalogOverlay
{
    /// <summary>
    /// Returns both, in each table the rows laid over last. A row with a period takes that period from the rows about the same subject,
    /// whenever they were recorded; another row takes the place of the rows about the same subject.
    /// </summary>
    public static CatalogRows Lay(CatalogRows under, CatalogRows over) =>
        CatalogTables.All.Aggregate(new CatalogRows(), (rows, table) => table.Lay(rows, under, over));

    /// <summary>Returns everything that is wrong with rows to be laid over the rows of a catalog; positions are those in the table laid over.</summary>
    /// <param name="under">The rows of the catalog.</param>
    /// <param name="over">The rows to be laid over them.</param>
    /// <param name="line">The line of a file that a row laid over comes from; <see langword="null"/>: the rows come from no file.</param>
    /// <param name="isMisread">Whether a line could not be read whole, so that its row is not compared with others.</param>
    public static IReadOnlyList<PriceDataError> Check(
        CatalogRows under, CatalogRows over, Func<string, int, long?>? line = null, Func<string, long, bool>? isMisread = null)
    {
        // Of a market's rows, few are those that the rows laid over can refer to or contradict.
        HashSet<OfferId> offers = [.. CatalogTables.All.SelectMany(t => t.Offers(over))];
        CatalogRows both = Lay(Only(under, offers.Contains), over);
        Dictionary<string, int> below = CatalogTables.All.ToDictionary(t => t.File, t => t.Count(both) - t.Count(over));
        return
        [
            .. both
                .Check((file, row) => row < below[file] ? null : line?.Invoke(file, row - below[file]), isMisread)
                .Select(e => e.Row is { } row ? e with { Row = row < below[e.File] ? null : row - below[e.File] } : e),
        ];
    }

    /// <summary>Returns the rows about one offer, with those about its provider, its model and the sources; <see langword="null"/>: there is no such offer.</summary>
    public static CatalogRows? OfferIn(CatalogRows rows, OfferId offer)
    {
        CatalogRows about = Only(rows, id => id == offer);
        return about.Rates.IsEmpty && about.Offers.IsEmpty ? null : about with
        {
            Providers = [.. rows.Providers.Where(p => offer.Provider == p.Id)],
            Models = [.. rows.Models.Where(m => offer.Model == m.Id)],
        };
    }

    // The rows about certain offers, and all those that rows of other tables refer to.
    private static CatalogRows Only(CatalogRows rows, Func<OfferId, bool> isAbout) =>
        CatalogTables.All.Aggregate(
            new CatalogRows(), (only, table) => table.IsReferredTo ? table.Copy(only, rows) : table.About(only, rows, isAbout));
}
