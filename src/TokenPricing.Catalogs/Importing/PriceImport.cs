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
    /// The offers whose prices the list took from a gateway, since it knows none of the provider, each with what the list says of that.
    /// They are among the rows, but are no prices of the provider, which may not even sell the model.
    /// </summary>
    internal ImmutableArray<(ImportListing Listing, string Said)> Copied { get; init; } = [];

    /// <summary>Returns the import without the offers that were <see cref="Copied"/>, which are skipped.</summary>
    internal PriceImport WithoutCopied()
    {
        if (Copied.IsEmpty)
        {
            return this;
        }

        HashSet<(string, string)> copied = [.. Copied.Select(c => (c.Listing.Provider, c.Listing.Model))];
        bool IsOwn(string? provider, string model) => provider is null || !copied.Contains((provider, model));
        CatalogRows facts = Facts with
        {
            Aliases = [.. Facts.Aliases.Where(a => IsOwn(a.Provider, a.Model))],
            Offers = [.. Facts.Offers.Where(o => IsOwn(o.Provider, o.Model))],
            Rates = [.. Facts.Rates.Where(r => IsOwn(r.Provider, r.Model))],
            TierMultiples = [.. Facts.TierMultiples.Where(m => IsOwn(m.Provider, m.Model))],
            RegionalUplifts = [.. Facts.RegionalUplifts.Where(u => IsOwn(u.Provider, u.Model))],
        };
        return new PriceImport(
            facts,
            [
                .. Skipped,
                .. Copied.Select(c => new ImportSkip(
                    $"{c.Listing}", FactText.Shorten(c.Said), "The list took the price from a gateway, and knows none of the provider.")),
            ],
            [.. Implied.Where(r => IsOwn(r.Provider, r.Model))])
        {
            Copied = Copied,
        };
    }

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
