using System.Globalization;
using System.Runtime.ExceptionServices;

namespace TokenPricing.Statements;

/// <summary>Prices the rows of usage files, in batches and in constant memory.</summary>
/// <remarks>
/// <para>Each row costs exactly what <c>offer.CostOf</c> returns. A row without a price has an error and does not stop the others.</para>
/// <para>A pricer remembers the names it has seen, so use one for all files with the same prices. It is not thread-safe.</para>
/// </remarks>
public sealed class RowPricer
{
    /// <summary>The number of rows in a full batch: 1,024. <see cref="Price"/> reads that many rows ahead.</summary>
    public const int BatchSize = 1024;

    private const string WithoutFees =
        "the number of requests is not known: the fees per request are in no sum, say it with requests, or the fees with request_fees";

    private const int MostTerms = 50_000;
    private const int RecentTerms = 256;

    private readonly PriceCatalog _prices;
    private readonly Instant _undated;
    private readonly CostOptions _options;
    private readonly bool _withLines;
    private readonly Dictionary<TermsKey, RowTerms> _terms = [];
    private readonly (TermsKey Key, RowTerms? Terms)[] _recent = new (TermsKey Key, RowTerms? Terms)[RecentTerms];
    private readonly List<(Offer Offer, CostOptions? Options)> _offers = [];
    private readonly RowColumns _columns = new(BatchSize);
    private BulkPricer _pricer = new([]);
    private int _places;
    private int _forgotten;
    private long _withoutPlace;

    /// <summary>Creates a pricer.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="options">
    /// How costs are calculated; <see langword="null"/> for the defaults of <see cref="CostOptions"/>. The service tier and the region of a
    /// row take precedence over those of the options.
    /// </param>
    /// <param name="undated">
    /// The instant of rows that do not state when the call was made; <see langword="null"/> for <see cref="PriceCatalog.PricesAsOf"/>.
    /// </param>
    /// <param name="withLines">
    /// Whether each cost has its <see cref="RowCost.Lines"/>. The default is <see langword="false"/>: a million rows take a second then.
    /// </param>
    public RowPricer(PriceCatalog prices, CostOptions? options = null, Instant? undated = null, bool withLines = false)
    {
        ArgumentNullException.ThrowIfNull(prices);
        (_prices, _options, _undated, _withLines) = (prices, options ?? new CostOptions(), undated ?? prices.PricesAsOf, withLines);
    }

    /// <summary>Prices rows while the answers are enumerated.</summary>
    /// <param name="rows">
    /// The rows. If reading them throws an exception, the rows before are answered first; then the exception is thrown.
    /// </param>
    /// <returns>The answer to each row, in the order of the rows.</returns>
    public IEnumerable<PricedRow> Price(IEnumerable<UsageRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Answers(rows);
    }

    /// <summary>Returns what a row would cost at each provider that sells its model.</summary>
    /// <remarks>
    /// The tokens are those that the row counts. Where a provider sells the model in another form, its own counts may differ slightly.
    /// </remarks>
    /// <param name="row">The row. Its own provider does not matter.</param>
    /// <returns>
    /// An answer for each provider: first those with a complete cost, from the cheapest on, then those whose cost leaves parts out, then
    /// those without a cost, each with its reason. Free offers, which have limits that no list states, come last. Empty if the model is not
    /// known.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="row"/> is <see langword="null"/>.</exception>
    public IReadOnlyList<PricedRow> AtSellers(UsageRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        IEnumerable<UsageRow> rows = (ModelOf(row)?.Offers ?? []).Select(row.SoldBy);
        return
        [
            .. rows.Select(r => TermsOf(r) is { Error: null } terms ? PriceAlone(r, terms) : new PricedRow(r, null, null, TermsOf(r).Error))
                .OrderBy(r => r.Cost is not { } cost ? 2 : !cost.Unpriced.IsEmpty ? 1 : cost.Total == Usd.Zero ? 3 : 0)
                .ThenBy(r => r.Cost?.Total),
        ];
    }

    /// <summary>Gets the instant of rows that do not state one.</summary>
    internal Instant Undated => _undated;

    /// <summary>Gets the number of offers in <see cref="Pricer"/>.</summary>
    internal int Places => _places;

    /// <summary>Gets the pricer of the offers that have a place.</summary>
    internal BulkPricer Pricer => _pricer;

