using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>
/// Adds to the rows of a catalog what differs between two merges of its sources' lists: those that it knew and the new ones.
/// </summary>
internal sealed class UpdatedRows
{
    private readonly PriceCatalog _before;
    private readonly PriceCatalog? _was;
    private readonly PriceCatalog _becomes;
    private readonly ImmutableArray<ListUpdate> _lists;
    private readonly LocalDate _day;
    private readonly Dictionary<OfferId, OfferId> _ids = [];
    private readonly Dictionary<string, string> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<OfferId, OfferId> _old = [];
    private readonly Dictionary<string, LocalDate> _read;
    private readonly Dictionary<string, ModelRow> _known;
    private readonly Dictionary<string, ModelRow> _now;

    /// <param name="before">The catalog.</param>
    /// <param name="was">The merge of what its sources stated; <see langword="null"/> if it has no price list.</param>
    /// <param name="becomes">The merge of the same and the new lists.</param>
    /// <param name="lists">The new lists.</param>
    public UpdatedRows(PriceCatalog before, PriceCatalog? was, PriceCatalog becomes, ImmutableArray<ListUpdate> lists)
    {
        (_before, _was, _becomes, _lists) = (before, was, becomes, lists);
        _day = LocalDate.Max(lists.Max(l => l.Day), before.RecordedThrough ?? LocalDate.MinIsoValue);
        _read = KnownLists.Days(before.Rows).ToDictionary(d => d.Key.Id, d => d.Value);
        _known = before.Rows.Models.ToDictionary(m => m.Id);
        _now = becomes.Rows.Models.ToDictionary(m => m.Id);
        MatchOffers();
    }

    /// <summary>Returns the rows of the catalog with the news.</summary>
    public CatalogRows ToRows()
    {
        CatalogRows rows = _before.Rows;
        OfferId[] added = [.. _becomes.Offers.Select(o => o.Id).Where(o => !_ids.ContainsKey(o))];
        foreach (OfferId offer in added)
        {
            string provider = _before.TryGetProvider(offer.Provider.Value, out Provider? known) ? known.Id.Value : offer.Provider.Value;
            _ids[offer] = new OfferId(provider, ModelOf(offer.Model.Value));
        }

        HashSet<string> models = new(rows.Models.Select(m => m.Id), StringComparer.OrdinalIgnoreCase);
        ModelRow[] newModels = [.. _becomes.Rows.Models.Where(m => ModelOf(m.Id) == m.Id && !models.Contains(m.Id))];
        models.UnionWith(newModels.Select(m => m.Id));
        HashSet<string> newIds = [.. newModels.Select(m => m.Id)];
        ImmutableArray<RateRow> rates = [.. Rates(rows)];
        HashSet<string> sources = [.. rows.Sources.Select(s => s.Id)];
        HashSet<string> used = [.. _lists.Select(l => l.Source), .. rates.SelectMany(r => r.ConfirmedBy.Add(r.Source))];
        return rows with
        {
            Sources =
            [
                .. rows.Sources.Select(s => _lists.LastOrDefault(l => l.Source == s.Id) is { } list ? s with { Reviewed = list.Day } : s),
                .. _becomes.Rows.Sources.Where(s => !sources.Contains(s.Id) && used.Contains(s.Id)),
            ],
            Providers = [.. rows.Providers, .. Providers(rows)],
            Models = [.. rows.Models.Select(WithEnds), .. newModels.Select(m => m with { Base = BaseOf(m, models) })],
            Capabilities = [.. rows.Capabilities, .. _becomes.Rows.Capabilities.Where(c => newIds.Contains(c.Model))],
            Benchmarks = [.. rows.Benchmarks, .. _becomes.Rows.Benchmarks.Where(b => newIds.Contains(b.Model))],
            Aliases = [.. rows.Aliases, .. Aliases(rows, models)],
            Offers = [.. Offers(rows, [.. added])],
            Rates = rates,
            Disputes = [.. Disputes(rows)],
            TierMultiples = [.. News(rows.TierMultiples, r => r.TierMultiples, m => (m.Provider, m.Model, $"{m.Tier}"), m => m.Multiple,
                (m, id) => m with { Provider = id.Provider.Value, Model = id.Model.Value, Recorded = _day })],
            RegionalUplifts = [.. News(rows.RegionalUplifts, r => r.RegionalUplifts, u => (u.Provider, u.Model, u.Region), u => u.Multiple,
                (u, id) => u with { Provider = id.Provider.Value, Model = id.Model.Value, Recorded = _day })],
        };
    }

