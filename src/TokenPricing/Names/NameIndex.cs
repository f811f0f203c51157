namespace TokenPricing.Names;

/// <summary>A catalog's models by every name of theirs, at each provider and everywhere.</summary>
/// <remarks>A model's own id goes before an alias; of two models with equal claims to a key neither has it.</remarks>
internal sealed class NameIndex
{
    private static readonly Claims None = new();

    // Everywhere is the provider of the empty name.
    private readonly Dictionary<(string Provider, string Name), Claims> _names = [];
    private readonly Dictionary<(string Provider, string Key), Claims> _keys = [];
    private readonly Dictionary<(string Provider, string Stem), HashSet<Model>> _snapshots = [];
    private readonly Dictionary<(string Provider, string Stem), HashSet<Model>> _regions = [];

    public NameIndex(CatalogRows facts, IEnumerable<Model> models, Func<string, Provider> provider, Func<string, Model> model)
    {
        Providers = new ProviderIndex(facts, provider);
        foreach (Model each in models)
        {
            Add("", each.Id, each, isAlias: false);
            foreach (Offer offer in each.Offers)
            {
                Add(offer.Provider.Id, each.Id, each, isAlias: false);
            }
        }

        foreach (AliasRow alias in facts.Aliases)
        {
            Model named = model(alias.Model);
            Add("", alias.Name, named, isAlias: true);
            foreach (Offer offer in named.Offers)
            {
                if (alias.Provider is null || offer.Provider.Id.Equals(alias.Provider, StringComparison.OrdinalIgnoreCase))
                {
                    Add(offer.Provider.Id, alias.Name, named, isAlias: true);
                }
            }
        }
    }

    public ProviderIndex Providers { get; }

    /// <summary>The model of exactly this name, but for case and spaces around it.</summary>
    public Claims Named(string provider, string name) => _names.GetValueOrDefault((provider, Folded(name)), None);

    /// <summary>The models of this key.</summary>
    public Claims Keyed(string provider, string key)
    {
        Claims claims = _keys.GetValueOrDefault((provider, key), None);
        return provider.Length == 0 ? claims.PlainFirst() : claims;
    }

    /// <summary>The snapshots of a key without a date.</summary>
    public IReadOnlyCollection<Model> Snapshots(string provider, string undated) => _snapshots.GetValueOrDefault((provider, undated)) ?? [];

    /// <summary>The regions' forms of a key without a region, those of its snapshots included.</summary>
    public IReadOnlyCollection<Model> Regions(string provider, string regionless) => _regions.GetValueOrDefault((provider, regionless)) ?? [];

    private static string Folded(string name) => name.Trim().ToLowerInvariant();

    private static void Add(Dictionary<(string, string), HashSet<Model>> models, string provider, string stem, Model model)
    {
        if (!models.TryGetValue((provider, stem), out HashSet<Model>? all))
        {
            models[(provider, stem)] = all = [];
        }

        all.Add(model);
    }

    private void Add(string provider, string name, Model model, bool isAlias)
    {
        Claim(_names, (provider, Folded(name)), model, isAlias);
        string key = ModelKey.Of(name, provider.Length == 0 ? null : provider);
        Claim(_keys, (provider, key), model, isAlias);
        if (NameRewriting.Undated(key) is { } undated)
        {
            Add(_snapshots, provider, undated, model);
        }

        if (NameRewriting.WithoutRegion(key) is { } regionless && regionless.Length < key.Length)
        {
            Add(_regions, provider, regionless, model);
            Add(_regions, provider, NameRewriting.Undated(regionless) ?? regionless, model);
        }
    }

    private static void Claim(Dictionary<(string, string), Claims> all, (string, string) name, Model model, bool isAlias)
    {
        if (!all.TryGetValue(name, out Claims? claims))
        {
            all[name] = claims = new Claims();
        }

        claims.Add(model, isAlias);
    }

    /// <summary>The models that claim one name.</summary>
    internal sealed class Claims
    {
        private readonly List<Model> _ids = [];
        private readonly List<Model> _aliases = [];

        /// <summary>Those with the best claim: one is found, several contradict each other.</summary>
        public IReadOnlyList<Model> Best => _ids.Count > 0 ? _ids : _aliases;

        /// <summary>Whether the name is another one than the id of the model.</summary>
        public bool IsAlias => _ids.Count == 0;

        /// <summary>
        /// Everywhere, a name without a seller or maker goes before the same one with it, which a list has only to tell apart two
        /// listings of one seller.
        /// </summary>
        public Claims PlainFirst()
        {
            Model[] plain = [.. Best.Where(m => !m.Id.Contains('/', StringComparison.Ordinal))];
            return Best.Count > 1 && plain.Length == 1 ? new Claims { _ids = { plain[0] } } : this;
        }

        public void Add(Model model, bool isAlias)
        {
            List<Model> list = isAlias ? _aliases : _ids;
            if (!list.Contains(model))
            {
                list.Add(model);
            }
        }
    }
}
