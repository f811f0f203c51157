using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>The models of the merged offers: their ids, facts, base models, capabilities, benchmark scores and aliases.</summary>
/// <remarks>
/// A model is a variant of another one if their names are forms of one (<see cref="ModelForms"/>), if models.dev links listings of it to
/// the other one and the names do not contradict that, if its name differs only by a region or <c>:free</c>, or if its name differs only by
/// a date, no other date of it is known, and it costs the same at every provider that has both. A variant whose name lacks only a word such
/// as <c>instruct</c> is the same model, unless some provider has both.
/// </remarks>
internal sealed class MergedModels
{
    // The sources in the order in which their facts about a model are used: lists that describe models come before those that only price
    // them.
    private static readonly string[] Order = ["models.dev", "openrouter", "genai-prices", "litellm", "pi-ai"];

    private static readonly string[] Tunings = ["-instruct", "-it", "-chat"];

    private readonly List<ImportSkip> _dropped = [];
    private readonly OfferJoin _joined;
    private readonly bool _fillInAlone;
    private readonly ModelForms _forms;
    private readonly Dictionary<string, string> _ids = [];
    private readonly Dictionary<string, string> _short = [];
    private readonly Dictionary<string, string?> _bases = [];
    private readonly ILookup<string, (string Source, string Provider, string Listing, OfferKey Offer)> _listings;
    private readonly Dictionary<string, string> _makers = [];
    private readonly ILookup<string, (bool IsOfMaker, int Rank, ModelRow Facts, PriceImport Import)> _facts;
    private readonly Func<string, string, bool> _isOfMaker;
    private readonly ILookup<string, string> _formsOf;
    private readonly ILookup<(PriceImport, string), CapabilityRow> _capabilities;

    /// <summary>Derives the models from the offers, the imported facts and the links.</summary>
    public MergedModels(
        IReadOnlyList<PriceImport> imports,
        IReadOnlyList<MergedOffer> offers,
        OfferJoin joined,
        ImmutableArray<ModelLink> links,
        Func<IEnumerable<string>, ModelForms> forms,
        Func<string, string, bool> isOfMaker)
    {
        _isOfMaker = isOfMaker;
        _joined = joined;
        HashSet<string> offered = [.. offers.Select(o => o.Key.Model)];
        _listings = joined.Listings.Where(l => offered.Contains(l.Offer.Model)).ToLookup(l => l.Offer.Model);
        _fillInAlone = imports.All(i => SourceListing.FillsIn(i.Facts.Sources[0].Id));
        _forms = forms(offered);
        Link(offers, links);
        Shorten(offers);
        HashSet<OfferKey> sold = [.. offers.Select(o => o.Key)];
        foreach (string key in _bases.Keys)
        {
            // A list that contradicts itself has offers whose key is the listing, which can be the spelling of another key.
            string name = Name(key);
            _ids[key] = Through(key, sold) ?? (name != key && _bases.ContainsKey(name) ? key : name);
        }

        _facts = FactsByModel(imports).ToLookup(f => f.Key, f => (f.IsOfMaker, f.Rank, f.Facts, f.Import));
        _capabilities = imports.SelectMany(i => i.Facts.Capabilities, (i, c) => (i, c)).ToLookup(c => (c.i, c.c.Model), c => c.c);
        _formsOf = _bases.Where(b => b.Value is not null).OrderBy(b => b.Key, StringComparer.Ordinal).ToLookup(b => b.Value!, b => b.Key);
        Models = [.. _ids.Where(m => !_short.ContainsKey(m.Key)).Select(m => Describe(m.Key, m.Value))];
        Capabilities = [.. CapabilitiesOf()];
        Benchmarks = [.. BenchmarksOf()];
        Aliases = [.. AliasesOf(imports, joined)];
    }

    public ImmutableArray<ModelRow> Models { get; }

    /// <summary>The links that contradict the names, with the reason.</summary>
    public IReadOnlyList<ImportSkip> Dropped => _dropped;