    /// <summary>Finds the offers of the catalog in both merges, which may spell their models otherwise.</summary>
    private void MatchOffers()
    {
        foreach (Offer offer in _before.Offers)
        {
            if (_becomes.TryGetOffer(offer.Provider.Id.Value, offer.Model.Id.Value, out Offer? now))
            {
                _ids.TryAdd(now.Id, offer.Id);
                _models.TryAdd(now.Model.Id.Value, offer.Model.Id.Value);
            }

            if (_was is not null && _was.TryGetOffer(offer.Provider.Id.Value, offer.Model.Id.Value, out Offer? old))
            {
                _old.TryAdd(offer.Id, old.Id);
            }
        }

        foreach (Model model in _before.Models)
        {
            _models.TryAdd(model.Id.Value, model.Id.Value);
        }
    }

    /// <summary>Returns the providers that the catalog does not know, without names and addresses of those that it knows.</summary>
    private IEnumerable<ProviderRow> Providers(CatalogRows rows)
    {
        HashSet<string> addresses = new(rows.Providers.SelectMany(p => p.Addresses), StringComparer.OrdinalIgnoreCase);
        return _becomes.Rows.Providers
            .Where(p => !_before.TryGetProvider(p.Id, out _))
            .Select(p => p with
            {
                Aliases = [.. p.Aliases.Where(a => !_before.TryGetProvider(a, out _))],
                Addresses = [.. p.Addresses.Where(a => !addresses.Contains(a))],
            });
    }

    private string ModelOf(string model) => _models.GetValueOrDefault(model, model);

    private string? BaseOf(ModelRow model, HashSet<string> models) =>
        model.Base is { } origin && ModelOf(origin) is var id && models.Contains(id) && id != model.Id
            ? _known.GetValueOrDefault(id)?.Base ?? id
            : null;

    /// <summary>Returns a model with an end that the new lists state. What is known of it otherwise stays.</summary>
    private ModelRow WithEnds(ModelRow model) =>
        _now.GetValueOrDefault(model.Id) is { } now
            ? model with { Deprecated = now.Deprecated ?? model.Deprecated, Retired = now.Retired ?? model.Retired }
            : model;

    private IEnumerable<AliasRow> Aliases(CatalogRows rows, HashSet<string> models)
    {
        HashSet<(string, string?)> known =
            [.. rows.Aliases.Select(a => (a.Name.ToUpperInvariant(), a.Provider?.ToUpperInvariant()))];
        return _becomes.Rows.Aliases
            .Select(a => a with { Model = ModelOf(a.Model) })
            .Where(a => models.Contains(a.Model) && !models.Contains(a.Name)
                && known.Add((a.Name.ToUpperInvariant(), a.Provider?.ToUpperInvariant())));
    }

    /// <summary>Returns the rows of offers, with a later version of those of which the lists know something new.</summary>
    private IEnumerable<OfferRow> Offers(CatalogRows rows, HashSet<OfferId> added)
    {
        ILookup<OfferId, OfferRow> before = rows.Offers.ToLookup(IdOf);
        Dictionary<OfferId, OfferRow> was = _was is null ? [] : Newest(_was.Rows.Offers);
        Dictionary<OfferId, OfferRow> news = [];
        foreach ((OfferId id, OfferRow now) in Newest(_becomes.Rows.Offers))
        {
            OfferId own = _ids[id];
            OfferRow row = now with { Provider = own.Provider.Value, Model = own.Model.Value };
            if (added.Contains(id))
            {
                news.TryAdd(own, row);
                continue;
            }

            OfferRow? old = _old.TryGetValue(own, out OfferId other) ? was.GetValueOrDefault(other) : null;
            OfferRow? last = before[own].MaxBy(o => o.Recorded);
            bool isOther = last?.Retired != now.Retired && (old is null || old.Retired != now.Retired);
            bool isSeen = now.Retired is null && (last is null || now.Recorded > last.Recorded) && _lists.Any(l => l.Source == now.Source);
            if (isOther || isSeen)
            {
                news[own] = row with { From = last?.From, Retired = isOther ? now.Retired : last?.Retired };
            }
        }

        // Of each offer the first version and the last one: those between say only that it was still there.
        foreach (IGrouping<OfferId, OfferRow> offer in before)
        {
            OfferRow[] versions = [.. offer.OrderBy(o => o.Recorded)];
            bool isNew = news.Remove(offer.Key, out OfferRow? last);
            foreach ((int i, OfferRow version) in versions.Index())
            {
                bool isSame = isNew && i > 0 && version.Retired == last!.Retired && version.From == last.From;
                if (!isSame && !(isNew && version.Recorded == last!.Recorded))
                {
                    yield return version;
                }
            }

            if (isNew)
            {
                yield return last!;
            }
        }

        foreach (OfferRow row in news.Values)
        {
            yield return row;
        }
    }

