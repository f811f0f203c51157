namespace TokenPricing.Data;

/// <summary>The price tables that are embedded in the library: those of <c>pricing-data/market</c>.</summary>
/// <remarks>
/// The tables are not checked when a program starts: a test checks them by every rule of <see cref="RowChecker"/>. The same test checks
/// what <see cref="Of"/> relies on: the large tables are sorted by provider and model, and all ids are in lower case.
/// </remarks>
internal static class BuiltInPrices
{
    private const string Prefix = "prices/";

    /// <summary>Reads every row of every table.</summary>
    public static CatalogRows All() => CatalogFolder.ReadUnchecked(Bytes);

    /// <summary>Reads the rows about one offer, without reading the rest of the tables.</summary>
    /// <param name="id">The provider and the model, by their ids. Case is ignored.</param>
    /// <returns>The rows of the offer, its provider, its model and all sources; <see langword="null"/> if there is no such offer.</returns>
    public static CatalogRows? Of(OfferId id)
    {
        TableKey offer = new(id.Model.Value, id.Provider.Value);
        ImmutableArray<OfferRow> offers = Rows(CatalogTables.Offers, offer);
        return offers.IsEmpty ? null : new CatalogRows
        {
            Sources = Rows(CatalogTables.Sources, lines => lines.All()),
            Providers = Rows(CatalogTables.Providers, new TableKey(id.Provider.Value)),
            Models = Rows(CatalogTables.Models, new TableKey(id.Model.Value)),
            Offers = offers,
            Rates = Rows(CatalogTables.Rates, offer),
            TierMultiples = Rows(CatalogTables.TierMultiples, offer, isSorted: false),
            RegionalUplifts = Rows(CatalogTables.RegionalUplifts, offer, isSorted: false),
        };
    }

    /// <summary>Returns whether a model has this id. Case is ignored.</summary>
    public static bool HasModel(ModelId id) => !Rows(CatalogTables.Models, new TableKey(id.Value)).IsEmpty;

    private static byte[]? Bytes(string file)
    {
        using Stream? stream = Open(file);
        if (stream is null)
        {
            return null;
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream? Open(string file) => typeof(BuiltInPrices).Assembly.GetManifestResourceStream(Prefix + file);

    /// <summary>Reads the rows of one key; where the table is not sorted by it, all lines are compared.</summary>
    private static ImmutableArray<T> Rows<T>(Table<T> table, TableKey key, bool isSorted = true) =>
        Rows(table, lines => lines.Of(key, isSorted));

    private static ImmutableArray<T> Rows<T>(Table<T> table, Func<SortedLines, List<string[]>> lines)
    {
        using Stream? stream = Open(table.File);
        return stream is null ? [] : table.Csv.ReadCells(lines(new SortedLines(stream)));
    }
}
