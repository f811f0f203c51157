using System.Collections.Immutable;

namespace TokenPricing.Catalog;

/// <summary>The providers, models and offers of one catalog, each made once: what was handed out early is what a later look finds.</summary>
/// <remarks>Only one thread at a time may add; <see cref="Offers"/> can be read meanwhile.</remarks>
/// <param name="settings">The catalog's settings.</param>
/// <param name="complete">Makes all of the catalog's items and tells each of its neighbours.</param>
internal sealed class CatalogItems(PricingSettings settings, Action complete)
{
    private readonly Dictionary<string, PriceSource> _sources = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Provider> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, Model> Models { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The offers by the ids of provider and model.</summary>
    public NameTable<Offer> Offers { get; } = new();

    /// <summary>Who sells what a source says without naming the seller.</summary>
    public Provider Unnamed { get; } = Provider.Unnamed(complete);

    /// <summary>Adds all that facts are of.</summary>
    public void Add(CatalogRows facts)
    {
        Add(facts.Sources);
        foreach (ProviderRow provider in facts.Providers)
        {
            Add(provider);
        }

        foreach (ModelRow model in facts.Models)
        {
            Add(model);
        }

        foreach (OfferTables rows in OfferTables.Of(facts))
        {
            Add(rows);
        }
    }

    public void Add(ImmutableArray<PriceSource> sources)
    {
        foreach (PriceSource source in sources)
        {
            _sources.TryAdd(source.Id, source);
        }
    }

    public Provider Add(ProviderRow facts)
    {
        if (!Providers.TryGetValue(facts.Id, out Provider? provider))
        {
            Providers[facts.Id] = provider = new Provider(facts.Id, facts.Name, complete);
        }

        return provider;
    }

    public Model Add(ModelRow facts)
    {
        if (!Models.TryGetValue(facts.Id, out Model? model))
        {
            Models[facts.Id] = model = new Model(facts, _sources[facts.Source], complete);
        }

        return model;
    }

    /// <summary>The offer that rows are of; what they refer to has been added before.</summary>
    public Offer Add(OfferTables rows)
    {
        Model model = Models[rows.Model];
        Provider provider = Providers.GetValueOrDefault(rows.Provider, Unnamed);
        if (!Offers.TryGet(provider.Id, model.Id, out Offer? offer))
        {
            offer = new Offer(model, provider, rows.Newest, new RateCardHistory(rows.Rates, rows.Multiples ?? [], rows.Uplifts ?? [], Source).Build, settings);
            Offers.Add(provider.Id, model.Id, offer);
        }

        return offer;
    }

    private PriceSource Source(string id) => _sources[id];
}