    /// <summary>Returns the offer that a row names; <see langword="null"/> if there is none.</summary>
    internal Offer? Resolve(UsageRow row) => TermsOf(row).Offer;

    /// <summary>Returns the terms of names that are cells of a row.</summary>
    internal RowTerms TermsOf(string provider, string model, string? serviceTier, string? region) =>
        TermsOf(new TermsKey(provider, model, serviceTier, region, null, null), null);

    /// <summary>
    /// Forgets the names seen so far if they are very many. Call it before a batch: terms from before have lost their places.
    /// </summary>
    /// <returns>How often names have been forgotten.</returns>
    internal int ForgetIfFull()
    {
        if (_terms.Count >= MostTerms)
        {
            _terms.Clear();
            _offers.Clear();
            Array.Clear(_recent);
            _places = 0;
            _forgotten++;
        }

        return _forgotten;
    }

    /// <summary>Prices a row by itself.</summary>
    internal PricedRow PriceAlone(UsageRow row)
    {
        RowTerms? terms = row.Error is null && row.NotCounted is null ? TermsOf(row) : null;
        return row.IsFree ? new PricedRow(row, terms?.Offer, new RowCost(Usd.Zero, Usd.Zero, Usd.Zero, []), null)
            : terms is { Error: null } ? PriceAlone(row, terms)
            : new PricedRow(row, terms?.Offer, null, terms?.Error ?? row.Error);
    }

    /// <summary>Prices the rows batch by batch. An exception of the source is thrown after the rows before it.</summary>
    private IEnumerable<PricedRow> Answers(IEnumerable<UsageRow> rows)
    {
        using IEnumerator<UsageRow> source = rows.GetEnumerator();
        List<UsageRow> batch = new(BatchSize);
        ExceptionDispatchInfo? failure;
        do
        {
            failure = Fill(batch, source);
            foreach (PricedRow row in PriceBatch(batch))
            {
                yield return row;
            }
        }
        while (failure is null && batch.Count == BatchSize);

        failure?.Throw();
    }

