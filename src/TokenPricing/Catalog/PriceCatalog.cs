using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace TokenPricing;

/// <summary>Providers, models, their offers and what these cost and cost before: the door to everything else.</summary>
/// <remarks>Immutable and safe to share between threads. Names are compared without regard to case.</remarks>
public sealed partial class PriceCatalog
{
    private readonly FrozenDictionary<string, Provider> _providers;
    private readonly FrozenDictionary<string, Model> _models;
    private readonly Lazy<NameIndex> _names;

    /// <summary>A catalog of these facts.</summary>
    /// <param name="facts">The rows.</param>
    /// <param name="settings">What to do where a caller does not say; <see langword="null"/>: the defaults.</param>
    /// <exception cref="PriceDataException">The facts contradict each other or name what is not there; it lists everything wrong.</exception>
    public PriceCatalog(CatalogFacts facts, PricingSettings? settings = null)
        : this(settings ?? new PricingSettings(), Checked(facts))
    {
    }

    /// <summary>A catalog of facts that keep the rules of <see cref="FactsChecker"/> already.</summary>
    internal PriceCatalog(PricingSettings settings, CatalogFacts facts)
    {
        Facts = facts;
        Settings = settings;
        Dictionary<string, PriceSource> sources = facts.Sources.ToDictionary(s => s.Id, StringComparer.OrdinalIgnoreCase);
        Providers = [.. facts.Providers.OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase).Select(p => new Provider(p.Id, p.Name))];
        _providers = Providers.ToFrozenDictionary(p => p.Id, StringComparer.OrdinalIgnoreCase);
        Models = CreateModels(facts, sources);
        _models = Models.ToFrozenDictionary(m => m.Id, StringComparer.OrdinalIgnoreCase);
        LinkForms();
        Offers = CreateOffers(facts, sources);
        _names = new Lazy<NameIndex>(() => new NameIndex(Facts, Models, id => _providers[id], id => _models[id]));
        RecordedThrough = Newest(RecordedDates(facts));
    }

    /// <summary>The rows the catalog is made of, for saving it or making another of them.</summary>
    public CatalogFacts Facts { get; }

    /// <summary>What the catalog does where a caller does not say.</summary>
    public PricingSettings Settings { get; }

    /// <summary>Who serves and bills, by id.</summary>
    public ImmutableArray<Provider> Providers { get; }

    /// <summary>What is run, by id.</summary>
    public ImmutableArray<Model> Models { get; }

    /// <summary>Who sells what, by model id and then by provider id.</summary>
    public ImmutableArray<Offer> Offers { get; }

    /// <summary>The newest day on which anything in the catalog was learned: how old its knowledge is; <see langword="null"/> for an empty catalog.</summary>
    public LocalDate? RecordedThrough { get; private init; }

    /// <summary>How many days old the catalog's newest knowledge is on a day; <see langword="null"/> for an empty catalog.</summary>
    /// <param name="on">The day, such as today. Negative where something was learned after it.</param>
    public int? AgeInDays(LocalDate on) => RecordedThrough is { } last ? Period.DaysBetween(last, on) : null;

    /// <summary>A catalog of the same facts with other settings.</summary>
    /// <param name="change">Makes the new settings of the present ones: <c>s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced }</c>.</param>
    public PriceCatalog With(Func<PricingSettings, PricingSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new PriceCatalog(change(Settings), Facts);
    }

    /// <summary>
    /// The catalog as it was known on a day: without anything that was recorded later. A correction recorded since is not in it, so
    /// that a closed report can be made again as it was.
    /// </summary>
    /// <param name="date">The day; what was recorded on it is known.</param>
    public PriceCatalog AsKnownOn(LocalDate date)
    {
        CatalogFacts known = Facts with
        {
            Capabilities = [.. Facts.Capabilities.Where(c => c.Recorded <= date)],
            Offers = [.. Facts.Offers.Where(o => o.Recorded <= date)],
            Rates = [.. Facts.Rates.Where(r => r.Recorded <= date)],
            Disputes = [.. Facts.Disputes.Where(d => d.Recorded <= date)],
            TierMultiples = [.. Facts.TierMultiples.Where(m => m.Recorded <= date)],
            RegionalUplifts = [.. Facts.RegionalUplifts.Where(u => u.Recorded <= date)],
            ProviderCounts = [.. Facts.ProviderCounts.Where(c => c.Recorded <= date)],
            PanelVotes = [.. Facts.PanelVotes.Where(v => v.Recorded <= date)],
            CommunityVotes = [.. Facts.CommunityVotes.Where(v => v.Recorded <= date)],
            Subscriptions = [.. Facts.Subscriptions.Where(s => s.Recorded <= date)],
            Benchmarks = [.. Facts.Benchmarks.Where(b => b.Recorded <= date)],
        };

        // A model whose own row was recorded later stays where something known speaks of it, a form of it included.
        HashSet<string> spokenOf = new(
            [.. known.Rates.Select(r => r.Model), .. known.Offers.Select(o => o.Model), .. known.Capabilities.Select(c => c.Model), .. known.Subscriptions.SelectMany(s => s.Models)],
            StringComparer.OrdinalIgnoreCase);
        bool IsKnown(ModelFacts model) => model.Recorded <= date || spokenOf.Contains(model.Id);
        spokenOf.UnionWith([.. Facts.Models.Where(m => m.Base is not null && IsKnown(m)).Select(m => m.Base!)]);
        ImmutableArray<ModelFacts> models = [.. Facts.Models.Where(IsKnown)];
        HashSet<string> ids = new(models.Select(m => m.Id), StringComparer.OrdinalIgnoreCase);
        CatalogFacts all = known with { Models = models, Aliases = [.. Facts.Aliases.Where(a => ids.Contains(a.Model))] };
        return new PriceCatalog(Settings, all) { RecordedThrough = Newest(RecordedDates(all).Where(d => d <= date)) };
    }

    /// <summary>The model of this id, in any case, or of an alias or another notation of it.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownModel"/>; the message names near ids.</exception>
    public Model Model(string id) =>
        TryGetModel(id, out Model? model) ? model
        : TryFind(id, out NameMatch? match) && match.IsExact ? match.Model
        : throw Unknown(PricingError.UnknownModel, "model", id, Models.Select(m => m.Id));

    /// <summary>The model of this id; <see langword="false"/> where there is none.</summary>
    public bool TryGetModel(string id, [NotNullWhen(true)] out Model? model)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _models.TryGetValue(id, out model);
    }

    /// <summary>The provider of this id, in any case.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownProvider"/>; the message names near ids.</exception>
    public Provider Provider(string id) =>
        TryGetProvider(id, out Provider? provider) ? provider : throw Unknown(PricingError.UnknownProvider, "provider", id, Providers.Select(p => p.Id));

    /// <summary>The provider of this id; <see langword="false"/> where there is none.</summary>
    public bool TryGetProvider(string id, [NotNullWhen(true)] out Provider? provider)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _providers.TryGetValue(id, out provider);
    }

    /// <summary>What this provider charges for this model.</summary>
    /// <param name="provider">The provider's id, in any case; <c>unnamed</c> for the offer whose provider the source does not name.</param>
    /// <param name="model">The model's id, in any case, or an alias or another notation of it.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, <see cref="PricingError.UnknownModel"/>, or <see cref="PricingError.UnknownOffer"/>
    /// where both are known but the one does not offer the other.
    /// </exception>
    public Offer Offer(string provider, string model)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (TryGetOffer(provider, model, out Offer? offer))
        {
            return offer;
        }

        if (TryFind(model, out NameMatch? match, provider) && match is { IsExact: true, Offer: { } named })
        {
            return named;
        }

        string seller = TokenPricing.Provider.IsUnnamedId(provider) ? provider : Provider(provider).Id;
        Model sold = Model(model);
        throw new PricingException(PricingError.UnknownOffer, $"{seller} does not offer {sold.Id}.{OfferedBy(sold)}");
    }

    /// <summary>What this provider charges for this model; <see langword="false"/> where <see cref="Offer"/> would throw.</summary>
    public bool TryGetOffer(string provider, string model, [NotNullWhen(true)] out Offer? offer)
    {
        ArgumentNullException.ThrowIfNull(provider);
        offer = TryGetModel(model, out Model? sold) ? FindOffer(provider, sold) : null;
        return offer is not null;
    }

    private static CatalogFacts Checked(CatalogFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        IReadOnlyList<PriceDataError> errors = FactsChecker.Check(facts);
        return errors.Count == 0 ? facts : throw new PriceDataException(errors);
    }

    internal static PricingException Unknown(PricingError error, string kind, string id, IEnumerable<string> known) =>
        new(error, $"The catalog knows no {kind} '{id}'.{NearNames.Question(NearNames.Of(id, known))}");

    private static Offer? FindOffer(string provider, Model model) =>
        model.Offers.FirstOrDefault(o => string.Equals(o.Provider.Id, provider, StringComparison.OrdinalIgnoreCase));

    private static string OfferedBy(Model model)
    {
        string[] providers = [.. model.Offers.Where(o => o.Provider.IsNamed).Select(o => o.Provider.Id)];
        return providers.Length == 0 ? "" : $" It is offered by {string.Join(", ", providers)}.";
    }

    private static ImmutableArray<Model> CreateModels(CatalogFacts facts, Dictionary<string, PriceSource> sources)
    {
        ILookup<string, CapabilityFact> capabilities = ByModel(facts.Capabilities, c => c.Model);
        ILookup<string, PanelVote> votes = ByModel(facts.PanelVotes, v => v.Model);
        ILookup<string, CommunityVotes> community = ByModel(facts.CommunityVotes, v => v.Model);
        ILookup<string, StatedProviderCount> counts = ByModel(facts.ProviderCounts, c => c.Model);
        ILookup<string, BenchmarkScore> scores = ByModel(facts.Benchmarks, b => b.Model);
        ILookup<string, Subscription> plans = facts.Subscriptions
            .SelectMany(s => s.Models, (plan, model) => (plan, model))
            .ToLookup(p => p.model, p => p.plan, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. facts.Models.OrderBy(m => m.Id, StringComparer.OrdinalIgnoreCase).Select(m => new Model(m, sources[m.Source])
            {
                Capabilities = [.. Newest(capabilities[m.Id], c => c.Capability, c => c.Recorded)],
                Panel = votes.Contains(m.Id) ? new PanelVerdict([.. votes[m.Id]]) : null,
                CommunityVotes = community[m.Id].MaxBy(v => v.Recorded),
                StatedProviderCounts = [.. counts[m.Id].OrderBy(c => c.Recorded)],
                Benchmarks = [.. Newest(scores[m.Id], b => b.Benchmark, b => b.Recorded)],
                Subscriptions = [.. plans[m.Id]],
            }),
        ];
    }

    private static ILookup<string, T> ByModel<T>(IEnumerable<T> rows, Func<T, string> model) =>
        rows.ToLookup(model, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<T> Newest<T>(IEnumerable<T> rows, Func<T, string> name, Func<T, LocalDate> recorded) =>
        rows.GroupBy(name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase)
            .Select(g => g.MaxBy(recorded)!);

    private static LocalDate? Newest(IEnumerable<LocalDate> days) => days.Select(d => (LocalDate?)d).Max();

    private static IEnumerable<LocalDate> RecordedDates(CatalogFacts facts) =>
    [
        .. facts.Models.Select(m => m.Recorded),
        .. facts.Capabilities.Select(c => c.Recorded),
        .. facts.Offers.Select(o => o.Recorded),
        .. facts.Rates.Select(r => r.Recorded),
        .. facts.TierMultiples.Select(m => m.Recorded),
        .. facts.RegionalUplifts.Select(u => u.Recorded),
        .. facts.ProviderCounts.Select(c => c.Recorded),
        .. facts.PanelVotes.Select(v => v.Recorded),
        .. facts.CommunityVotes.Select(v => v.Recorded),
        .. facts.Subscriptions.Select(s => s.Recorded),
        .. facts.Benchmarks.Select(b => b.Recorded),
        .. facts.Aliases.Select(a => a.Recorded),
        .. facts.Disputes.Select(d => d.Recorded),
    ];

    private ImmutableArray<Offer> CreateOffers(CatalogFacts facts, Dictionary<string, PriceSource> sources)
    {
        static (string Model, string Provider) Key(string model, string provider) => (model.ToUpperInvariant(), provider.ToUpperInvariant());

        ILookup<(string Model, string Provider), RateFacts> rates = facts.Rates.ToLookup(r => Key(r.Model, r.Provider));
        ILookup<(string Model, string Provider), TierMultipleFacts> multiples = facts.TierMultiples.ToLookup(m => Key(m.Model, m.Provider));
        ILookup<(string Model, string Provider), RegionalUpliftFacts> uplifts = facts.RegionalUplifts.ToLookup(u => Key(u.Model, u.Provider));
        ILookup<(string Model, string Provider), OfferFacts> rows = facts.Offers.ToLookup(o => Key(o.Model, o.Provider));
        Provider unnamed = TokenPricing.Provider.Unnamed();
        ImmutableArray<Offer> offers =
        [
            .. rates.Select(r => r.Key)
                .Union(rows.Select(o => o.Key))
                .Select(key => new Offer(
                    _models[key.Model],
                    _providers.GetValueOrDefault(key.Provider, unnamed),
                    rows[key].MaxBy(o => o.Recorded),
                    new OfferHistory([.. rates[key]], [.. multiples[key]], [.. uplifts[key]], id => sources[id]).Build,
                    Settings))
                .OrderBy(o => o.Model.Id, StringComparer.OrdinalIgnoreCase)
                .ThenBy(o => !o.Provider.IsNamed)
                .ThenBy(o => o.Provider.Id, StringComparer.OrdinalIgnoreCase),
        ];
        foreach (IGrouping<Model, Offer> group in offers.GroupBy(o => o.Model))
        {
            group.Key.Offers = [.. group];
        }

        foreach (IGrouping<Provider, Offer> group in offers.GroupBy(o => o.Provider))
        {
            group.Key.Offers = [.. group];
        }

        foreach (Model model in Models)
        {
            model.GatherOffers();
        }

        return offers;
    }

    private void LinkForms()
    {
        foreach (IGrouping<string, Model> forms in Models.Where(m => m.Facts.Base is not null).GroupBy(m => m.Facts.Base!, StringComparer.OrdinalIgnoreCase))
        {
            _models[forms.Key].Link([.. forms]);
        }
    }
}
