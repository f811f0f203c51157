using System.Collections.Immutable;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>Merges several price lists and their histories into one catalog.</summary>
/// <remarks>
/// Offers are joined by the provider and by the normalized name of the model (<see cref="NameNormalizer"/>). If lists disagree, the price
/// that most of them state is chosen, then that of the provider's own list, then the newest; the others are kept as disputed. A zero counts
/// as a price only if something states that the offer is free. A price that differs from the others by a factor of ten or more is never
/// chosen.
/// </remarks>
public sealed class CatalogBuilder
{
    private const int NeverStale = 100_000;

    private readonly List<PriceImport> _imports = [];
    private readonly List<EventLog> _logs = [];
    private readonly List<ImmutableArray<ModelFamily>> _families = [];
    private readonly List<CatalogRows> _reviewed = [];
    private ImmutableArray<ModelLink> _links = [];
    private ImmutableArray<SellerRule> _sellers = [];
    private ImmutableArray<(string Name, string Model)> _names = [];
    private ImmutableArray<DerivedRates.RegionRule> _regions = [];
    private ImmutableArray<DerivedRates.TargetRule> _targets = [];
    private ImmutableArray<DerivedRates.MeterRule> _meters = [];
    private ImmutableArray<EndRule> _ends = [];
    private ImmutableArray<NameSpelling> _spellings = [];
    private ImmutableArray<VendorRules.TierRule> _tiers = [];
    private ImmutableArray<VendorRules.PriceRule> _changes = [];
    private ImmutableArray<VendorRules.ScheduleRule> _schedules = [];

    /// <summary>
    /// Adds a price list. Of several lists of one source, the newest is the current one and the older ones are its history.
    /// </summary>
    /// <param name="list">The price list.</param>
    /// <returns>This builder.</returns>
    public CatalogBuilder Add(PriceImport list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _imports.Add(list);
        return this;
    }

    /// <summary>Adds the history of a price list of models.dev or LiteLLM, as JSON Lines of events.</summary>
    /// <param name="format">The format of the price list.</param>
    /// <param name="files">The files, oldest first.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The history of this format cannot be read.</exception>
    /// <exception cref="PriceDataException">A line is not an event of such a list.</exception>
    public CatalogBuilder AddHistory(PriceListFormat format, params IEnumerable<Stream> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (format is not (PriceListFormat.ModelsDev or PriceListFormat.LiteLlm))
        {
            throw new ArgumentException("Only histories of models.dev and LiteLLM can be read.", nameof(format));
        }

        _logs.Add(EventLog.Read(format, files));
        return this;
    }