    private IEnumerable<RateRow> Rates(CatalogRows rows)
    {
        ILookup<OfferId, RateRow> before = rows.Rates.ToLookup(r => new OfferId(r.Provider, r.Model));
        ILookup<OfferId, RateRow>? was = _was?.Rows.Rates.ToLookup(r => new OfferId(r.Provider, r.Model));
        ILookup<OfferId, RateRow> becomes = _becomes.Rows.Rates.ToLookup(r => new OfferId(r.Provider, r.Model));
        Dictionary<OfferId, OfferId> theirs = _ids.GroupBy(i => i.Value).ToDictionary(g => g.Key, g => g.First().Key);
        foreach (OfferId own in rows.Rates.Select(r => new OfferId(r.Provider, r.Model)).Concat(theirs.Keys).Distinct())
        {
            RateRow[] known = [.. before[own]];
            if (!theirs.TryGetValue(own, out OfferId id))
            {
                foreach (RateRow rate in known)
                {
                    yield return rate;
                }

                continue;
            }

            RateRow[] old = was is not null && _old.TryGetValue(own, out OfferId other) ? [.. was[other]] : [];
            RateRow[] now = [.. becomes[id].Select(r => r with { Provider = own.Provider.Value, Model = own.Model.Value })];
            foreach (RateRow rate in known.Length == 0 && old.Length == 0 ? now : Changed(known, old, now))
            {
                yield return rate;
            }
        }
    }

    /// <summary>Returns the rates of an offer with what is new in the second of two merges.</summary>
    private IEnumerable<RateRow> Changed(RateRow[] known, RateRow[] old, RateRow[] now)
    {
        Instant start = FactText.StartOf(_day);
        Dictionary<(Meter, RateCondition), RateRow> was = KnownLists.InForce(old, start).ToDictionary(r => (r.Meter, r.Condition));
        Dictionary<(Meter, RateCondition), RateRow> own = KnownLists.InForce(known, start).ToDictionary(r => (r.Meter, r.Condition));
        Dictionary<(Meter, RateCondition), RateRow> becomes = KnownLists.InForce(now, start).ToDictionary(r => (r.Meter, r.Condition));
        List<RateRow> rates = [.. known];
        RateRow[] news = [.. becomes.Where(r => IsNews(r.Key, r.Value)).Select(r => r.Value)];

        // What a vendor dates itself holds until a list states another price later; what follows from it changes with it.
        if (known.Length > 0 && MarketRules.Dated.Contains(new OfferId(known[0].Provider, known[0].Model))
            && !news.Any(r => (r.Meter == Meter.Input || r.Meter == Meter.Output) && r.Condition.IsNone && IsLater(r)))
        {
            return known;
        }

        foreach (RateRow rate in news)
        {
            (Meter, RateCondition) key = (rate.Meter, rate.Condition);
            RateRow? present = own.GetValueOrDefault(key);
            if (present is null || !TokenPrices.AreTheSame(present.Rate, rate.Rate))
            {
                // The list's own date, where it is later than what the catalog knows; otherwise the day on which the list was seen. A
                // change
                // that was announced and that no list shows was none.
                Instant? next = known.Where(k => (k.Meter, k.Condition) == key && k.From > start).Select(k => k.From).Min();
                Instant? from = present is null && was.Count == 0 ? rate.From
                    : present is not null && IsAnnounced(present) ? present.From
                    : rate.From > (present?.From ?? Instant.MinValue) && rate.From <= start ? rate.From : start;

                // Of two prices of one day the later one counts.
                rates.RemoveAll(r => (r.Meter, r.Condition) == key && r.Recorded == _day && (r.From == from || r.From is null));
                rates.Add(rate with { From = from, To = rate.To ?? next, Recorded = _day });
            }
        }

        // What the list announces. A price that it stated before for the same day is no news.
        HashSet<(Meter, RateCondition, Instant?, Rate)> announced =
            [.. known.Concat(old).Select(r => (r.Meter, r.Condition, r.From, r.Rate))];
        rates.AddRange(now
            .Where(r => r.From > start && !announced.Contains((r.Meter, r.Condition, r.From, r.Rate)))
            .Select(r => r with { Recorded = _day }));

        foreach (((Meter, RateCondition) key, RateRow gone) in was)
        {
            // Only where something else is still priced: an offer without any price has ended or is unknown, and keeps its last one.
            if (becomes.Count > 0 && !becomes.ContainsKey(key) && own.TryGetValue(key, out RateRow? open) && open.To is null
                && TokenPrices.AreTheSame(open.Rate, gone.Rate) && !(open.From >= start))
            {
                rates[rates.IndexOf(open)] = open with { To = start };
            }
        }

        return rates;

        bool IsNews((Meter, RateCondition) key, RateRow rate) =>
            !was.TryGetValue(key, out RateRow? before) || !TokenPrices.AreTheSame(before.Rate, rate.Rate)
            || (own.TryGetValue(key, out RateRow? present) && IsAnnounced(present));

        bool IsLater(RateRow rate) => own.GetValueOrDefault((rate.Meter, rate.Condition)) is var present
            && (rate.Source != VendorRules.Source.Id || (present is not null && present.Source != rate.Source))
            && !(present?.From >= (rate.From ?? start));
    }

