using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Joins the listings of all sources by offer.</summary>
internal sealed class OfferJoin
{
    private const int FewestElsewhere = 3;
    private const int ManyHosts = 5;

    // Names under which each provider has a router or a search of its own.
    private static readonly string[] Services = ["auto", "cheap", "fast", "search"];

    private static readonly Meter[] Both = [Meter.Input, Meter.Output];

    private readonly Dictionary<OfferKey, List<SourceListing>> _offers = [];
    private readonly Dictionary<(string Source, string Provider, string Listing), OfferKey> _keys = [];
    private readonly Dictionary<string, LocalDate> _newest = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<(string Provider, TokenPrices Prices)>> _prices = [];
    private readonly IReadOnlyList<PriceImport> _imports;
    private readonly List<(string Source, string Provider, string Listing, OfferKey Offer)> _copied = [];

    /// <summary>Joins the imports, newest first, then adds the histories.</summary>
    public OfferJoin(IReadOnlyList<PriceImport> imports, IReadOnlyList<EventLog> logs)
    {
        _imports = imports;
        foreach (PriceImport import in imports)
        {
            LocalDate recorded = Recorded(import);
            _newest[Source(import)] = _newest.TryGetValue(Source(import), out LocalDate newest)
                ? LocalDate.Max(newest, recorded)
                : recorded;
        }

        foreach (PriceImport import in imports.OrderByDescending(Recorded))
        {
            AddList(import);
        }

        _copied.AddRange(imports.SelectMany(i => i.Copied.Select(c => (
            Source(i), c.Listing.Provider.ToLowerInvariant(), c.Listing.Model.ToLowerInvariant(),
            Key(Source(i), c.Listing.Provider, c.Listing.Model)))));
        PreferAgreed();
        foreach (EventLog log in logs)
        {
            AddLog(log, log.Format == PriceListFormat.LiteLlm ? "litellm" : "models.dev");
        }

        DropSecondary();

        AddRegional();
        AddAbsences();
        foreach (IGrouping<string, SourceListing> source in _offers.Values.SelectMany(o => o).GroupBy(l => l.Source).ToArray())
        {
            LocalDate begin = source.SelectMany(l => l.Sightings).Min(s => s.At).InUtc().Date;
            foreach (SourceListing listing in source)
            {
                listing.RecordsBegin = begin;
            }
        }

        foreach (SourceListing listing in _offers.Values.SelectMany(o => o).Where(l => l.Listed is not null && !l.IsSecondary))
        {
            if (TokenPrices.Of(listing) is { IsZero: false } prices)
            {
                string root = Root(listing.Offer.Model);
                (_prices.TryGetValue(root, out var known) ? known : _prices[root] = []).Add((listing.Offer.Provider, prices));
            }
        }
    }

    /// <summary>The offers, each with the listing of every source.</summary>
    public IEnumerable<KeyValuePair<OfferKey, List<SourceListing>>> Offers => _offers;

    /// <summary>All listings of all sources with their offers.</summary>
    public IEnumerable<(string Source, string Provider, string Listing, OfferKey Offer)> Listings =>
        _keys.Select(k => (k.Key.Source, k.Key.Provider, k.Key.Listing, k.Value));

    /// <summary>
    /// All listings, and those whose prices a list took from a gateway: these are no offers, but what the list says of their models holds.
    /// </summary>
    public IEnumerable<(string Source, string Provider, string Listing, OfferKey Offer)> Described => Listings.Concat(_copied);

    /// <summary>Returns the day of a source's newest list.</summary>
    public LocalDate Newest(string source) => _newest[source];

    /// <summary>
    /// Returns the median prices of an offer's model at other providers; <see langword="null"/> if fewer than three listings are known.
    /// </summary>
    public TokenPrices? Elsewhere(OfferKey key)
    {
        TokenPrices[] others =
            [.. _prices.GetValueOrDefault(Root(key.Model), []).Where(p => p.Provider != key.Provider).Select(p => p.Prices)];
        return others.Length < FewestElsewhere ? null : TokenPrices.Median(others);
    }