    public ImmutableArray<CapabilityRow> Capabilities { get; }

    public ImmutableArray<BenchmarkScore> Benchmarks { get; }

    public ImmutableArray<AliasRow> Aliases { get; }

    /// <summary>Returns the id of an offer's model.</summary>
    public string Id(OfferKey offer) => Id(offer.Model);

    /// <summary>Returns the ids of the models whose release a list states of their makers' own offers.</summary>
    public HashSet<string> DatedByMakers() =>
        [.. _ids.Where(m => _facts[m.Key].Any(f => f.IsOfMaker && f.Facts.Released is not null)).Select(m => m.Value)];

    /// <summary>Returns the id of a model by the key of its name.</summary>
    private string Id(string key) => _ids[_short.GetValueOrDefault(key, key)];

    /// <summary>
    /// Finds short names of instruct models: "llama-3.3-70b" is "llama-3.3-70b-instruct" if models.dev links it there and no provider has
    /// both.
    /// </summary>
    private void Shorten(IReadOnlyList<MergedOffer> offers)
    {
        ILookup<string, string> providers = offers.ToLookup(o => o.Key.Model, o => o.Key.Provider);
        foreach ((string key, string? origin) in _bases.ToArray())
        {
            if (origin is not null && Tunings.Any(t => key + t == origin) && !providers[key].Intersect(providers[origin]).Any())
            {
                _short[key] = origin;
            }
        }
    }

    /// <summary>
    /// Determines the base of each model: by the links of models.dev, of which the most frequent counts, then by the name without region,
    /// then by the name without date.
    /// </summary>
    private void Link(IReadOnlyList<MergedOffer> offers, ImmutableArray<ModelLink> links)
    {
        Dictionary<string, List<string>> linked = [];
        Dictionary<(string, string), string> models = [];
        foreach (ModelLink link in links)
        {
            models[(link.Provider.ToLowerInvariant(), link.Listing.ToLowerInvariant())] = link.Model;
        }

        foreach ((string _, string provider, string listing, OfferKey offer) in _listings.SelectMany(l => l))
        {
            if (models.TryGetValue((provider, listing), out string? model))
            {
                (linked.TryGetValue(offer.Model, out List<string>? known) ? known : linked[offer.Model] = []).Add(model);
            }
        }

        foreach (IGrouping<string, MergedOffer> model in offers.GroupBy(o => o.Key.Model))
        {
            _bases[model.Key] = null;
        }

        foreach ((string key, List<string> targets) in linked)
        {
            string target =
                targets.GroupBy(t => t).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
            string root = NameNormalizer.ModelKey(target);
            if ((_forms.Veto(key, root) ?? OtherVersion(key, root)) is { } veto)
            {
                _dropped.Add(new ImportSkip($"links: {key}", target, $"It is not that model: {veto}."));
                continue;
            }

            _makers[root] = target[..Math.Max(0, target.IndexOf('/', StringComparison.Ordinal))];
            _bases.TryAdd(root, null);
            _bases[key] = root == key ? null : root;
        }

        string? OtherVersion(string key, string root) =>
            _forms.Version(root).Length == 0 && _forms.Version(key) is { Length: > 0 } version
                && linked.Any(l => _forms.Version(l.Key) is { Length: > 0 } other && other != version
                    && l.Value.Exists(t => NameNormalizer.ModelKey(t) == root))
                ? "several versions are linked to it"
                : null;

        foreach (string key in _bases.Keys.Where(k => _bases[k] is null).ToArray())
        {
            string root = OfferJoin.Root(key);
            _bases[key] = root != key && _bases.ContainsKey(root) ? root : null;
        }

        LinkDates(offers);
        LinkForms(offers);
        foreach (string key in _bases.Keys.ToArray())
        {
            _bases[key] = RootOf(key);
        }
    }