    /// <summary>Returns whether a price was to come when the catalog's list of its source was read.</summary>
    private bool IsAnnounced(RateRow rate) =>
        rate.Source != VendorRules.Source.Id && _read.TryGetValue(rate.Source, out LocalDate read) && rate.From > FactText.StartOf(read);

    /// <summary>
    /// Returns the disputes: those of the new lists, and of the others what is disputed now and was not, or the other way around.
    /// </summary>
    private IEnumerable<DisputedRateRow> Disputes(CatalogRows rows)
    {
        // The day of a source's list, before and now: a dispute of another day is of the past, and stays.
        Dictionary<string, LocalDate> days = new(_read);
        foreach (ListUpdate list in _lists)
        {
            days[list.Source] = list.Day;
        }

        HashSet<string> sources = [.. _lists.Select(l => l.Source)];
        Dictionary<OfferId, OfferId> own = _old.GroupBy(o => o.Value).ToDictionary(g => g.Key, g => g.First().Key);
        HashSet<(OfferId, Meter, RateCondition, string)> was =
        [
            .. (_was?.Rows.Disputes ?? []).Select(d => KeyOf(d, own)).Where(k => k is not null).Select(k => k!.Value),
        ];
        List<DisputedRateRow> fresh = [];
        HashSet<(OfferId, Meter, RateCondition, string)> becomes = [];
        foreach (DisputedRateRow dispute in _becomes.Rows.Disputes
            .Where(d => days.TryGetValue(d.Source, out LocalDate day) && day == d.Recorded))
        {
            if (KeyOf(dispute, _ids) is { } key)
            {
                becomes.Add(key);
                if (sources.Contains(dispute.Source) || !was.Contains(key))
                {
                    fresh.Add(dispute with { Provider = key.Offer.Provider.Value, Model = key.Offer.Model.Value });
                }
            }
        }

        return rows.Disputes
            .Where(d => !(_read.TryGetValue(d.Source, out LocalDate day) && day == d.Recorded) || IsStill(d))
            .Concat(fresh)
            .DistinctBy(d => (d.Provider, d.Model, d.Meter, d.Condition, d.Source, d.Recorded, d.Rate));

        bool IsStill(DisputedRateRow dispute)
        {
            (OfferId, Meter, RateCondition, string) key =
                (new OfferId(dispute.Provider, dispute.Model), dispute.Meter, dispute.Condition, dispute.Source);
            return becomes.Contains(key) ? !sources.Contains(dispute.Source) : !was.Contains(key);
        }
    }

    private static (OfferId Offer, Meter Meter, RateCondition Condition, string Source)? KeyOf(
        DisputedRateRow dispute, Dictionary<OfferId, OfferId> ids) =>
        ids.TryGetValue(new OfferId(dispute.Provider, dispute.Model), out OfferId own)
            ? (own, dispute.Meter, dispute.Condition, dispute.Source)
            : null;

    /// <summary>Returns multiples of an offer, with those that the second merge states otherwise than the first one.</summary>
    private IEnumerable<T> News<T>(
        ImmutableArray<T> known,
        Func<CatalogRows, ImmutableArray<T>> rows,
        Func<T, (string Provider, string Model, string Key)> key,
        Func<T, decimal> value,
        Func<T, OfferId, T> on)
    {
        Dictionary<(string, string, string), decimal> own = [];
        foreach (T row in known)
        {
            own[key(row)] = value(row);
        }

        Dictionary<(string, string, string), decimal> was = [];
        foreach (T row in _was is null ? [] : rows(_was.Rows))
        {
            was[key(row)] = value(row);
        }

        IEnumerable<T> news = rows(_becomes.Rows)
            .Where(r => !was.TryGetValue(key(r), out decimal old) || old != value(r))
            .Where(r => _ids.ContainsKey(new OfferId(key(r).Provider, key(r).Model)))
            .Select(r => on(r, _ids[new OfferId(key(r).Provider, key(r).Model)]))
            .Where(r => !own.TryGetValue(key(r), out decimal old) || old != value(r));
        return known.Concat(news);
    }

    private static OfferId IdOf(OfferRow row) => new(row.Provider, row.Model);

    private static Dictionary<OfferId, OfferRow> Newest(IEnumerable<OfferRow> rows) =>
        rows.GroupBy(IdOf).ToDictionary(g => g.Key, g => g.MaxBy(o => o.Recorded)!);
}