    /// <summary>
    /// Drops what a list that takes prices from OpenRouter (<see cref="SourceListing.TakesFromGateway"/>) states of a maker's own open
    /// weights, where OpenRouter asks or asked the same price, many hosts sell them, no list has that price of the maker's, and none that
    /// drops what has ended has the offer: it is the price of one of the hosts.
    /// </summary>
    /// <param name="isOwn">Whether an offer is one of its maker's, of open weights.</param>
    /// <param name="isHost">Whether a provider serves models itself.</param>
    /// <returns>What was dropped.</returns>
    public ImmutableArray<ImportSkip> DropCopies(Func<OfferKey, bool> isOwn, Func<string, bool> isHost)
    {
        ILookup<string, string> hosts =
            _offers.Keys.Where(o => isHost(o.Provider)).ToLookup(o => Root(o.Model), o => o.Provider, StringComparer.Ordinal);
        List<ImportSkip> dropped = [];
        foreach ((OfferKey key, List<SourceListing> listings) in _offers.Where(o => isOwn(o.Key)).ToArray())
        {
            SourceListing[] copies =
            [
                .. listings.Where(l => l.TakesFromGateway && l.Price(Meter.Input) is not null
                    && !listings.Exists(o => o != l && (OfferMerge.Agree(l, o) || (o.DropsEnded && o.Listed is not null)))),
            ];
            if (copies.Length == 0 || hosts[Root(key.Model)].Where(p => p != key.Provider).Distinct().Count() < ManyHosts
                || !_offers.TryGetValue(key with { Provider = "openrouter" }, out List<SourceListing>? routed))
            {
                continue;
            }

            foreach (SourceListing copy in copies.Where(c => routed.Exists(r => r.Sightings.Any(s => IsThatOf(c, s)))))
            {
                listings.Remove(copy);
                dropped.Add(new ImportSkip(
                    $"{key.Provider}/{copy.Listing}", $"{copy.Price(Meter.Input)}",
                    "It is OpenRouter's price, and no other list has it at the maker."));
                if (listings.Count == 0)
                {
                    _offers.Remove(key);
                }

                foreach (var listing in _keys.Where(k => k.Value == key && k.Key.Source == copy.Source).ToArray())
                {
                    _keys.Remove(listing.Key);
                    _copied.Add((listing.Key.Source, listing.Key.Provider, listing.Key.Listing, key));
                }
            }
        }

        return [.. dropped];

        static bool IsThatOf(SourceListing copy, Sighting sighting) => sighting.Prices is { } prices && Both.All(
            m => copy.Price(m) is { } price && prices.TryGetValue(m, out Rate rate) && TokenPrices.AreTheSame(price, rate));
    }

    /// <summary>Returns the tier multiples of the offers that have prices, from the newest lists.</summary>
    public IEnumerable<(OfferKey Key, TierMultipleRow Row)> Multiples(IEnumerable<MergedOffer> offers) =>
        RowsOf(offers, i => i.Facts.TierMultiples, m => (m.Provider, m.Model)).DistinctBy(m => (m.Key, m.Row.Tier));

    /// <summary>Returns the regional uplifts of the offers that have prices, from the newest lists.</summary>
    public IEnumerable<(OfferKey Key, RegionalUpliftRow Row)> Uplifts(IEnumerable<MergedOffer> offers) =>
        RowsOf(offers, i => i.Facts.RegionalUplifts, u => (u.Provider, u.Model)).DistinctBy(u => (u.Key, u.Row.Region));

    /// <summary>Returns the key of a model's name without regions at the beginning and without <c>:free</c>.</summary>
    public static string Root(string key)
    {
        string name = key.EndsWith(":free", StringComparison.Ordinal) ? key[..^5] : key;
        for (int dot = name.IndexOf('.', StringComparison.Ordinal); dot > 0
            && IsPlace(name[..dot]); dot = name.IndexOf('.', StringComparison.Ordinal))
        {
            name = name[(dot + 1)..];
        }

        return name;
    }

    /// <summary>Returns the offer of a listing; <see langword="null"/> if the import does not contain the listing.</summary>
    public OfferKey? Find(PriceImport import, string provider, string listing) =>
        _keys.TryGetValue((Source(import), provider.ToLowerInvariant(), listing.ToLowerInvariant()), out OfferKey key) ? key : null;