    /// <summary>Reads the next batch, and returns the exception of the source; <see langword="null"/> if there is none.</summary>
    private static ExceptionDispatchInfo? Fill(List<UsageRow> batch, IEnumerator<UsageRow> source)
    {
        batch.Clear();
        try
        {
            while (batch.Count < BatchSize && source.MoveNext())
            {
                batch.Add(source.Current);
            }

            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>Prices a batch: rows that fit together in columns, the others individually.</summary>
    private PricedRow[] PriceBatch(List<UsageRow> rows)
    {
        ForgetIfFull();
        RowTerms?[] terms = new RowTerms?[rows.Count];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = rows[i].Error is null && rows[i].NotCounted is null ? TermsOf(rows[i]) : null;
        }

        GivePlaces(terms);
        PricedRow[] answers = new PricedRow[rows.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            if (rows[i].IsFree || terms[i] is not { Error: null } known)
            {
                answers[i] = PriceAlone(rows[i]);
            }
            else if (_withLines || known.IsRegionReplaced || known.Place >= _places || rows[i].IsAggregate
                || rows[i].Billed is not { } usage
                || known.UnixMilliseconds(rows[i].At ?? _undated) is not { } milliseconds
                || !_columns.TryAdd(i, known.Place, milliseconds, usage))
            {
                answers[i] = PriceAlone(rows[i], known);
            }
        }

        _columns.Price(_pricer, (i, cost, error) =>
            answers[i] = new PricedRow(terms[i]!.Shown(rows[i]), terms[i]!.Offer, cost, error is null ? null : RowError.Of(error)));
        return answers;
    }

    /// <summary>Prices a row that does not fit the columns.</summary>
    private PricedRow PriceAlone(UsageRow row, RowTerms terms)
    {
        if (row.Usage is not { } usage)
        {
            return new PricedRow(row, terms.Offer, null, new RowError(RowError.InvalidRow, "The row has no usage."));
        }

        try
        {
            Instant at = row.At ?? _undated;
            RowCost cost;
            if (row.Served is { } call)
            {
                Cost served = terms.IsRegionReplaced && call.Billed.All(b => b.Model is null)
                    ? call.Billed.Select(b => terms.Offer!.CostOf(b.Usage, at, terms.Options)).Aggregate((a, b) => a + b)
                    : terms.Offer!.CostOf(call, at, terms.Options).Cost;
                cost = _withLines ? AggregateCosting.Lined(served) : RowCost.Of(served);
            }
            else if (row.IsAggregate)
            {
                cost = terms.Aggregates.CostOf(row, _undated);
            }
            else
            {
                Cost alone = terms.Offer!.CostOf(usage, at, terms.Options);
                cost = _withLines ? AggregateCosting.Lined(alone) : RowCost.Of(alone);
            }

            cost = cost.Uplifted(terms.Uplift);
            UsageRow shown = terms.Shown(row);
            bool isWithoutFees = row.IsAggregate && row.Served is null && terms.Aggregates.LeavesOutFees(row, _undated);
            shown = isWithoutFees ? shown.Warned(WithoutFees) : shown;
            return new PricedRow(UnitWarning(row, cost) is { } warning ? shown.Warned(warning) : shown, terms.Offer, cost, null);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return new PricedRow(row, terms.Offer, null, RowError.Of(e));
        }
    }

    /// <summary>
    /// Returns a warning if the amount of a billed line is a thousand or a million times its price, or as small a part of it: then the unit
    /// of its quantity is not what the line says. No tier, band, region or discount makes such a difference.
    /// </summary>
    private static string? UnitWarning(UsageRow row, RowCost cost)
    {
        if (row is not { IsOneMeter: true, Stated: { Currency: "USD", Amount: > 0 } stated } || cost.Total.Amount <= 0)
        {
            return null;
        }

        foreach (decimal factor in new[] { 1_000m, 1_000_000m })
        {
            decimal ratio = stated.Amount / cost.Total.Amount / factor;
            decimal inverse = cost.Total.Amount / stated.Amount / factor;
            if (ratio is > 0.4m and < 2.5m || inverse is > 0.4m and < 2.5m)
            {
                string times = string.Create(CultureInfo.InvariantCulture, $"{(ratio > inverse ? "" : "1/")}{factor:N0}");
                return $"the billed amount is about {times} times the price of the quantity: is the unit of the quantity right?";
            }
        }

        return null;
    }

    /// <summary>
    /// Creates a pricer with all known offers if enough rows are waiting. Preparing an offer takes as long as pricing some rows of it
    /// individually, so a new pricer is created only after as many rows were priced individually as the current one has offers. Files with
    /// few names need one pricer, and files with many new names do not prepare all offers again and again.
    /// </summary>
    internal void GivePlaces(ReadOnlySpan<RowTerms?> terms)
    {
        foreach (RowTerms? known in terms)
        {
            _withoutPlace += known is { Error: null } && known.Place >= _places ? 1 : 0;
        }

        if (_withoutPlace > 0 && _withoutPlace >= _places)
        {
            _pricer = new BulkPricer(_offers);
            (_places, _withoutPlace) = (_offers.Count, 0);
        }
    }

    /// <summary>
    /// Returns the offer and options of a row. Files repeat the same few names, and only resolving a name takes time, so the results are
    /// cached.
    /// </summary>
    private RowTerms TermsOf(UsageRow row) =>
        TermsOf(new TermsKey(row.Provider, row.Model, row.ServiceTier, row.Region, row.Served?.Model, row.Served?.ImageFormat), row);

    private RowTerms TermsOf(in TermsKey key, UsageRow? row)
    {
        ref (TermsKey Key, RowTerms? Terms) recent = ref _recent[key.Slot];
        if (recent.Terms is { } same && recent.Key == key)
        {
            return same;
        }

        if (!_terms.TryGetValue(key, out RowTerms? terms))
        {
            _terms[key] = terms = Find(row ?? key.Row());
            if (terms.Error is null)
            {
                _offers.Add((terms.Offer!, terms.Options));
            }
        }

        recent = (key, terms);
        return terms;
    }

    /// <summary>Resolves the names of a row, or returns why they cannot be resolved.</summary>
    private RowTerms Find(UsageRow row)
    {
        Offer? offer = null;
        try
        {
            offer = OfferOf(row);
            offer = row.Served is { } call ? _prices.ServedOffer(offer, call) : offer;
            decimal? uplift = row.Region is { } region ? RegionRules.Uplift(offer, region) : null;
            CostOptions options = OptionsOf(row, offer);
            string? named = row.Region is null && _options.Region is null ? options.Region : null;
            Offer asked = offer;
            (offer, options) = _prices.InRegion(offer, uplift is null ? options : options with { Region = null });
            bool isReplaced = row.Region is not null && options.Region is null;
            return new RowTerms(offer, options, null)
            {
                Place = _offers.Count,
                Uplift = uplift ?? 1,
                IsRegionReplaced = isReplaced,
                NamedRegion = named is not null && (offer != asked || RegionRules.IsListed(offer, named)) ? named : null,
            };
        }
        catch (PricingException e)
        {
            return new RowTerms(offer, _options, RowError.Of(e));
        }
    }

    /// <summary>Returns the offer of a row, by its exact ids or by other names.</summary>
    private Offer OfferOf(UsageRow row)
    {
        if (_prices.TryGetOffer(row.Provider, row.Model, out Offer? exact))
        {
            return exact;
        }

        string provider = row.Provider.Length > 0 && !_prices.TryGetProvider(row.Provider, out _)
            ? SourceNames.Provider(row.Provider)
            : row.Provider;
        PricingException? first = null;
        foreach (string model in NamesOf(row))
        {
            try
            {
                NameMatch match = _prices.Find(provider, model);
                return match.Offer ?? OnlySeller(match.Model)
                    ?? throw new PricingException(
                        PricingError.UnknownProvider,
                        provider.Length == 0
                            ? $"The row names no provider, and {match.Model.Offers.Length} sell '{row.Model}': name one, such as "
                                + $"--provider {match.Model.Offers[0].Provider.Id}."
                            : $"'{row.Provider}' does not say who sells '{row.Model}'.");
            }
            catch (PricingException e)
            {
                first ??= e;
            }
        }

        throw first!;
    }

    /// <summary>Returns the model that a row names, whoever sells it; <see langword="null"/> if the catalog does not know it.</summary>
    private Model? ModelOf(UsageRow row)
    {
        foreach (string name in NamesOf(row))
        {
            if (_prices.TryFind(name, out NameMatch? match))
            {
                return match.Model;
            }
        }

        return null;
    }

    private static IEnumerable<string> NamesOf(UsageRow row) =>
        Enumerable.Concat([row.Model], row.OtherModels).Concat(SourceNames.Variants(row.Model));

    /// <summary>Returns the offer of a model that only one provider sells; <see langword="null"/> if several do.</summary>
    private static Offer? OnlySeller(Model model) => model.Offers is [{ } only] ? only : null;

    /// <summary>
    /// Returns the options for a row, whose service tier and region take precedence. A region that only an address or an ARN names changes
    /// the price of those models only that have a price for it.
    /// </summary>
    private CostOptions OptionsOf(UsageRow row, Offer offer)
    {
        string? stated = row.Region ?? _options.Region;
        string? named = stated ?? _prices.RegionOf(row.Provider) ?? _prices.RegionOf(row.Model);
        return row.ServiceTier is null && named is null
            ? _options
            : _options with
            {
                ServiceTier = row.ServiceTier is { } name ? TierOf(name, offer) : _options.ServiceTier,
                Region = named,
                AllowUnlistedRegion = stated is null || _options.AllowUnlistedRegion,
            };
    }

    /// <summary>
    /// Returns a service tier by its word. A name that is no word at all is a tier that the offer does not price.
    /// </summary>
    private ServiceTier TierOf(string name, Offer offer) =>
        ServiceTier.TryParse(name, out ServiceTier tier) ? tier
        : _options.AllowStandardTier ? ServiceTier.Standard
        : throw new PricingException(
            PricingError.UnknownServiceTier,
            $"{offer} has no '{name}' prices. Allow the standard tier to bill it as standard.");

    /// <summary>What decides the terms of a row.</summary>
    private readonly record struct TermsKey(string Provider, string Model, string? Tier, string? Region, string? Served, string? Images)
    {
        /// <summary>Returns a row of the names.</summary>
        public UsageRow Row() => new(1) { Provider = Provider, Model = Model, ServiceTier = Tier, Region = Region };

        /// <summary>Where the terms are looked for first, without the time that a hash of all names takes.</summary>
        public int Slot => Model.Length == 0
            ? 0
            : ((Model.Length * 31) + (Model[^1] * 7) + (Model[Model.Length / 2] * 3) + Provider.Length) % RecentTerms;
    }
}
