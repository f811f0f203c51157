using System.Collections.Immutable;

namespace TokenPricing.Data;

/// <summary>The price tables that are built into the library.</summary>
/// <remarks>
/// A test checks them by every rule of <see cref="RowChecker"/>, so that no program does so at its start. It states as well what
/// <see cref="Of"/> needs: that the large ones are sorted, and that their ids are in lower case.
/// </remarks>
internal static class BuiltInPrices
{
    private const string Prefix = "prices/";

    /// <summary>Every row.</summary>
    public static CatalogRows All() => CatalogFolder.ReadUnchecked(Bytes);

    /// <summary>The rows of one offer, by the ids of its provider and its model in any case; <see langword="null"/>: there is none.</summary>
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

    /// <summary>Returns whether a model has this id, in any case.</summary>
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

    private static ImmutableArray<T> Rows<T>(Table<T> table, TableKey key, bool isSorted = true) => Rows(table, lines => lines.Of(key, isSorted));

    private static ImmutableArray<T> Rows<T>(Table<T> table, Func<SortedLines, List<string[]>> lines)
    {
        using Stream? stream = Open(table.File);
        return stream is null ? [] : table.Csv.ReadCells(lines(new SortedLines(stream)));
    }
}
