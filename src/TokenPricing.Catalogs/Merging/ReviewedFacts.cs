using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Adds to a merged catalog what a catalog that people keep says of the same models and no list states.</summary>
internal static class ReviewedFacts
{
    /// <summary>Returns the rows with those of the reviewed catalog, and the reviewed models that the rows do not have.</summary>
    public static (CatalogRows Rows, ImmutableArray<ImportSkip> Skipped) Add(CatalogRows rows, CatalogRows reviewed)
    {
        Dictionary<string, ModelRow> known = reviewed.Models.ToDictionary(m => m.Id, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> ids = rows.Models.Where(m => known.ContainsKey(m.Id)).ToDictionary(
            m => m.Id, m => m.Id, StringComparer.OrdinalIgnoreCase);
        HashSet<(string, string)> capabilities = [.. rows.Capabilities.Select(c => (c.Model, c.Capability))];
        HashSet<string> variants = [.. rows.Models.Where(m => m.Base is not null).Select(m => m.Id)];
        CatalogRows added = new()
        {
            // What a variant can do is what its base can.
            Capabilities = [.. reviewed.Capabilities.Where(c => ids.ContainsKey(c.Model)).Select(
                c => c with { Model = ids[c.Model] }).Where(
                c => !variants.Contains(c.Model) && !capabilities.Contains((c.Model, c.Capability)))],
            ProviderCounts = [.. reviewed.ProviderCounts.Where(c => ids.ContainsKey(c.Model)).Select(
                c => c with { Model = ids[c.Model] })],
            PanelVotes = [.. reviewed.PanelVotes.Where(v => ids.ContainsKey(v.Model)).Select(v => v with { Model = ids[v.Model] })],
            CommunityVotes = [.. reviewed.CommunityVotes.Where(v => ids.ContainsKey(v.Model)).Select(v => v with { Model = ids[v.Model] })],
            Benchmarks = [.. reviewed.Benchmarks.Where(b => ids.ContainsKey(b.Model)).Select(b => b with { Model = ids[b.Model] })],
        };
        HashSet<string> used =
        [
            .. added.Capabilities.Select(c => c.Source), .. added.ProviderCounts.Select(c => c.Source),
            .. added.PanelVotes.Select(v => v.Source), .. added.CommunityVotes.Select(v => v.Source),
            .. added.Benchmarks.Select(b => b.Source), .. ids.Keys.Select(i => known[i].Source),
        ];
        return (
            rows with
            {
                Sources = [.. rows.Sources.Concat(reviewed.Sources.Where(s => used.Contains(s.Id))).OrderBy(
                    s => s.Id, StringComparer.Ordinal)],
                Models = [.. rows.Models.Select(m => known.TryGetValue(m.Id, out ModelRow? facts) ? With(m, facts) : m)],
                Capabilities = [.. rows.Capabilities, .. added.Capabilities],
                ProviderCounts = [.. rows.ProviderCounts, .. added.ProviderCounts],
                PanelVotes = [.. rows.PanelVotes, .. added.PanelVotes],
                CommunityVotes = [.. rows.CommunityVotes, .. added.CommunityVotes],
                Benchmarks = [.. rows.Benchmarks, .. added.Benchmarks],
            },
            [.. reviewed.Models.Where(m => !ids.ContainsKey(m.Id)).Select(
                m => new ImportSkip($"reviewed: {m.Id}", m.Name, "No list has a model of this id."))]);
    }

    /// <summary>Returns a model with the facts that it lacks.</summary>
    private static ModelRow With(ModelRow model, ModelRow facts) => model with
    {
        Developer = model.Developer ?? facts.Developer,
        Released = model.Released ?? facts.Released,
        Deprecated = model.Deprecated ?? facts.Deprecated,
        Retired = model.Retired ?? facts.Retired,
        ContextWindow = model.ContextWindow ?? facts.ContextWindow,
        MaxOutput = model.MaxOutput ?? facts.MaxOutput,
        Parameters = model.Parameters ?? facts.Parameters,
        TotalParameters = model.TotalParameters ?? facts.TotalParameters,
        ActiveParameters = model.ActiveParameters ?? facts.ActiveParameters,
        Architecture = model.Architecture ?? facts.Architecture,
        License = model.License ?? facts.License,
        OpenWeights = model.OpenWeights ?? facts.OpenWeights,
        KnowledgeCutoff = model.KnowledgeCutoff ?? facts.KnowledgeCutoff,
        InputModalities = model.InputModalities.IsEmpty ? facts.InputModalities : model.InputModalities,
        OutputModalities = model.OutputModalities.IsEmpty ? facts.OutputModalities : model.OutputModalities,
        IsFreeToUse = model.IsFreeToUse ?? facts.IsFreeToUse,
    };
}