    /// <summary>
    /// Adds models.dev's links from the listing of a provider to its model: CSV with the columns <c>provider,model,base_model</c>.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddLinks(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _links = [.. _links, .. ModelLink.Read(csv)];
        return this;
    }

    /// <summary>
    /// Adds what kinds of sellers providers are: CSV with the columns <c>id,kind,makes,evidence</c>. A kind is one of
    /// <see cref="SellerKind"/>, or empty; <c>makes</c> are developers, divided by <c>|</c>.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table, or a row has no evidence or an unknown kind.</exception>
    public CatalogBuilder AddSellers(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _sellers = [.. _sellers, .. SellerRule.Read(csv)];
        return this;
    }

    /// <summary>
    /// Adds what families of models have in common: CSV with the columns <c>match,developer,open_weights,license,total_parameters,
    /// active_parameters,architecture,released</c>, of which the first row that fits a name counts. <c>match</c> is the beginning of a
    /// name, or a part of it between asterisks.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <remarks>
    /// The developer and whether weights are open take precedence over the price lists, which spell and repeat them carelessly. The other
    /// facts fill in what no list states.
    /// </remarks>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddFamilies(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _families.Add(ModelFamily.Read(csv));
        return this;
    }

    /// <summary>
    /// Adds names of models that stand for other names: CSV with the columns <c>name,model,evidence</c>, each name without host, region,
    /// precision and speed, and for open weights without <c>instruct</c>, with hyphens only.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table, or a row has no evidence.</exception>
    public CatalogBuilder AddNames(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _names =
        [
            .. _names,
            .. CsvFile.Read(csv, "names", ["name", "model", "evidence"], c => c[2].Length > 0
                ? (c[0], c[1])
                : throw new FormatException("as evidence a page or an observation that shows that both are one model")),
        ];
        return this;
    }

    /// <summary>
    /// Adds what vendors charge for service tiers: CSV with the columns
    /// <c>provider,models,except,tier,multiple,unchanged,from,to,address</c>. Models are ids or beginnings of ids with an asterisk, divided
    /// by spaces; <c>unchanged</c> are the meters that cost in the tier what they cost without it, divided by spaces. The rule applies to
    /// the token prices of offers for which no list prices the tier.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddTierRules(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _tiers = [.. _tiers, .. VendorRules.ReadTiers(csv)];
        return this;
    }

    /// <summary>
    /// Adds the dates on which vendors changed prices: CSV with the columns
    /// <c>provider,model,meter,context,usd_before,usd_after,per,date,address</c>. They take precedence over the days on which a list
    /// noticed a change, and over lists that never did.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddPriceChanges(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _changes = [.. _changes, .. VendorRules.ReadChanges(csv)];
        return this;
    }

    /// <summary>
    /// Adds prices of vendors by the hour of the day: CSV with the columns <c>provider,model,meter,usd,per,from,to,window,address</c>. They
    /// replace those of the lists.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddSchedules(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _schedules = [.. _schedules, .. VendorRules.ReadSchedules(csv)];
        return this;
    }

    /// <summary>
    /// Adds what vendors charge in regions: CSV with the columns <c>provider,models,regions,of,multiple,from,to,address</c>. With
    /// <c>of</c>, offers whose ids begin with one of the regions, or with none, cost the multiple of the offer whose id begins with
    /// <c>of</c>; without, the region is one that a request names.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddRegions(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _regions = [.. _regions, .. DerivedRates.ReadRegions(csv)];
        return this;
    }

    /// <summary>
    /// Adds which models aliases such as <c>gemini-flash-latest</c> stand for, and when: CSV with the columns
    /// <c>provider,name,model,from,to,address</c>. The alias costs what the model costs.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddTargets(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _targets = [.. _targets, .. DerivedRates.ReadTargets(csv)];
        return this;
    }

    /// <summary>
    /// Adds meters that vendors price as a multiple of another, such as cache writes: CSV with the columns
    /// <c>provider,models,meter,of,multiple,minimum,address</c>; without <c>of</c>, the multiple is the price of one unit in US dollars.
    /// They apply to offers for which no list prices the meter. A row with a minimum and no multiple states the units that each request is
    /// billed at least, whoever states the price.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddMeters(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _meters = [.. _meters, .. DerivedRates.ReadMeters(csv)];
        return this;
    }

    /// <summary>
    /// Adds when makers advise against models and take them out of service: CSV with the columns
    /// <c>provider,models,deprecated,retired,address</c>. Models are ids divided by spaces. The days take precedence over those of lists,
    /// which also have days before which a model is not taken out. The maker's own offers end on them, unless a list that drops what has
    /// ended still has them later.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddEnds(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _ends = [.. _ends, .. EndRule.Read(csv)];
        return this;
    }

    /// <summary>
    /// Adds how makers spell the names of their models: CSV with the columns <c>developer,match,name,address</c>. A match is a regular
    /// expression, which is replaced in the names of the developer's models, or of providers if no developer is named; all rows of the
    /// developer apply, in their order.
    /// </summary>
    /// <param name="csv">The file, in UTF-8.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="PriceDataException">The file is not such a table.</exception>
    public CatalogBuilder AddSpellings(Stream csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        _spellings = [.. _spellings, .. NameSpelling.Read(csv)];
        return this;
    }

    /// <summary>
    /// Adds what people found out about models: of the models whose ids the lists have too, the facts that no list states, capabilities,
    /// stated numbers of providers, votes and benchmark scores. Prices and offers are not taken from it.
    /// </summary>
    /// <param name="reviewed">A catalog that people keep.</param>
    /// <returns>This builder.</returns>
    public CatalogBuilder AddReviewed(PriceCatalog reviewed)
    {
        ArgumentNullException.ThrowIfNull(reviewed);
        _reviewed.Add(reviewed.Rows);
        return this;
    }

    /// <summary>Merges what was added.</summary>
    /// <exception cref="InvalidOperationException">No price list was added.</exception>
    public MergedCatalog Build()
    {
        if (_imports.Count == 0)
        {
            throw new InvalidOperationException("A catalog needs at least one price list. Call Add first.");
        }

        PriceImport[] lists = [.. _imports.Select(i => i.WithoutCopied())];
        OfferJoin join = new(lists, _logs);
        ImmutableArray<ImportSkip> copies = join.DropCopies(
            key => Family(key.Model, f => f.OpenWeights) == true && IsOfMaker(key.Model, key.Provider),
            provider => _sellers.FirstOrDefault(s => s.Provider == provider)?.Kind is SellerKind.Host or SellerKind.Cloud);
        MergedOffer[] offers = [.. join.Offers.Select(o => OfferMerge.Merge(o.Key, o.Value, join.Elsewhere(o.Key))).Where(
            o => o.Agreement != Agreement.Ended || o.Rates.Count > 0)];
        MergedModels models = new(lists, offers, join, _links, keys => Forms(keys, offers), IsOfMaker);
        LocalDate newest = offers.Select(o => o.Recorded).DefaultIfEmpty(LocalDate.MinIsoValue).Max();
        TierOffers tiers = new(offers.Select(o => o.Key), models.Id);
        Dictionary<OfferId, IReadOnlyList<RateRow>> rates = RatesOf(offers, models, tiers, newest);
        RegionalUpliftRow[] uplifts =
            [.. join.Uplifts(offers).Select(u => u.Row with { Model = models.Id(u.Key), Provider = u.Key.Provider })];
        CatalogRows facts = new()
        {
            Sources = [.. _imports.SelectMany(i => i.Facts.Sources).GroupBy(s => s.Id, StringComparer.OrdinalIgnoreCase).Select(
                g => g.Last() with { Reviewed = join.Newest(g.Key) })
                .Concat(HasVendorRules ? [VendorRules.Source] : [])
                .OrderBy(s => s.Id, StringComparer.Ordinal)],
            Providers = [.. MergedProviders.Of(lists, offers, _sellers).Select(p => NameSpelling.Apply(p, _spellings))],
            Models = ModelNames.Distinct(
                WithEnds(ModelNames.OfBases(WithReleases(tiers.Related([.. models.Models.Select(WithFamily)]), models)), offers, models)
                    .Select(m => NameSpelling.Apply(m, _spellings))),
            Aliases = models.Aliases,
            Capabilities = models.Capabilities,
            Benchmarks = models.Benchmarks,
            Offers = [.. offers.Select(o => new OfferRow(models.Id(o.Key), o.Key.Provider, o.Lead.Source, o.Recorded)
            {
                Retired = EndRule.EndOf(o, models.Id(o.Key), _ends) ?? o.Retired,
            })],
            Rates = [.. rates.Values.SelectMany(r => r)],
            Disputes = [.. offers.SelectMany(o => o.Disputes.Select(d => d with { Model = models.Id(o.Key) }))],
            // What a vendor says of a tier has dates.
            TierMultiples = [.. join.Multiples(offers).Select(
                m => m.Row with { Model = models.Id(m.Key), Provider = m.Key.Provider }).Where(
                m => !_tiers.Any(r => r.Provider == m.Provider && r.Tier == m.Tier && r.Covers(m.Model)))],
            RegionalUplifts = [.. uplifts, .. DerivedRates.Uplifts(rates, _regions, uplifts)],
        };
        List<ImportSkip> skipped = [.. lists.SelectMany(i => i.Skipped), .. _logs.SelectMany(l => l.Skipped), .. copies, .. models.Dropped];
        facts = WithoutSlips(facts);
        Contradictions stated = new(join, lists, models.Id, facts);
        facts = facts with { Disputes = [.. facts.Disputes, .. stated.Find()] };
        foreach (CatalogRows reviewed in _reviewed)
        {
            (facts, ImmutableArray<ImportSkip> unknown) = ReviewedFacts.Add(facts, reviewed);
            skipped.AddRange(unknown);
        }

        return new MergedCatalog(Sorted(facts), [.. offers], [.. skipped], [.. stated.Dated()]);
    }

    private bool HasVendorRules =>
        !(_tiers.IsEmpty && _changes.IsEmpty && _schedules.IsEmpty && _regions.IsEmpty && _targets.IsEmpty && _meters.IsEmpty);

    /// <summary>
    /// Returns the rows without prices that an audit calls certainly wrong, which are disputed. Where one is of input or output, the other
    /// token prices of the offer are in the same wrong unit. The prices of lists that only fill in are judged by the others, and go where
    /// they make one of these wrong.
    /// </summary>
    private static CatalogRows WithoutSlips(CatalogRows rows)
    {
        RateRow[] filledIn = [.. rows.Rates.Where(r => SourceListing.FillsIn(r.Source))];
        CatalogRows said = filledIn.Length == rows.Rates.Length ? rows : rows with { Rates = [.. rows.Rates.Except(filledIn)] };
        rows = Without(rows, SlipsIn(said));
        if (said == rows || filledIn.Length == 0)
        {
            return rows;
        }

        Dictionary<string, string> bases = rows.Models.Where(m => m.Base is not null).ToDictionary(m => m.Id, m => m.Base!);
        (RateRow Rate, string Why)[] slips = SlipsIn(rows);
        HashSet<(string, Meter)> wrong = [.. slips.Select(s => (BaseOf(s.Rate.Model), s.Rate.Meter))];
        Dictionary<RateRow, string> reasons = slips.ToDictionary(s => s.Rate, s => s.Why);
        return Without(rows, [.. filledIn.Where(r => wrong.Contains((BaseOf(r.Model), r.Meter))).Select(
            r => (r, reasons.GetValueOrDefault(r) ?? "a slip: it makes the prices of others look wrong"))]);

        string BaseOf(string model) => bases.GetValueOrDefault(model, model);
    }

    /// <summary>
    /// Returns the prices that an audit calls certainly wrong, and those of any day that no token can have, each with the reason.
    /// </summary>
    private static (RateRow Rate, string Why)[] SlipsIn(CatalogRows rows)
    {
        IEnumerable<(string Provider, string Model, Meter Meter, string Why)> audited =
            from finding in CatalogAuditor.Audit(new PriceCatalog(rows), NeverStale).Findings
            where finding is { Severity: AuditSeverity.Error, Meter: not null, Provider: not null }
            select (finding.Provider!, finding.Model, finding.Meter!.Value, finding.Explanation);
        IEnumerable<(string Provider, string Model, Meter Meter, string Why)> impossible =
            from rate in rows.Rates
            let reason = PeerRules.WhyImpossible(rate.Meter, rate.Rate)
            where reason is not null
            select (rate.Provider, rate.Model, rate.Meter, reason);
        Dictionary<(string, string), (Meter Meter, string Why)> errors = audited.Concat(impossible)
            .GroupBy(e => (e.Provider, e.Model), e => (e.Meter, e.Why))
            .ToDictionary(g => g.Key, g => g.OrderByDescending(e => IsOfOneUnit(e.Meter)).First());
        return [.. rows.Rates.Where(r => errors.TryGetValue((r.Provider, r.Model), out var error)
            && (r.Meter == error.Meter || (r.Meter.IsTokens && IsOfOneUnit(error.Meter)))).Select(
            r => (r, $"a slip: {errors[(r.Provider, r.Model)].Why}"))];

        // Where the price of input or output is wrong, those of other tokens are in the same unit.
        static bool IsOfOneUnit(Meter meter) => meter == Meter.Input || meter == Meter.Output;
    }

    /// <summary>Returns the rows without some prices, which are disputed.</summary>
    private static CatalogRows Without(CatalogRows rows, (RateRow Rate, string Why)[] slips)
    {
        if (slips.Length == 0)
        {
            return rows;
        }

        CatalogRows clean = rows with { Rates = [.. rows.Rates.Except(slips.Select(s => s.Rate))] };
        HashSet<(string, string)> priced = [.. clean.Rates.Select(r => (r.Provider, r.Model))];
        return clean with
        {
            Disputes =
            [
                .. rows.Disputes,
                .. slips.Select(s => new DisputedRateRow(
                    s.Rate.Model, s.Rate.Provider, s.Rate.Meter, s.Rate.Rate, s.Why, s.Rate.Source, s.Rate.Recorded)
                {
                    Condition = s.Rate.Condition,
                }),
            ],
            TierMultiples = [.. rows.TierMultiples.Where(m => priced.Contains((m.Provider, m.Model)))],
            RegionalUplifts = [.. rows.RegionalUplifts.Where(u => priced.Contains((u.Provider, u.Model)))],
        };
    }

    /// <summary>Returns the rates of all offers, with what their vendors state of changes, regions, aliases, meters and tiers.</summary>
    private Dictionary<OfferId, IReadOnlyList<RateRow>> RatesOf(
        MergedOffer[] offers, MergedModels models, TierOffers tiers, LocalDate newest)
    {
        Dictionary<OfferId, IReadOnlyList<RateRow>> rates = [];
        foreach (MergedOffer offer in offers)
        {
            string model = models.Id(offer.Key);
            IReadOnlyList<RateRow> own = VendorRules.WithChanges(offer.Rates, offer.Key.Provider, model, _changes, newest, _schedules);
            own = VendorRules.WithSchedules(own, offer.Key.Provider, model, _schedules, newest);
            own = DerivedRates.WithMeters(own, offer.Key.Provider, model, _meters);
            rates[new OfferId(offer.Key.Provider, model)] = [.. own.Select(r => r with { Model = model })];
        }

        DerivedRates.AddRegions(rates, _regions);
        DerivedRates.AddTargets(rates, _targets);
        tiers.AddPrices(rates);
        foreach ((OfferId id, IReadOnlyList<RateRow> own) in rates.ToArray())
        {
            rates[id] = VendorRules.WithTiers(own, id.Provider.Value, id.Model.Value, _tiers);
        }

        return rates;
    }

    /// <summary>Returns whether a provider is the maker of a model.</summary>
    private bool IsOfMaker(string key, string provider) => Family(key, f => f.Developer) is { } maker
        && _sellers.FirstOrDefault(s => s.Provider == provider)?.Makes.Contains(maker, StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>Returns a fact of the first family that states it for a model; the default if none does.</summary>
    private T? Family<T>(string key, Func<ModelFamily, T?> fact) => _families
        .Select(f => ModelFamily.Of(f, key) is { } family ? fact(family) : default)
        .FirstOrDefault(f => f is not null);

    /// <summary>Returns the rules by which names are forms of one model.</summary>
    private ModelForms Forms(IEnumerable<string> keys, MergedOffer[] offers)
    {
        Dictionary<string, SellerRule> sellers = _sellers.ToDictionary(s => s.Provider);
        ILookup<string, string> providers = offers.ToLookup(o => o.Key.Model, o => o.Key.Provider);
        return new ModelForms(
            keys,
            offers.Select(o => o.Key.Provider).Distinct(),
            key => Family(key, f => f.OpenWeights) == true,
            key => Family(key, f => f.Developer) is { } maker && providers[key].Any(
                p => Makes(p, maker)),
            (seller, key) => sellers.GetValueOrDefault(seller)?.Kind is not SellerKind.Maker
                || Family(key, f => f.Developer) is not { } maker || Makes(seller, maker),
            _names);

        bool Makes(string provider, string maker) =>
            sellers.GetValueOrDefault(provider)?.Makes.Contains(maker, StringComparer.OrdinalIgnoreCase) == true;
    }

    /// <summary>Returns a model with what is known about its family.</summary>
    private ModelRow WithFamily(ModelRow model)
    {
        foreach (ImmutableArray<ModelFamily> families in _families)
        {
            if (ModelFamily.Of(families, model.Id) is { } family)
            {
                model = model with
                {
                    Developer = family.Developer ?? model.Developer,
                    OpenWeights = family.OpenWeights ?? model.OpenWeights,
                    License = model.License ?? family.License,
                    TotalParameters = model.TotalParameters ?? family.TotalParameters,
                    ActiveParameters = model.ActiveParameters ?? family.ActiveParameters,
                    Architecture = model.Architecture ?? family.Architecture,
                };
            }
        }

        return model;
    }

    /// <summary>
    /// Returns the models with a release, which is that of the family if its name is that of the model, and otherwise what a source states.
    /// Where none does, it is that of the family, but of a variant, which has the same weights, that of its base if that is later and the
    /// family of the base is of fewer models, or the maker's own offer has a release. It is not before the day in the name.
    /// </summary>
    private ImmutableArray<ModelRow> WithReleases(ImmutableArray<ModelRow> models, MergedModels merged)
    {
        HashSet<string> datedByMakers = merged.DatedByMakers();
        Dictionary<string, ModelRow> bases = [];
        foreach (ModelRow model in models.Where(m => m.Base is null))
        {
            bases[model.Id] = With(model);
        }

        return [.. models.Select(m => m.Base is null ? bases[m.Id] : With(m))];

        ModelRow With(ModelRow model)
        {
            (int size, PartialDate? release, bool isItsOwn) = ReleaseOf(model.Id);
            if (isItsOwn || model.Released is not null)
            {
                return model with { Released = isItsOwn ? release : model.Released };
            }

            if (model.Base is { } origin && bases[origin].Released is { } first && !(release?.Earliest > first.Earliest)
                && (release is null || size < ReleaseOf(origin).Size || (size == ReleaseOf(origin).Size && datedByMakers.Contains(origin))))
            {
                release = first;
            }

            return model with { Released = DayIn(model.Id) is { } day && !(release?.Earliest > day) ? new PartialDate(day) : release };
        }

        (int Size, PartialDate? Release, bool IsItsOwn) ReleaseOf(string model) => _families
            .Select(f => ModelFamily.Of(f, model))
            .Where(f => f?.Released is not null)
            .Select(f => (f!.Match.Length, f.Released, f.IsNameOf(model)))
            .FirstOrDefault();
    }

    /// <summary>Returns the day of a snapshot, which its name ends in; <see langword="null"/> if it does not.</summary>
    private static LocalDate? DayIn(string model) =>
        NameNormalizer.ModelKey(model) is var key && NameNormalizer.WithoutDate(key) is { } undated
        && LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Parse(key[(undated.Length + 1)..]) is { Success: true } day
            ? day.Value
            : null;

    /// <summary>
    /// Returns the models with the day on which their makers take them out of service: what the maker states, otherwise the end that a list
    /// states of the maker's own offer. Such a day that has passed while a list that drops what has ended has the offer is none, and
    /// neither is a mere absence from the lists.
    /// </summary>
    private IEnumerable<ModelRow> WithEnds(IReadOnlyCollection<ModelRow> rows, MergedOffer[] offers, MergedModels models)
    {
        Dictionary<string, SellerRule> makers = _sellers.Where(s => s.Kind == SellerKind.Maker).ToDictionary(s => s.Provider);
        ILookup<string, MergedOffer> sold = offers.Where(o => makers.ContainsKey(o.Key.Provider)).ToLookup(o => models.Id(o.Key));
        return rows.Select(m => EndRule.Apply(m with { Retired = m.Retired ?? EndOf(m) }, _ends));

        PartialDate? EndOf(ModelRow model)
        {
            MergedOffer[] own = [.. sold[model.Id].Where(o => makers[o.Key.Provider].Makes.Contains(
                model.Developer ?? "", StringComparer.OrdinalIgnoreCase))];
            LocalDate?[] ends = [.. own.Select(o => o.Retired == o.Announced || o.Announced > o.Recorded ? o.Announced : null)];
            return ends.Length > 0 && ends.Max() is { } last && !ends.Contains(null) ? new PartialDate(last) : null;
        }
    }

    /// <summary>Sorts all rows, so that a small change in the sources is a small change in the files.</summary>
    private static CatalogRows Sorted(CatalogRows facts) => facts with
    {
        Models = [.. facts.Models.OrderBy(m => m.Id, StringComparer.Ordinal)],
        Aliases = [.. facts.Aliases.OrderBy(a => a.Model, StringComparer.Ordinal).ThenBy(a => a.Provider, StringComparer.Ordinal).ThenBy(
            a => a.Name,
            StringComparer.Ordinal)],
        Capabilities =
            [.. facts.Capabilities.OrderBy(c => c.Model, StringComparer.Ordinal).ThenBy(c => c.Capability, StringComparer.Ordinal)],
        Benchmarks = [.. facts.Benchmarks.OrderBy(b => b.Model, StringComparer.Ordinal).ThenBy(b => b.Benchmark, StringComparer.Ordinal)],
        Offers = [.. facts.Offers.OrderBy(o => o.Provider, StringComparer.Ordinal).ThenBy(o => o.Model, StringComparer.Ordinal)],
        Rates = [.. facts.Rates
            .OrderBy(r => r.Provider, StringComparer.Ordinal)
            .ThenBy(r => r.Model, StringComparer.Ordinal)
            .ThenBy(r => MeterOrder.Of(r.Meter))
            .ThenBy(r => r.Condition.ToString(), StringComparer.Ordinal)
            .ThenBy(r => r.Recorded)
            .ThenBy(r => r.From ?? Instant.MinValue)],
        Disputes = [.. facts.Disputes
            .OrderBy(d => d.Provider, StringComparer.Ordinal)
            .ThenBy(d => d.Model, StringComparer.Ordinal)
            .ThenBy(d => MeterOrder.Of(d.Meter))
            .ThenBy(d => d.Source, StringComparer.Ordinal)
            .ThenBy(d => d.Recorded)],
    };
}
