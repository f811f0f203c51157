using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Catalog;

/// <summary>All of a catalog's facts, and what they make: every provider, model and offer with its neighbours.</summary>
internal sealed class CatalogContents
{
    private readonly Lazy<NameIndex> _names;

    /// <summary>The contents of these facts, which keep the rules of <see cref="RowChecker"/>.</summary>
    /// <param name="facts">The rows.</param>
    /// <param name="items">Makes the items, or knows them from before.</param>
    /// <param name="knownOn">The day on which they were known; <see langword="null"/>: the facts tell.</param>
    public CatalogContents(CatalogRows facts, CatalogItems items, LocalDate? knownOn = null)
    {
        Rows = facts;
        Items = items;
        items.Add(facts.Sources);
        Providers = [.. facts.Providers.Select(items.Add).OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase)];
        Models = [.. facts.Models.Select(items.Add).OrderBy(m => m.Id, StringComparer.OrdinalIgnoreCase)];

        // The providers are in their order, so that no offer need be sorted.
        Provider[] sellers = [.. Providers, items.Unnamed];
        ILookup<Provider, Offer> offers = OfferTables.Of(facts).Select(items.Add).ToLookup(o => o.Provider);
        ILookup<Model, Offer> ofModel = sellers.SelectMany(p => offers[p]).ToLookup(o => o.Model);
        Offers = [.. Models.SelectMany(m => ofModel[m])];
        ILookup<Provider, Offer> ofProvider = Offers.ToLookup(o => o.Provider);
        foreach (Provider seller in sellers)
        {
            seller.Offers = [.. ofProvider[seller]];
        }

        SetSurroundings(ofModel);
        _names = new Lazy<NameIndex>(() => new NameIndex(Rows, Models, id => items.Providers[id], id => items.Models[id]));
        RecordedThrough = Newest(CatalogTables.All.SelectMany(t => t.RecordedDates(facts)).Where(d => !(d > knownOn)));
    }

    public CatalogRows Rows { get; }

    /// <summary>The items by name, all of them.</summary>
    public CatalogItems Items { get; }

    /// <summary>By id.</summary>
    public ImmutableArray<Provider> Providers { get; }

    /// <summary>By id.</summary>
    public ImmutableArray<Model> Models { get; }

    /// <summary>By model id and then by provider id.</summary>
    public ImmutableArray<Offer> Offers { get; }

    public LocalDate? RecordedThrough { get; }

    /// <summary>The providers and models by every name of theirs.</summary>
    public NameIndex Names => _names.Value;

    private static ILookup<string, T> ByModel<T>(IEnumerable<T> rows, Func<T, string> model) =>
        rows.ToLookup(model, StringComparer.OrdinalIgnoreCase);

    // By name; of two rows of one name the newer one.
    private static ImmutableArray<T> Newest<T>(IEnumerable<T> rows, Func<T, string> name, Func<T, LocalDate> recorded)
        where T : class
    {
        Dictionary<string, T> newest = new(StringComparer.OrdinalIgnoreCase);
        foreach (T row in rows)
        {
            if (!newest.TryGetValue(name(row), out T? known) || recorded(row) > recorded(known))
            {
                newest[name(row)] = row;
            }
        }

        return [.. newest.Values.OrderBy(name, StringComparer.OrdinalIgnoreCase)];
    }

    private static LocalDate? Newest(IEnumerable<LocalDate> days) => days.Select(d => (LocalDate?)d).Max();

    // No model is asked for its neighbours before all have theirs: it would begin to load them again.
    private void SetSurroundings(ILookup<Model, Offer> offers)
    {
        ILookup<string, CapabilityRow> capabilities = ByModel(Rows.Capabilities, c => c.Model);
        ILookup<string, PanelVote> votes = ByModel(Rows.PanelVotes, v => v.Model);
        ILookup<string, CommunityVotes> community = ByModel(Rows.CommunityVotes, v => v.Model);
        ILookup<string, StatedProviderCount> counts = ByModel(Rows.ProviderCounts, c => c.Model);
        ILookup<string, BenchmarkScore> scores = ByModel(Rows.Benchmarks, b => b.Model);
        ILookup<string, Subscription> plans = Rows.Subscriptions
            .SelectMany(s => s.Models, (plan, model) => (plan, model))
            .ToLookup(p => p.model, p => p.plan, StringComparer.OrdinalIgnoreCase);
        ILookup<string, Model> forms = Models.Where(m => m.Facts.Base is not null).ToLookup(m => m.Facts.Base!, StringComparer.OrdinalIgnoreCase);
        foreach (Model model in Models)
        {
            ImmutableArray<Offer> own = [.. offers[model]];
            ImmutableArray<Model> itsVariants = [.. forms[model.Id]];
            model.Around = new Model.Surroundings
            {
                Base = model.Facts.Base is { } origin ? Items.Models[origin] : null,
                Variants = itsVariants,
                Offers = own,
                AllOffers = itsVariants.IsEmpty ? own : ByProvider(own.Concat(itsVariants.SelectMany(f => offers[f]))),
                Capabilities = Newest(capabilities[model.Id], c => c.Capability, c => c.Recorded),
                Panel = votes.Contains(model.Id) ? new PanelVerdict([.. votes[model.Id]]) : null,
                CommunityVotes = community[model.Id].MaxBy(v => v.Recorded),
                StatedProviderCounts = [.. counts[model.Id].OrderBy(c => c.Recorded)],
                Benchmarks = Newest(scores[model.Id], b => b.Benchmark, b => b.Recorded),
                Subscriptions = [.. plans[model.Id]],
            };
        }
    }

    private static ImmutableArray<Offer> ByProvider(IEnumerable<Offer> offers) =>
        [.. offers.OrderBy(o => !o.Provider.IsNamed).ThenBy(o => o.Provider.Id, StringComparer.OrdinalIgnoreCase)];
}
