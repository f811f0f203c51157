using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>The result of importing a price list: the rows of a catalog, and everything that was skipped.</summary>
/// <remarks>Immutable; equality is by reference.</remarks>
public sealed class PriceImport
{
    /// <summary>Initializes the result of an import.</summary>
    internal PriceImport(CatalogRows facts, ImmutableArray<ImportSkip> skipped, ImmutableArray<RateRow> implied) =>
        (Facts, Skipped, Implied) = (facts, skipped, implied);

    /// <summary>The rows, ready for a <see cref="PriceCatalog"/>.</summary>
    public CatalogRows Facts { get; }

    /// <summary>What was skipped, and why. Nothing is skipped silently.</summary>
    public ImmutableArray<ImportSkip> Skipped { get; }

    /// <summary>The rates among the rows that the list does not state but the calculator of its project charges.</summary>
    internal ImmutableArray<RateRow> Implied { get; }

    /// <summary>
    /// Returns the import as a sentence, with the reasons for skipping, the most frequent first: <c>36 providers, 1,466 models, 1,466
    /// offers (1,309 priced), 3,323 rates; 1 skipped (1: No meter is known for this price key.)</c>.
    /// </summary>
    public override string ToString()
    {
        int priced = Facts.Rates.Select(r => (r.Model, r.Provider)).Distinct().Count();
        string found = string.Create(
            CultureInfo.InvariantCulture,
            $"{Facts.Providers.Length:N0} providers, {Facts.Models.Length:N0} models, "
            + $"{Facts.Offers.Length:N0} offers ({priced:N0} priced), {Facts.Rates.Length:N0} rates; {Skipped.Length:N0} skipped");
        IEnumerable<string> reasons = Skipped
            .CountBy(s => s.Reason)
            .OrderByDescending(r => r.Value)
            .Select(r => FormattableString.Invariant($"{r.Value:N0}: {r.Key}"));
        return Skipped.IsEmpty ? found : $"{found} ({string.Join(' ', reasons)})";
    }
}
