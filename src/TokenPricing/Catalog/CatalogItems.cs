namespace TokenPricing.Catalog;

/// <summary>
/// The providers, models and offers of one catalog. Each is created once, so that an offer that was read alone is the same object later.
/// </summary>
/// <param name="settings">The settings of the catalog.</param>
/// <param name="complete">Loads the whole catalog, which creates all items and relates them to each other.</param>
/// <remarks>
/// Only one thread at a time may add. <see cref="Offers"/> can be read meanwhile; the other tables only after the catalog is complete.
/// </remarks>
internal sealed class CatalogItems(PricingSettings settings, Action complete)
{
    private readonly Dictionary<string, PriceSource> _sources = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The providers by id.</summary>
    public Dictionary<string, Provider> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The models by id.</summary>
    public Dictionary<string, Model> Models { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The offers by the ids of their provider and model.</summary>
    public NameTable<Offer> Offers { get; } = new();

    /// <summary>The provider of the offers whose source does not name one.</summary>
    public Provider Unnamed { get; } = Provider.Unnamed(complete);

    /// <summary>Adds the items of all rows.</summary>
    public void Add(CatalogRows rows)
    {
        Add(rows.Sources);
        foreach (ProviderRow provider in rows.Providers)
        {
            Add(provider);
        }

        foreach (ModelRow model in rows.Models)
        {
            Add(model);
        }

        foreach (OfferTables offer in OfferTables.Of(rows))
        {
            Add(offer);
        }
    }

    /// <summary>Adds sources, which models and rates refer to.</summary>
    public void Add(ImmutableArray<PriceSource> sources)
    {
        foreach (PriceSource source in sources)
        {
            _sources.TryAdd(source.Id, source);
        }
    }

    /// <summary>Adds a provider, or returns the one that was added before.</summary>
    public Provider Add(ProviderRow row)
    {
        if (!Providers.TryGetValue(row.Id, out Provider? provider))
        {
            Providers[row.Id] = provider = new Provider(row, complete);
        }

        return provider;
    }

    /// <summary>Adds a model, or returns the one that was added before. Its source must have been added.</summary>
    public Model Add(ModelRow row)
    {
        if (!Models.TryGetValue(row.Id, out Model? model))
        {
            Models[row.Id] = model = new Model(row, _sources[row.Source], complete);
        }

        return model;
    }

    /// <summary>Adds an offer, or returns the one that was added before. Its model, provider and sources must have been added.</summary>
    public Offer Add(OfferTables rows)
    {
        Model model = Models[rows.Model];
        Provider provider = Providers.GetValueOrDefault(rows.Provider, Unnamed);
        if (!Offers.TryGet(provider.Id.Value, model.Id.Value, out Offer? offer))
        {
            RateCardHistory history = new(rows.Rates, rows.Multiples ?? [], rows.Uplifts ?? [], model.Facts.Released?.Earliest, Source);
            offer = new Offer(model, provider, rows.Newest, history.Build, history.Counts, settings);
            Offers.Add(provider.Id.Value, model.Id.Value, offer);
        }

        return offer;
    }

    private PriceSource Source(string id) => _sources[id];
}
