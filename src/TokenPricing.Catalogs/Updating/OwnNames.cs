using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>
/// Gives the offers of a price list the ids that a catalog has for them, so that both are joined however the list spells them.
/// </summary>
internal static class OwnNames
{
    /// <summary>Returns the list with the catalog's ids where the catalog knows the offers.</summary>
    /// <param name="list">The list.</param>
    /// <param name="prices">The catalog.</param>
    public static PriceImport Of(PriceImport list, PriceCatalog prices)
    {
        CatalogRows rows = list.Facts;
        Dictionary<(string Provider, string Model), string> names = [];
        HashSet<(string, string)> taken = [.. rows.Offers.Select(o => Key(o.Provider, o.Model))];
        foreach (OfferRow offer in rows.Offers.OrderBy(o => o.Model.Length).ThenBy(o => o.Model, StringComparer.Ordinal))
        {
            // Where both spellings have one key, the merge joins them, and knows what to do with two spellings in one list.
            if (prices.TryGetOffer(offer.Provider, offer.Model, out Offer? own)
                && own.Provider.Id.Value == NameNormalizer.ProviderId(offer.Provider)
                && NameNormalizer.ModelKey(own.Model.Id.Value, offer.Provider) != NameNormalizer.ModelKey(offer.Model, offer.Provider)
                && taken.Add(Key(offer.Provider, own.Model.Id.Value)))
            {
                names.Add((offer.Provider, offer.Model), own.Model.Id.Value);
            }
        }

        if (names.Count == 0)
        {
            return list;
        }

        ILookup<string, string> renamed = names.ToLookup(n => n.Key.Model, n => n.Value);
        CatalogRows facts = rows with
        {
            Models = Copies(rows.Models, m => m.Id, (m, id) => m with { Id = id }),
            Capabilities = Copies(rows.Capabilities, c => c.Model, (c, id) => c with { Model = id }),
            Benchmarks = Copies(rows.Benchmarks, b => b.Model, (b, id) => b with { Model = id }),
            Aliases = [.. rows.Aliases.Select(a => a.Provider is null ? a : a with { Model = Name(a.Provider, a.Model) })],
            Offers = [.. rows.Offers.Select(o => o with { Model = Name(o.Provider, o.Model) })],
            Rates = [.. rows.Rates.Select(r => r with { Model = Name(r.Provider, r.Model) })],
            TierMultiples = [.. rows.TierMultiples.Select(m => m with { Model = Name(m.Provider, m.Model) })],
            RegionalUplifts = [.. rows.RegionalUplifts.Select(u => u with { Model = Name(u.Provider, u.Model) })],
        };
        return new PriceImport(
            facts,
            list.Skipped,
            [.. list.Implied.Select(r => r with { Model = Name(r.Provider, r.Model) })])
        {
            Copied = [.. list.Copied.Select(c => (c.Listing with { Model = Name(c.Listing.Provider, c.Listing.Model) }, c.Said))],
        };

        string Name(string provider, string model) => names.GetValueOrDefault((provider, model), model);

        // A name can be an offer at several providers, of which the catalog knows some by another one.
        ImmutableArray<T> Copies<T>(ImmutableArray<T> all, Func<T, string> model, Func<T, string, T> with)
        {
            HashSet<string> known = new(all.Select(model), StringComparer.OrdinalIgnoreCase);
            return [.. all, .. all.SelectMany(row => renamed[model(row)].Distinct().Where(id => !known.Contains(id)), with)];
        }
    }

    private static (string, string) Key(string provider, string model) => (provider.ToUpperInvariant(), model.ToUpperInvariant());
}
