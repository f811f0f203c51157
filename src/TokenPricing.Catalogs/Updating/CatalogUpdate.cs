using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>A catalog into which newer price lists were merged, and what they changed.</summary>
/// <remarks>
/// <para>
/// What the catalog's sources stated before and what they state now are merged by the same rules as the built-in prices, each by itself.
/// What
/// differs between the two is news, and is added to the catalog: a price from the day of the list on, unless the list dates it itself. The
/// history stays, so that <see cref="PriceCatalog.AsKnownOn"/> answers for the days before as it did.
/// </para>
/// <para>Nothing is judged here: <see cref="CatalogRefresher"/> tells whether such a catalog is believed. Immutable; equality is by
/// reference.</para>
/// </remarks>
public sealed class CatalogUpdate
{
    private readonly Lazy<CatalogDiff> _difference;

    internal CatalogUpdate(PriceCatalog before, PriceCatalog catalog, ImmutableArray<ListUpdate> lists, ImmutableArray<ImportSkip> skipped)
    {
        (Catalog, Lists, Skipped) = (catalog, lists, skipped);
        _difference = new Lazy<CatalogDiff>(() => CatalogComparer.Compare(before, catalog));
    }

    /// <summary>The catalog with the news, and with the settings of the one before.</summary>
    public PriceCatalog Catalog { get; }

    /// <summary>The lists that were merged, in the order in which they were given.</summary>
    public ImmutableArray<ListUpdate> Lists { get; }

    /// <summary>What was skipped in the lists, and why.</summary>
    public ImmutableArray<ImportSkip> Skipped { get; }

    /// <summary>Everything that differs from the catalog before.</summary>
    public CatalogDiff Difference => _difference.Value;

    /// <summary>Returns the lists and the number of differences as a sentence.</summary>
    public override string ToString() => $"{string.Join("; ", Lists)}: {Difference}";

    /// <summary>Merges lists into a catalog.</summary>
    internal static CatalogUpdate Of(PriceCatalog before, IReadOnlyList<PriceImport> lists)
    {
        if (lists.Count == 0)
        {
            throw new ArgumentException("There is no price list to merge. Give at least one.", nameof(lists));
        }

        ImmutableArray<PriceImport> known = KnownLists.Of(before.Rows);
        Dictionary<string, LocalDate> days = KnownLists.Days(before.Rows).ToDictionary(d => d.Key.Id, d => d.Value);
        ImmutableArray<ListUpdate> updates = [.. lists.Select(l => UpdateOf(l, days))];
        HashSet<string> sameDay = [.. updates.Where(u => u.Before == u.Day).Select(u => u.Source)];
        PriceImport[] past = [.. known.Where(k => !sameDay.Contains(k.Facts.Sources[0].Id))];
        MergedCatalog? was = null;
        MergedCatalog? becomes = null;
        Parallel.Invoke(
            () => was = known.IsEmpty ? null : Merge(known),
            () => becomes = Merge([.. past, .. lists.Select(l => OwnNames.Of(l, before))]));
        CatalogRows rows = new UpdatedRows(before, was?.Catalog, becomes!.Catalog, updates).ToRows();
        return new CatalogUpdate(
            before,
            new PriceCatalog(rows).With(_ => before.Settings),
            updates,
            [.. lists.SelectMany(l => l.Skipped)]);
    }

    private static MergedCatalog Merge(IEnumerable<PriceImport> lists) =>
        lists.Aggregate(MarketRules.AddTo(new CatalogBuilder()), (builder, list) => builder.Add(list)).Build();

    private static ListUpdate UpdateOf(PriceImport list, Dictionary<string, LocalDate> days)
    {
        string source = list.Facts.Sources[0].Id;
        LocalDate? known = days.TryGetValue(source, out LocalDate of) ? of : null;
        LocalDate day = list.Facts.Offers.Select(o => o.Recorded).DefaultIfEmpty().Max();
        return day == default
            ? throw new ArgumentException($"The list of {source} has no offer.", nameof(list))
            : day < known
                ? throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The list of {source} is of {day:uuuu-MM-dd}, but the catalog knows the one of {known:uuuu-MM-dd}."),
                    nameof(list))
                : new ListUpdate(source, day, known, list.Facts.Offers.Length);
    }
}
