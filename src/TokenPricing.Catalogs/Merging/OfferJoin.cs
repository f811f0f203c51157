using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>Brings together what several sources say of the same offer.</summary>
internal sealed class OfferJoin
{
    private const int FewestElsewhere = 3;

    private readonly Dictionary<OfferKey, List<SourceListing>> _offers = [];
    private readonly Dictionary<(string Source, string Provider, string Listing), OfferKey> _keys = [];
    private readonly Dictionary<string, LocalDate> _newest = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<(string Provider, TokenPrices Prices)>> _prices = [];
    private readonly IReadOnlyList<PriceImport> _imports;

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

        PreferAgreed();
        foreach (EventLog log in logs)
        {
            AddLog(log, log.Format == PriceListFormat.LiteLlm ? "litellm" : "models.dev");
        }

        AddRegional();
        foreach (IGrouping<string, SourceListing> source in _offers.Values.SelectMany(o => o).GroupBy(l => l.Source).ToArray())
        {
            LocalDate begin = source.SelectMany(l => l.Sightings).Min(s => s.At).InUtc().Date;
            foreach (SourceListing listing in source)
            {
                listing.RecordsBegin = begin;
            }
        }

        foreach (SourceListing listing in _offers.Values.SelectMany(o => o).Where(l => l.Listed is not null))
        {
            if (TokenPrices.Of(listing) is { IsZero: false } prices)
            {
                string root = Root(listing.Offer.Model);
                (_prices.TryGetValue(root, out var known) ? known : _prices[root] = []).Add((listing.Offer.Provider, prices));
            }
        }
    }

    /// <summary>The offers, each with what every source says of it.</summary>
    public IEnumerable<KeyValuePair<OfferKey, List<SourceListing>>> Offers => _offers;

    /// <summary>All listings of all sources, and the offers that they are.</summary>
    public IEnumerable<(string Source, string Provider, string Listing, OfferKey Offer)> Listings =>
        _keys.Select(k => (k.Key.Source, k.Key.Provider, k.Key.Listing, k.Value));

    /// <summary>The day of a source's newest list.</summary>
    public LocalDate Newest(string source) => _newest[source];

    /// <summary>What an offer's model costs at other providers, as medians; <see langword="null"/> where too few have it.</summary>
    public TokenPrices? Elsewhere(OfferKey key)
    {
        TokenPrices[] others =
            [.. _prices.GetValueOrDefault(Root(key.Model), []).Where(p => p.Provider != key.Provider).Select(p => p.Prices)];
        return others.Length < FewestElsewhere ? null : TokenPrices.Median(others);
    }

    /// <summary>The rows of service tiers as multiples, of the offers that have prices.</summary>
    public IEnumerable<(OfferKey Key, TierMultipleRow Row)> Multiples(IEnumerable<MergedOffer> offers) =>
        RowsOf(offers, i => i.Facts.TierMultiples, m => (m.Provider, m.Model)).DistinctBy(m => (m.Key, m.Row.Tier));

    /// <summary>The rows of what regions cost more, of the offers that have prices.</summary>
    public IEnumerable<(OfferKey Key, RegionalUpliftRow Row)> Uplifts(IEnumerable<MergedOffer> offers) =>
        RowsOf(offers, i => i.Facts.RegionalUplifts, u => (u.Provider, u.Model)).DistinctBy(u => (u.Key, u.Row.Region));

    /// <summary>The model that a form of it is made of, by the name alone: without the region and without <c>:free</c>.</summary>
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

    /// <summary>The offer that a listing of an import is; <see langword="null"/> where the import does not list it.</summary>
    public OfferKey? Find(PriceImport import, string provider, string listing) =>
        _keys.TryGetValue((Source(import), provider.ToLowerInvariant(), listing.ToLowerInvariant()), out OfferKey key) ? key : null;

    private static bool IsPlace(string word) => NameNormalizer.IsRegion(word) || NameNormalizer.IsCommitment(word);

    private static string Source(PriceImport import) => import.Facts.Sources[0].Id;

    private static LocalDate Recorded(PriceImport import) => import.Facts.Offers.Select(o => o.Recorded).DefaultIfEmpty().Max();

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

    private void AddList(PriceImport import)
    {
        string source = Source(import);
        bool isNewest = Recorded(import) == Newest(source);
        HashSet<RateRow> implied = [.. import.Implied];
        ILookup<(string, string), RateRow> rates = import.Facts.Rates.Where(r => !implied.Contains(r)).ToLookup(r => (r.Provider, r.Model));
        foreach (var same in import.Facts.Offers.GroupBy(o => Key(source, o.Provider, o.Model)))
        {
            // The listing that is spelled most like the key stands for it; another one with another price is an offer of its own.
            OfferRow[] rows = [.. same.OrderBy(o => o.Model.Length)];
            foreach (OfferRow row in rows)
            {
                RateRow[] own = [.. rates[(row.Provider, row.Model)]];
                bool isOther = !ReferenceEquals(row, rows[0]) && !Same(own, [.. rates[(rows[0].Provider, rows[0].Model)]]);
                if (isOther && isNewest && Name(row.Model) == Name(rows[0].Model))
                {
                    // "deepseek/deepseek-chat" beside "deepseek-chat": the list contradicts itself.
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

    private static string Name(string listing) => listing[(listing.LastIndexOf('/') + 1)..].ToLowerInvariant();

    // Of two spellings with different prices, the one that another source agrees with.
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

    private void AddLog(EventLog log, string source)
    {
        var byOffer = log.Sightings
            .Select(s => (s.Key.Listing, Sightings: s.Value, Offer: _keys.GetValueOrDefault(
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

    // genai-prices states one price for all of Bedrock's regions but "global", under the name of none of them.
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

    // Several listings are one offer: it is gone when the last of them is, as after a change of its name.
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

    // genai-prices has Vertex' models of Anthropic among Google's.
    private static OfferKey Key(string source, string provider, string listing)
    {
        string seller = NameNormalizer.ProviderId(provider);
        string model = NameNormalizer.ModelKey(listing, provider) is { Length: > 0 } known ? known : listing.ToLowerInvariant();
        return new OfferKey(source == "genai-prices" && seller == "google" && model.StartsWith("claude", StringComparison.Ordinal)
            ? "google-vertex"
            : seller, model);
    }

    private static bool Same(RateRow[] left, RateRow[] right)
    {
        Dictionary<(Meter, RateCondition, Instant?), Rate> prices = left.ToDictionary(r => (r.Meter, r.Condition, r.From), r => r.Rate);
        return left.Length == right.Length
            && right.All(r => prices.TryGetValue((r.Meter, r.Condition, r.From), out Rate rate) && TokenPrices.AreTheSame(rate, r.Rate));
    }
}
