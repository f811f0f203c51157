using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>The providers of the merged offers, each under its canonical id.</summary>
internal static class MergedProviders
{
    /// <summary>Returns the providers by id, with the aliases and addresses of all imports and what kinds of sellers they are.</summary>
    public static ImmutableArray<ProviderRow> Of(
        IReadOnlyList<PriceImport> imports, IReadOnlyCollection<MergedOffer> offers, ImmutableArray<SellerRule> sellers)
    {
        Dictionary<string, SellerRule> kinds = sellers.ToDictionary(s => s.Provider);
        ILookup<string, ProviderRow> known =
            imports.SelectMany(i => i.Facts.Providers).ToLookup(p => NameNormalizer.ProviderId(p.Id), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. offers
                .Select(o => o.Key.Provider)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(id => new ProviderRow(id, NameOf(id, [.. known[id]]))
                {
                    Aliases = [.. NameNormalizer.ProviderAliases(id).Concat(known[id].Select(p => p.Id.ToLowerInvariant())).Where(
                        a => a != id).Distinct().Order(StringComparer.Ordinal)],
                    Addresses = ProviderFacts.Addresses(id) is { IsEmpty: false } addresses
                        ? addresses
                        : [.. known[id].SelectMany(p => p.Addresses).Distinct()],
                    Kind = kinds.GetValueOrDefault(id)?.Kind,
                    Makes = kinds.GetValueOrDefault(id)?.Makes ?? [],
                }),
        ];
    }

    /// <summary>Returns the name of a provider, otherwise its id. A list without names repeats the id as the name.</summary>
    private static string NameOf(string id, ProviderRow[] known) =>
        ProviderFacts.Name(id)
            ?? known.FirstOrDefault(p => p.Id == id && p.Name != p.Id)?.Name
            ?? known.FirstOrDefault(p => p.Name != p.Id)?.Name
            ?? id;
}