    /// <summary>
    /// Joins the models whose names are forms of one. Their base is the one that most providers sell.
    /// </summary>
    private void LinkForms(IReadOnlyList<MergedOffer> offers)
    {
        Dictionary<string, int> sellers =
            offers.GroupBy(o => o.Key.Model).ToDictionary(g => g.Key, g => g.DistinctBy(o => o.Key.Provider).Count());
        foreach (IGrouping<string, string> forms in _bases.Keys.GroupBy(_forms.Stem).ToArray())
        {
            string[] keys = [.. forms];
            string[] roots = [.. keys.Select(k => RootOf(k) ?? k).Distinct()];
            if (roots.Length < 2)
            {
                continue;
            }

            string root = roots
                .OrderBy(r => r.Contains('/', StringComparison.Ordinal))
                .ThenBy(r => r.EndsWith("-v1", StringComparison.Ordinal) && !forms.Key.EndsWith("-v1", StringComparison.Ordinal))
                .ThenByDescending(r => sellers.GetValueOrDefault(r))
                .ThenBy(r => r.Length)
                .ThenBy(r => r, StringComparer.Ordinal)
                .First();
            foreach (string other in roots.Where(r => r != root))
            {
                _bases[other] = root;
            }

            _bases[root] = null;
        }
    }

    /// <summary>
    /// Links dated names to the name without the date if both cost the same: "claude-sonnet-4-5-20250929" is linked to "claude-sonnet-4-5",
    /// but "gpt-4o-2024-05-13" is not linked to "gpt-4o".
    /// </summary>
    private void LinkDates(IReadOnlyList<MergedOffer> offers)
    {
        Dictionary<OfferKey, TokenPrices?> prices =
            offers.ToDictionary(o => o.Key, o => o.Agreement == Agreement.Ended ? null : TokenPrices.Of(o.Lead));
        ILookup<string, OfferKey> byModel = offers.Select(o => o.Key).ToLookup(o => o.Model);
        ILookup<string, string> dates = _bases.Keys.Where(k => NameNormalizer.WithoutDate(k) is not null).ToLookup(
            k => NameNormalizer.WithoutDate(k)!);
        foreach (string key in _bases.Keys.ToArray())
        {
            if (NameNormalizer.WithoutDate(key) is not { } undated || !_bases.ContainsKey(undated))
            {
                continue;
            }

            // Of several releases, which one the name without a date stands for is not known from the names.
            if (dates[undated].Count() > 1)
            {
                _bases[key] = null;
                continue;
            }

            (TokenPrices? Dated, TokenPrices? Undated)[] both =
                [.. byModel[key].Where(o => prices.ContainsKey(o with { Model = undated })).Select(
                    o => (prices[o], prices[o with { Model = undated }])).Where(p => p.Item1 is not null && p.Item2 is not null)];
            if (_bases[key] is null && both.Length > 0 && Array.TrueForAll(both, p => p.Dated == p.Undated))
            {
                _bases[key] = undated;
            }
        }
    }

    /// <summary>Follows the bases of a model to the last one; <see langword="null"/> if the model has no base.</summary>
    private string? RootOf(string key)
    {
        HashSet<string> passed = [key];
        string root = key;
        while (_bases[root] is { } next && passed.Add(next))
        {
            root = next;
        }

        // In a cycle, the first name in ordinal order is the root.
        string first = _bases[root] is null ? root : passed.Order(StringComparer.Ordinal).First();
        return first == key ? null : first;
    }

    /// <summary>
    /// Returns the id of a gateway's way to another provider, such as <c>gpt-oss-120b-via-groq</c> for the listing
    /// <c>groq/openai/gpt-oss-120b</c>, which everywhere else means Groq's own offer; <see langword="null"/> for what is none.
    /// </summary>
    /// <param name="key">The key of the model: the listing, because the gateway lists several ways.</param>
    /// <param name="sold">The offers.</param>
    private string? Through(string key, HashSet<OfferKey> sold)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        string provider = slash < 1 ? "" : NameNormalizer.ProviderId(key[..slash]);
        string model = NameNormalizer.ModelKey(key, provider);
        if (slash < 1 || model.Contains('/', StringComparison.Ordinal)
            || !sold.Contains(new OfferKey(provider, model)) || _listings[key].Any(l => l.Provider == provider))
        {
            return null;
        }