    /// <summary>Returns whether a part of a name is a region or a kind of commitment.</summary>
    private static bool IsPlace(string word) => NameNormalizer.IsRegion(word) || NameNormalizer.IsCommitment(word);

    /// <summary>Returns the id of an import's source.</summary>
    private static string Source(PriceImport import) => import.Facts.Sources[0].Id;

    /// <summary>Returns the day of an import's list.</summary>
    private static LocalDate Recorded(PriceImport import) => import.Facts.Offers.Select(o => o.Recorded).DefaultIfEmpty().Max();

    /// <summary>Returns the rows of the newest lists for offers that have prices.</summary>
    private IEnumerable<(OfferKey Key, T Row)> RowsOf<T>(
        IEnumerable<MergedOffer> offers,
        Func<PriceImport, ImmutableArray<T>> rows,
        Func<T, (string Provider, string Listing)> place)
    {
        HashSet<OfferKey> priced = [.. offers.Where(o => o.Rates.Count > 0).Select(o => o.Key)];
        return
            from import in _imports
            where Recorded(import) == Newest(Source(import))
            from row in rows(import)
            let key = Find(import, place(row).Provider, place(row).Listing)
            where key is not null && priced.Contains(key.Value)
            select (key.Value, row);
    }

    /// <summary>Adds the listings of an import.</summary>
    private void AddList(PriceImport import)
    {
        string source = Source(import);
        bool isNewest = Recorded(import) == Newest(source);
        HashSet<RateRow> implied = [.. import.Implied];
        ILookup<(string, string), RateRow> rates = import.Facts.Rates.Where(r => !implied.Contains(r)).ToLookup(r => (r.Provider, r.Model));
        foreach (var same in import.Facts.Offers.GroupBy(o => Key(source, o.Provider, o.Model)))
        {
            // The shortest spelling represents the offer, unless another one at the same prices has tiers too. Another spelling with a
            // different price is an offer of its own.
            OfferRow[] rows = [.. same.OrderBy(o => o.Model.Length)];
            RateRow[] shortest = [.. rates[(rows[0].Provider, rows[0].Model)]];
            OfferRow[] alike = [.. rows.Where(r => Same([.. rates[(r.Provider, r.Model)]], shortest))];
            OfferRow fullest = alike.MaxBy(r => rates[(r.Provider, r.Model)].Count())!;
            RateRow[] fees =
            [
                .. alike
                    .SelectMany(r => rates[(r.Provider, r.Model)])
                    .Where(r => !r.Meter.IsTokens && !rates[(fullest.Provider, fullest.Model)].Any(o => o.Meter == r.Meter))
                    .DistinctBy(r => r.Meter),
            ];
            rows = [fullest, .. rows.Where(r => r != fullest)];
            foreach (OfferRow row in rows)
            {
                RateRow[] own = [.. rates[(row.Provider, row.Model)], .. row == fullest ? fees : []];
                bool isOther = !ReferenceEquals(row, rows[0]) && !Same(own, [.. rates[(rows[0].Provider, rows[0].Model)]]);
                if (isOther && isNewest && Name(row.Model) == Name(rows[0].Model) && !AreRoutes(row.Model, rows[0].Model))
                {
                    // The list contradicts itself, as with "deepseek/deepseek-chat" next to "deepseek-chat".
                    _keys.TryAdd((source, row.Provider.ToLowerInvariant(), row.Model.ToLowerInvariant()), same.Key);
                    SourceListing other = new(source, row.Model, same.Key);
                    other.AddList(row.Recorded, own, row, isNewest);
                    Of(source, rows[0].Model, same.Key).AddOther(other);
                    continue;
                }

                OfferKey key = isOther ? new OfferKey(same.Key.Provider, row.Model.ToLowerInvariant()) : same.Key;
                if (_keys.TryAdd((source, row.Provider.ToLowerInvariant(), row.Model.ToLowerInvariant()), key) || !isNewest)
                {
                    key = _keys[(source, row.Provider.ToLowerInvariant(), row.Model.ToLowerInvariant())];
                    if (ReferenceEquals(row, rows[0]) || isOther)
                    {
                        Of(source, row.Model, key).AddList(row.Recorded, own, row, isNewest);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Returns whether two listings of a gateway are one model over two hosts, such as <c>nebius/gpt-oss-20b</c> and
    /// <c>groq/openai/gpt-oss-20b</c>, each at the price of the host.
    /// </summary>
    private static bool AreRoutes(string one, string other) =>
        First(one) is { Length: > 0 } a && First(other) is { Length: > 0 } b
            && NameNormalizer.ProviderId(a) != NameNormalizer.ProviderId(b);

    private static string First(string listing) => listing[..Math.Max(0, listing.IndexOf('/', StringComparison.Ordinal))];

    /// <summary>Returns the part of a listing after the last slash, in lower case.</summary>
    private static string Name(string listing) => listing[(listing.LastIndexOf('/') + 1)..].ToLowerInvariant();

    /// <summary>
    /// Drops the offers that only a list has which fills in what others lack, where there is another list: their names are those of the
    /// list, and what others do not have any more may have ended.
    /// </summary>
    private void DropSecondary()
    {
        if (_offers.Values.All(o => o.TrueForAll(l => l.IsSecondary)))
        {
            return;
        }

        HashSet<OfferKey> dropped = [.. _offers.Where(o => o.Value.TrueForAll(l => l.IsSecondary)).Select(o => o.Key)];
        foreach (var listing in _keys.Where(k => dropped.Contains(k.Value)).ToArray())
        {
            _keys.Remove(listing.Key);
        }

        foreach (OfferKey offer in dropped)
        {
            _offers.Remove(offer);
        }
    }

    /// <summary>Of two spellings with different prices in one list, prefers the one that another source agrees with.</summary>
    private void PreferAgreed()
    {
        foreach (List<SourceListing> offer in _offers.Values)
        {
            foreach (SourceListing listing in offer)
            {
                SourceListing[] rest = [.. offer.Where(l => l != listing && l.Rates.Length > 0)];
                if (!Array.Exists(rest, r => OfferMerge.Agree(listing, r))
                    && listing.Others.FirstOrDefault(o => Array.Exists(rest, r => OfferMerge.Agree(o, r))) is { } agreed)
                {
                    listing.Prefer(agreed);
                }
            }
        }
    }

    /// <summary>Adds the sightings of a history to the offers.</summary>
    private void AddLog(EventLog log, string source)
    {
        HashSet<(string, LocalDate)> resyncs = log.Resyncs();
        var byOffer = log.Sightings
            .Select(s => (s.Key.Listing, Sightings: s.Value.Select(p => p with
            {
                IsResync = resyncs.Contains((s.Key.Provider, p.At.InUtc().Date)),
            }), Offer: _keys.GetValueOrDefault(
                (source, s.Key.Provider.ToLowerInvariant(), s.Key.Listing.ToLowerInvariant()),
                Key(source, s.Key.Provider, s.Key.Listing))))
            .GroupBy(s => s.Offer);
        foreach (var offer in byOffer)
        {
            SourceListing listing = Of(source, offer.First().Listing, offer.Key);
            (string Listing, Sighting Sighting)[] all =
            [
                .. offer
                    .Where(o => !listing.Others.Any(other => other.Listing.Equals(o.Listing, StringComparison.OrdinalIgnoreCase)))
                    .SelectMany(o => o.Sightings, (o, s) => (o.Listing, s))
                    .OrderBy(s => s.s.At),
            ];
            listing.AddSightings(Together(all));
        }
    }

    /// <summary>Adds when an offer was missing from the next list of its source, for what no history says.</summary>
    private void AddAbsences()
    {
        ILookup<string, LocalDate> days = _imports.ToLookup(Source, Recorded);
        foreach (SourceListing listing in _offers.Values.SelectMany(o => o).Where(l => l.Listed is null && l.Sightings.Count > 0))
        {
            Sighting last = listing.Sightings[^1];
            LocalDate? next = days[listing.Source].Where(d => d > last.At.InUtc().Date).Order().Cast<LocalDate?>().FirstOrDefault();
            if (last.IsListed && next is { } gone)
            {
                listing.AddSightings([new Sighting(gone.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), null, IsListed: false)]);
            }
        }
    }

    /// <summary>
    /// Copies genai-prices' regional prices of Bedrock to the offer of each region: the list states one price for all regions except
    /// "global", without naming them.
    /// </summary>
    private void AddRegional()
    {
        const string Regional = "regional.";
        foreach (OfferKey key in _offers.Keys.Where(k => k.Provider == "amazon-bedrock").ToArray())
        {
            int dot = key.Model.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0
                && key.Model[..dot] is not ("global" or "regional")
                && NameNormalizer.IsRegion(key.Model[..dot])
                && _offers.GetValueOrDefault(
                    key with { Model = Regional + key.Model[(dot + 1)..] })?.Find(l => l.Listed is not null) is { } all
                && !_offers[key].Exists(l => l.Source == all.Source))
            {
                _offers[key].Add(all.On(key));
            }
        }
    }

    /// <summary>
    /// Merges the sightings of several listings of one offer, such as before and after a change of its name. The offer is gone when the
    /// last listing is.
    /// </summary>
    private static IEnumerable<Sighting> Together((string Listing, Sighting Sighting)[] sightings)
    {
        Dictionary<string, Sighting> present = [];
        foreach (IGrouping<Instant, (string Listing, Sighting Sighting)> moment in sightings.GroupBy(s => s.Sighting.At))
        {
            foreach ((string listing, Sighting sighting) in moment)
            {
                if (sighting.IsListed)
                {
                    present[listing] = sighting;
                }
                else
                {
                    present.Remove(listing);
                }
            }

            yield return present.Count == 0
                ? new Sighting(moment.Key, null, IsListed: false)
                : present.Values.MaxBy(p => (p.At, p.Prices is not null))! with { At = moment.Key };
        }
    }

    /// <summary>Returns a source's listing of an offer, which is added if it is missing.</summary>
    private SourceListing Of(string source, string listing, OfferKey key)
    {
        List<SourceListing> offer = _offers.TryGetValue(key, out List<SourceListing>? known) ? known : _offers[key] = [];
        if (offer.Find(l => l.Source == source) is { } there)
        {
            return there;
        }

        SourceListing added = new(source, listing, key);
        offer.Add(added);
        return added;
    }

    /// <summary>Returns the key of a listing. genai-prices lists Vertex AI's Claude models under Google.</summary>
    private static OfferKey Key(string source, string provider, string listing)
    {
        string seller = NameNormalizer.ProviderId(provider);
        string model = NameNormalizer.ModelKey(listing, provider) is { Length: > 0 } known ? known : listing.ToLowerInvariant();
        if (Services.Contains(model))
        {
            return new OfferKey(seller, $"{seller}/{model}");
        }

        return new OfferKey(source == "genai-prices" && seller == "google" && model.StartsWith("claude", StringComparison.Ordinal)
            ? "google-vertex"
            : seller, model);
    }

    /// <summary>
    /// Returns whether two listings have the same rates of tokens; if neither has any, the same rates. One of them may lack the prices of
    /// tiers that the other one has.
    /// </summary>
    private static bool Same(RateRow[] left, RateRow[] right)
    {
        if (left.Concat(right).Any(r => r.Meter.IsTokens))
        {
            // Of two spellings of one model, a list often has the fee of a search at one only.
            (left, right) = ([.. left.Where(r => r.Meter.IsTokens)], [.. right.Where(r => r.Meter.IsTokens)]);
        }

        Dictionary<(Meter, RateCondition, Instant?), Rate> prices = left.ToDictionary(r => (r.Meter, r.Condition, r.From), r => r.Rate);
        bool isShort = left.All(r => r.Condition.IsNone) || right.All(r => r.Condition.IsNone);
        (left, right) = isShort ? ([.. left.Where(r => r.Condition.IsNone)], [.. right.Where(r => r.Condition.IsNone)]) : (left, right);
        return left.Length == right.Length
            && right.All(r => prices.TryGetValue((r.Meter, r.Condition, r.From), out Rate rate) && TokenPrices.AreTheSame(rate, r.Rate));
    }
}
