using System.Runtime.InteropServices;

namespace TokenPricing.Names;

/// <summary>Finds the models of a catalog by each of their names, at one provider or at all.</summary>
/// <remarks>An id takes precedence over an alias. If two models have equal claims to a name, it stands for neither.</remarks>
internal sealed class NameIndex
{
    private static readonly Claims None = new();

    /// <summary>An empty provider stands for all providers. A stem is a key without its date, or without its region.</summary>
    private readonly Dictionary<(string Provider, string Name), Claims> _names = [];
    private readonly Dictionary<(string Provider, string Key), Claims> _keys = [];
    private readonly Dictionary<(string Provider, string Stem), HashSet<Model>> _snapshots = [];
    private readonly Dictionary<(string Provider, string Stem), HashSet<Model>> _regions = [];
    private int _longest;

    /// <summary>Initializes an index of the models and aliases of a catalog.</summary>
    /// <param name="rows">The rows of the catalog.</param>
    /// <param name="models">The models.</param>
    /// <param name="provider">Returns the provider with an id.</param>
    /// <param name="model">Returns the model with an id.</param>
    public NameIndex(CatalogRows rows, IEnumerable<Model> models, Func<string, Provider> provider, Func<string, Model> model)
    {
        Providers = new ProviderIndex(rows, provider);
        foreach (Model each in models)
        {
            Add("", each.Id.Value, each, isAlias: false);
            foreach (Offer offer in each.Offers)
            {
                Add(offer.Provider.Id.Value, each.Id.Value, each, isAlias: false);
            }
        }

        foreach (AliasRow alias in rows.Aliases)
        {
            Model named = model(alias.Model);
            Add("", alias.Name, named, isAlias: true);
            foreach (Offer offer in named.Offers)
            {
                if (alias.Provider is null || offer.Provider.Id == alias.Provider)
                {
                    Add(offer.Provider.Id.Value, alias.Name, named, isAlias: true);
                }
            }
        }
    }

    /// <summary>The providers by each of their names.</summary>
    public ProviderIndex Providers { get; }

    /// <summary>Returns the models with a name, compared without regard to case and surrounding white space.</summary>
    /// <param name="provider">The id of the provider; empty for all providers.</param>
    /// <param name="name">The name.</param>
    /// <remarks>A name that is longer than all of the catalog is not copied, which would take longer than all the rest.</remarks>
    public Claims Named(string provider, string name) =>
        name.AsSpan().Trim().Length > _longest ? None : _names.GetValueOrDefault((provider, Folded(name)), None);

    /// <summary>Returns the models with a key of <see cref="ModelKey"/>.</summary>
    /// <param name="provider">The id of the provider; empty for all providers.</param>
    /// <param name="key">The key.</param>
    public Claims Keyed(string provider, string key)
    {
        Claims claims = _keys.GetValueOrDefault((provider, key), None);
        return provider.Length == 0 ? claims.PlainFirst() : claims;
    }

    /// <summary>Returns the dated snapshots whose keys differ from a key only by a date.</summary>
    public IReadOnlyCollection<Model> Snapshots(string provider, string undated) => _snapshots.GetValueOrDefault((provider, undated)) ?? [];

    /// <summary>Returns the variants in regions whose keys differ from a key only by a region, those of its snapshots included.</summary>
    public IReadOnlyCollection<Model> Regions(string provider, string regionless) =>
        _regions.GetValueOrDefault((provider, regionless)) ?? [];

    private static string Folded(string name) => name.Trim().ToLowerInvariant();

    private static void Add(Dictionary<(string, string), HashSet<Model>> models, string provider, string stem, Model model) =>
        (CollectionsMarshal.GetValueRefOrAddDefault(models, (provider, stem), out _) ??= []).Add(model);

    private void Add(string provider, string name, Model model, bool isAlias)
    {
        string folded = Folded(name);
        _longest = Math.Max(_longest, folded.Length);
        Claim(_names, (provider, folded), model, isAlias);
        string key = ModelKey.Of(name, provider);
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

    private static void Claim(Dictionary<(string, string), Claims> all, (string, string) name, Model model, bool isAlias) =>
        (CollectionsMarshal.GetValueRefOrAddDefault(all, name, out _) ??= new Claims()).Add(model, isAlias);

    /// <summary>The models that have one name.</summary>
    internal sealed class Claims
    {
        private readonly List<Model> _ids = [];
        private readonly List<Model> _aliases = [];

        /// <summary>The models with the best claim. The name stands for a model only if there is exactly one.</summary>
        public IReadOnlyList<Model> Best => _ids.Count > 0 ? _ids : _aliases;

        /// <summary>Whether no model has the name as its id.</summary>
        public bool IsAlias => _ids.Count == 0;

        /// <summary>
        /// Prefers a model whose id has no slash, if there is exactly one: price lists add a prefix only to tell two listings of one
        /// provider apart.
        /// </summary>
        public Claims PlainFirst()
        {
            Model[] plain = [.. Best.Where(m => !m.Id.Value.Contains('/', StringComparison.Ordinal))];
            return Best.Count > 1 && plain.Length == 1 ? new Claims { _ids = { plain[0] } } : this;
        }

        /// <summary>Adds a model that has the name as its id or as an alias.</summary>
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