        string id = $"{Name(model)}-via-{provider}";
        return _bases.ContainsKey(id) || _ids.ContainsValue(id) ? null : id;
    }

    /// <summary>
    /// Returns the most frequent spelling among the listings that differ from the key only by separators, otherwise the key.
    /// </summary>
    private string Name(string key)
    {
        static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
        string letters = Letters(key);
        return _listings[key]
            .Where(l => _fillInAlone || !SourceListing.FillsIn(l.Source))
            .Select(l => l.Listing[(l.Listing.LastIndexOf('/') + 1)..])
            .Where(n => Letters(n) == letters && !n.Any(c => char.IsWhiteSpace(c) || c is '@' or '_') && NameNormalizer.ModelKey(n) == key)
            .GroupBy(n => n, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key)
            .FirstOrDefault(key);
    }

    /// <summary>
    /// Returns the imported facts with the keys of their models. Those of the maker's own listing are used first, then those of a lower
    /// rank.
    /// </summary>
    private IEnumerable<(string Key, bool IsOfMaker, int Rank, ModelRow Facts, PriceImport Import)> FactsByModel(
        IReadOnlyList<PriceImport> imports)
    {
        ILookup<(string Source, string Listing), OfferKey> keys =
            _joined.Described.ToLookup(l => (l.Source, l.Listing), l => l.Offer);
        return
            from import in imports
            let source = import.Facts.Sources[0].Id
            from facts in import.Facts.Models
            from sold in keys[(source, facts.Id.ToLowerInvariant())].GroupBy(o => o.Model, o => o.Provider)
            let isOfMaker = sold.Any(p => _isOfMaker(sold.Key, p))
            select (sold.Key, isOfMaker, Array.IndexOf(Order, source) is >= 0 and var rank ? rank : Order.Length, facts, import);
    }

    /// <summary>
    /// Merges the facts of a model. Each fact is that of the first source in order that states it; what none states of a model itself is
    /// taken from its forms.
    /// </summary>
    private ModelRow Describe(string key, string id)
    {
        string? origin = _bases[key];
        ModelRow[] own = [.. Known(key)];
        ModelRow[] known = origin is null ? [.. own, .. _formsOf[key].SelectMany(Known)] : own;
        if (known.Length == 0)
        {
            // The model is known only from the links or the history.
            ModelRow any = _facts.SelectMany(f => f).Select(f => f.Facts).First();
            return new ModelRow(id, id, any.Source, any.Recorded)
            {
                Base = origin is null ? null : _ids[origin],
                Developer = MakerOf(key),
                Kind = ModelFacts.Kind(key, null, []),
            };
        }

        ImmutableArray<string> writes = First(m => m.OutputModalities.IsEmpty ? null : (ImmutableArray<string>?)m.OutputModalities) ?? [];
        return known[0] with
        {
            Id = id,
            Name = ModelNames.Best(id, (own.Length > 0 ? own : known).Select(m => m.Name)) ?? id,
            Base = origin is null ? null : _ids[origin],
            Developer = known[0].Developer ?? MakerOf(key),
            Kind = ModelFacts.Kind(key, own.Select(m => m.Kind).FirstOrDefault(k => k is not null), writes),
            Released = ReleaseOf(key) ?? First(m => m.Released),
            KnowledgeCutoff = First(m => m.KnowledgeCutoff),
            ContextWindow = First(m => m.ContextWindow),
            MaxOutput = First(m => m.MaxOutput),
            InputModalities = First(m => m.InputModalities.IsEmpty ? null : (ImmutableArray<string>?)m.InputModalities) ?? [],
            OutputModalities = writes,
            OpenWeights = First(m => m.OpenWeights),
        };

        IEnumerable<ModelRow> Known(string model) => InOrder(model).Select(f => f.Facts);

        T? First<T>(Func<ModelRow, T?> fact)
            where T : struct => known.Select(fact).FirstOrDefault(f => f is not null);
    }

    /// <summary>
    /// Returns the release that the maker's own listing states, otherwise the one that most listings state, of several that of the most
    /// trusted source: resellers often state when they began to sell the model. <see langword="null"/> if none states any.
    /// </summary>
    private PartialDate? ReleaseOf(string key) => InOrder(key)
        .Where(f => f.Facts.Released is not null)
        .GroupBy(f => f.Facts.Released!.Value)
        .OrderByDescending(g => g.Any(f => f.IsOfMaker))
        .ThenByDescending(g => g.Count())
        .Select(g => (PartialDate?)g.Key)
        .FirstOrDefault();

    /// <summary>Returns the facts about a model, the most trusted first.</summary>
    private IEnumerable<(bool IsOfMaker, int Rank, ModelRow Facts, PriceImport Import)> InOrder(string model) => _facts[model]
        .OrderByDescending(f => f.IsOfMaker)
        .ThenBy(f => f.Rank)
        .ThenByDescending(f => f.Facts.Recorded)
        .ThenBy(f => f.Facts.Id.Length)
        .ThenBy(f => f.Facts.Id, StringComparer.Ordinal);

    /// <summary>
    /// Returns the developer of a model: according to the links, or the most frequent known developer before a slash in its listings. The
    /// word before the slash can also be the provider, which does not count. <see langword="null"/> if unknown.
    /// </summary>
    private string? MakerOf(string key)
    {
        if (_makers.TryGetValue(_bases[key] ?? key, out string? maker) && maker.Length > 0)
        {
            return maker;
        }

        return _listings[key]
            .SelectMany(
                l => l.Listing.Split('/')[..^1].Where(w => NameNormalizer.IsMaker(w) && NameNormalizer.ProviderId(w) != l.Offer.Provider))
            .GroupBy(m => m)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
    }

    /// <summary>Returns the capabilities of models that are not variants; variants have those of their base.</summary>
    private IEnumerable<CapabilityRow> CapabilitiesOf() =>
        from key in _bases.Keys
        where _bases[key] is null
        from capability in (
            from facts in _facts[key]
            orderby facts.IsOfMaker descending, facts.Rank, facts.Facts.Id.Length
            from row in _capabilities[(facts.Import, facts.Facts.Id)]
            select row).DistinctBy(c => c.Capability)
        select capability with { Model = _ids[key] };

    /// <summary>Returns the benchmark scores of the models.</summary>
    private IEnumerable<BenchmarkScore> BenchmarksOf() =>
        from key in _bases.Keys
        from score in _facts[key]
            .SelectMany(f => f.Import.Facts.Benchmarks.Where(b => b.Model == f.Facts.Id))
            .DistinctBy(b => (b.Benchmark, b.Recorded))
        where !_short.ContainsKey(key)
        select score with { Model = _ids[key] };

    /// <summary>Returns the names that normalization does not resolve to their model, or resolves to several models.</summary>
    private IEnumerable<AliasRow> AliasesOf(IReadOnlyList<PriceImport> imports, OfferJoin joined)
    {
        IEnumerable<(string Name, OfferKey Offer, PriceImport Import, LocalDate Recorded)> spelled =
            from import in imports
            from offer in import.Facts.Offers
            let key = joined.Find(import, offer.Provider, offer.Model)
            where key is not null
            select (offer.Model.ToLowerInvariant(), key.Value, import, offer.Recorded);
        IEnumerable<(string Name, OfferKey Offer, PriceImport Import, LocalDate Recorded)> named =
            from import in imports
            from alias in import.Facts.Aliases
            where alias.Provider is not null
            let key = joined.Find(import, alias.Provider!, alias.Model)
            where key is not null
            select (alias.Name.ToLowerInvariant(), key.Value, import, alias.Recorded);
        HashSet<(string, string)> shared =
            [.. _listings.SelectMany(l => l).Select(l => l.Offer).Distinct().GroupBy(
                o => (o.Provider, NameNormalizer.ModelKey(o.Model, o.Provider))).Where(g => g.Count() > 1).Select(g => g.Key)];
        HashSet<OfferKey> offers = [.. _listings.SelectMany(l => l).Select(l => l.Offer)];
        HashSet<string> providers = [.. offers.Select(o => o.Provider)];
        ILookup<string, string> dates = _bases.Keys.ToLookup(k => NameNormalizer.WithoutDate(k) ?? "");

        // An alias that is the name of another offer is dropped: one list calls "gpt-oss-safeguard-20b" a name of gpt-oss-120b.
        Dictionary<string, ModelRow> models = Models.ToDictionary(m => m.Id);
        IEnumerable<AliasRow> shortened = _short
            .Select(s => (Name: _ids[s.Key], Model: models[_ids[s.Value]]))
            .Select(s => new AliasRow(s.Name, s.Model.Id, null, s.Model.Source, s.Model.Recorded));
        named = named.Where(a => NameNormalizer.ModelKey(a.Name, a.Offer.Provider) is var key
            && !offers.Contains(new OfferKey(a.Offer.Provider, key))
            && (a.Import.Facts.Sources[0].Id == a.Offer.Provider || IsNameOf(key, a.Offer.Model, dates))).ToArray();
        return shortened.Concat(spelled.Concat(named)
            .Where(a => _ids.ContainsKey(a.Offer.Model) && !a.Name.Equals(Id(a.Offer), StringComparison.Ordinal))
            .Where(a => NameNormalizer.ModelKey(a.Name, a.Offer.Provider) is var key
                && (key != a.Offer.Model || shared.Contains((a.Offer.Provider, key)) || BeginsWithAnother(a.Name, a.Offer.Provider)))
            .DistinctBy(a => (a.Name, a.Offer.Provider))
            .Select(a => new AliasRow(a.Name, Id(a.Offer), a.Offer.Provider, a.Import.Facts.Sources[0].Id, a.Recorded)));

        // A gateway's "workers-ai/@cf/meta/..." would be taken for an offer of the provider that it begins with.
        bool BeginsWithAnother(string name, string seller) =>
            name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && !NameNormalizer.IsMaker(name[..slash])
                && NameNormalizer.ProviderId(name[..slash]) is var first && first != seller && providers.Contains(first);
    }

    /// <summary>
    /// Returns whether an alias that a list's rule gives to a model may be its name: the alias is the name of a form of it, or says nothing
    /// of another model (<see cref="ModelForms.SaysMore"/>). The date of a snapshot is nothing of another model where no other date of the
    /// name is known. A provider's own list knows what its names mean.
    /// </summary>
    private bool IsNameOf(string alias, string model, ILookup<string, string> dates)
    {
        const string Moderated = ":beta";
        string key = alias.EndsWith(Moderated, StringComparison.Ordinal) ? alias[..^Moderated.Length] : alias;
        string? undated = NameNormalizer.WithoutDate(key);
        bool isForm = _bases.TryGetValue(key, out string? origin) && (origin ?? key) == (_bases.GetValueOrDefault(model) ?? model);
        string? why = isForm ? null
            : undated is not null && dates[undated].FirstOrDefault(d => d != key) is { } other ? $"there is {other} too"
            : _forms.SaysMore(undated ?? key, model) is { } more ? $"the model's does not say {more}"
            : null;
        if (why is not null)
        {
            _dropped.Add(new ImportSkip($"aliases: {alias}", model, $"It is not a name of that model: {why}."));
        }

        return why is null;
    }
}
