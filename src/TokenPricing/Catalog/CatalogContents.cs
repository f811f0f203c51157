namespace TokenPricing.Catalog;

/// <summary>The complete contents of a catalog: all rows, and every provider, model and offer with its related items.</summary>
internal sealed class CatalogContents
{
    private readonly Lazy<NameIndex> _names;

    /// <summary>Initializes the contents from rows.</summary>
    /// <param name="rows">The rows, which must pass <see cref="CatalogRows.Check"/>.</param>
    /// <param name="items">Creates the items, or returns those created before.</param>
    /// <param name="knownOn">
    /// The day on which the catalog was known, which limits <see cref="RecordedThrough"/>; <see langword="null"/> for no limit.
    /// </param>
    public CatalogContents(CatalogRows rows, CatalogItems items, LocalDate? knownOn = null)
    {
        Rows = rows;
        Items = items;
        items.Add(rows.Sources);
        Providers = [.. rows.Providers.Select(items.Add).OrderBy(p => p.Id)];
        Models = [.. rows.Models.Select(items.Add).OrderBy(m => m.Id)];

        // The providers are sorted, so that the offers of each model are too.
        Provider[] sellers = [.. Providers, items.Unnamed];
        ILookup<Provider, Offer> offers = OfferTables.Of(rows).Select(items.Add).ToLookup(o => o.Provider);
        ILookup<Model, Offer> ofModel = sellers.SelectMany(p => offers[p]).ToLookup(o => o.Model);
        Offers = [.. Models.SelectMany(m => ofModel[m])];
        ILookup<Provider, Offer> ofProvider = Offers.ToLookup(o => o.Provider);
        foreach (Provider seller in sellers)
        {
            seller.Offers = [.. ofProvider[seller]];
        }

        RecordedThrough = Newest(CatalogTables.All.SelectMany(t => t.RecordedDates(rows)).Where(d => !(d > knownOn)));
        SetRelations(ofModel);
        _names = new Lazy<NameIndex>(() => new NameIndex(Rows, Models, id => items.Providers[id], id => items.Models[id]));
    }

    /// <summary>The rows.</summary>
    public CatalogRows Rows { get; }

    /// <summary>The items by name.</summary>
    public CatalogItems Items { get; }

    /// <summary>The providers, by id.</summary>
    public ImmutableArray<Provider> Providers { get; }

    /// <summary>The models, by id.</summary>
    public ImmutableArray<Model> Models { get; }

    /// <summary>The offers, by model id and then by provider id.</summary>
    public ImmutableArray<Offer> Offers { get; }

    /// <summary>The newest day on which a row was recorded; <see langword="null"/> if there are no dated rows.</summary>
    public LocalDate? RecordedThrough { get; }

    /// <summary>The index of all names of models and providers, built on first use.</summary>
    public NameIndex Names => _names.Value;

    private static ILookup<string, T> ByModel<T>(IEnumerable<T> rows, Func<T, string> model) =>
        rows.ToLookup(model, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the newest row of each name, by name.</summary>
    private static ImmutableArray<T> Newest<T>(IEnumerable<T> rows, Func<T, string> name, Func<T, LocalDate> recorded)
        where T : class =>
        [
            .. rows.GroupBy(name, StringComparer.OrdinalIgnoreCase)
                .Select(g => g.MaxBy(recorded)!)
                .OrderBy(name, StringComparer.OrdinalIgnoreCase),
        ];

    private static LocalDate? Newest(IEnumerable<LocalDate> days) => days.Select(d => (LocalDate?)d).Max();

    /// <summary>
    /// Sets what each model is related to. Reading a relation of a model that has none yet would start to load the catalog again.
    /// </summary>
    private void SetRelations(ILookup<Model, Offer> offers)
    {
        ILookup<string, CapabilityRow> capabilities = ByModel(Rows.Capabilities, c => c.Model);
        ILookup<string, PanelVote> votes = ByModel(Rows.PanelVotes, v => v.Model);
        ILookup<string, CommunityVotes> community = ByModel(Rows.CommunityVotes, v => v.Model);
        ILookup<string, StatedProviderCount> counts = ByModel(Rows.ProviderCounts, c => c.Model);
        ILookup<string, BenchmarkScore> scores = ByModel(Rows.Benchmarks, b => b.Model);
        ILookup<string, Subscription> plans = Rows.Subscriptions
            .SelectMany(s => s.Models, (plan, model) => (plan, model))
            .ToLookup(p => p.model, p => p.plan, StringComparer.OrdinalIgnoreCase);
        ILookup<string, Model> variants = Models
            .Where(m => m.Facts.Base is not null)
            .ToLookup(m => m.Facts.Base!, StringComparer.OrdinalIgnoreCase);
        foreach (Model model in Models)
        {
            ImmutableArray<Offer> own = [.. offers[model]];
            ImmutableArray<Model> ownVariants = [.. variants[model.Id.Value]];
            model.Related = new Model.Relations(
                Base: model.Facts.Base is { } origin ? Items.Models[origin] : null,
                Variants: ownVariants,
                Offers: own,
                AllOffers: ownVariants.IsEmpty ? own : ByProvider(own.Concat(ownVariants.Where(IsOfNoTier).SelectMany(v => offers[v]))),
                Capabilities: Newest(capabilities[model.Id.Value], c => c.Capability, c => c.Recorded),
                PanelVotes: [.. votes[model.Id.Value]],
                CommunityVotes: community[model.Id.Value].MaxBy(v => v.Recorded),
                Benchmarks: Newest(scores[model.Id.Value], b => b.Benchmark, b => b.Recorded),
                Subscriptions: [.. plans[model.Id.Value]],
                StatedProviderCounts: [.. counts[model.Id.Value].OrderBy(c => c.Recorded)],
                RecordedThrough: RecordedThrough);
        }
    }

    private static bool IsOfNoTier(Model variant) => variant.Facts.ServiceTier == ServiceTier.Standard;

    /// <summary>Returns offers by provider id, those without a named provider last.</summary>
    private static ImmutableArray<Offer> ByProvider(IEnumerable<Offer> offers) =>
        [.. offers.OrderBy(o => !o.Provider.IsNamed).ThenBy(o => o.Provider.Id)];
}
