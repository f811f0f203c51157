namespace TokenPricing.Data;

/// <summary>Lays rows over those of a catalog, where they replace the rows about the same subject.</summary>
/// <remarks>
/// What the subject of a row is stands with its table, as <see cref="Table{T}.Subject"/>: for a rate the offer, the meter and the
/// condition.
/// </remarks>
internal static class CatalogOverlay
{
    /// <summary>Returns the rows of both; in each table, the rows laid over come last.</summary>
    /// <param name="under">The rows of the catalog.</param>
    /// <param name="over">The rows to lay over them.</param>
    /// <remarks>
    /// A row with a period replaces the rows about the same subject during that period only, whenever they were recorded: what they say
    /// before and after it remains. A row without a period replaces them altogether.
    /// </remarks>
    public static CatalogRows Lay(CatalogRows under, CatalogRows over) =>
        CatalogTables.All.Aggregate(new CatalogRows(), (rows, table) => table.Lay(rows, under, over));

    /// <summary>Returns every error in rows that are to be laid over a catalog.</summary>
    /// <param name="under">The rows of the catalog.</param>
    /// <param name="over">The rows to lay over them.</param>
    /// <param name="line">
    /// Returns the line of the file that a row of <paramref name="over"/> comes from; <see langword="null"/> if the rows come from no file.
    /// </param>
    /// <param name="isMisread">Returns whether a line could not be read completely, so that its row is not compared with others.</param>
    /// <returns>The errors. A row number counts within the table of <paramref name="over"/>.</returns>
    public static IReadOnlyList<PriceDataError> Check(
        CatalogRows under, CatalogRows over, Func<string, int, long?>? line = null, Func<string, long, bool>? isMisread = null)
    {
        // Few of the catalog's rows can be referred to or contradicted; checking all of them would take much longer.
        HashSet<OfferId> offers = [.. CatalogTables.All.SelectMany(t => t.Offers(over))];
        CatalogRows both = Lay(Only(under, offers.Contains), over);
        Dictionary<string, int> below = CatalogTables.All.ToDictionary(t => t.File, t => t.Count(both) - t.Count(over));
        return both.Check(
            (file, row) => row < below[file] ? null : line?.Invoke(file, row - below[file]), isMisread,
            (file, row) => row < below[file] ? null : row - below[file]);
    }

    /// <summary>Returns the rows about one offer, its provider and its model, and all sources.</summary>
    /// <param name="rows">The rows of a catalog.</param>
    /// <param name="offer">The provider and the model, by their ids.</param>
    /// <returns>The rows; <see langword="null"/> if there is no such offer.</returns>
    public static CatalogRows? OfferIn(CatalogRows rows, OfferId offer)
    {
        CatalogRows about = Only(rows, id => id == offer);
        return about.Rates.IsEmpty && about.Offers.IsEmpty ? null : about with
        {
            Providers = [.. rows.Providers.Where(p => offer.Provider == p.Id)],
            Models = [.. rows.Models.Where(m => offer.Model == m.Id)],
        };
    }

    /// <summary>The rows about certain offers, with every row of the tables that other tables refer to.</summary>
    private static CatalogRows Only(CatalogRows rows, Func<OfferId, bool> isAbout) =>
        CatalogTables.All.Aggregate(
            new CatalogRows(), (only, table) => table.IsReferredTo ? table.Copy(only, rows) : table.About(only, rows, isAbout));
}
