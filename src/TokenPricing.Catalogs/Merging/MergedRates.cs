using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>The price rows of an offer: the current prices of the sources that agree, and the history that leads to them.</summary>
/// <remarks>
/// Dates that a source states itself take precedence. Otherwise the history is that of the agreeing source with the most price steps. A
/// rate without a history, such as a price for long requests, starts with the last change of the others.
/// </remarks>
internal sealed class MergedRates
{
    private readonly OfferKey _key;
    private readonly IReadOnlyList<SourceListing> _winners;
    private readonly IReadOnlyList<SourceListing> _believed;
    private readonly IReadOnlyList<SourceListing> _listings;
    private readonly List<RateRow> _rows = [];
    private readonly List<DisputedRateRow> _slips = [];

    /// <summary>Builds the rows.</summary>
    /// <param name="key">The provider and the key of the model.</param>
    /// <param name="winners">The sources that agree on the price, the leading one first.</param>
    /// <param name="believed">All sources with a plausible price.</param>
    /// <param name="history">
    /// The source whose history leads to the price; <see langword="null"/> for the winner with the most price steps.
    /// </param>
    /// <param name="listings">All listings of the offer, also those that are not believed.</param>
    public MergedRates(
        OfferKey key, IReadOnlyList<SourceListing> winners, IReadOnlyList<SourceListing> believed, SourceListing? history,
        IReadOnlyList<SourceListing> listings)
    {
        (_key, _winners, _believed, _listings) = (key, winners, believed, listings);
        if (winners[0].Schedule.Length > 0)
        {
            AddSchedule(winners[0]);
        }
        else
        {
            AddHistory(history);
        }
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<RateRow> Rows => _rows;

    /// <summary>Prices that a source stated but that were never charged, because they were off by a factor of ten or more.</summary>
    public IReadOnlyList<DisputedRateRow> Slips => _slips;

    /// <summary>The number of dated price changes, counted per meter.</summary>
    public int Changes { get; private set; }

    /// <summary>The number of price steps that correct an earlier one.</summary>
    public int Corrections { get; private set; }

    /// <summary>Returns whether a disputed rate was correct on the day on which it was stated.</summary>
    public bool HeldOn(DisputedRateRow stated)
    {
        Instant at = stated.Recorded.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        RateRow? held = _rows
            .Where(r => r.Meter == stated.Meter && r.Condition.IsNone && !(r.From > at) && !(r.To <= at))
            .MaxBy(r => r.Recorded);
        return held is not null && TokenPrices.AreTheSame(held.Rate, stated.Rate);
    }

    /// <summary>Adds the dated prices of a source, then the current prices that it does not state.</summary>
    private void AddSchedule(SourceListing source)
    {
        // The list states no dates for hours of the day; they start with its newest prices, but not with one that is still to come.
        Instant listed = source.Listed!.Value.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Instant? since = source.Schedule.Select(r => r.From).Where(f => f < listed).Max();
        foreach (RateRow rate in source.Schedule.Where(r => IsPrice(r, source)))
        {
            // Where another list had the price before, the catalog of that day did not know its end: the next row takes over.
            LocalDate first = rate.Condition.IsNone ? FirstSeen(rate) : rate.Recorded;
            bool isFollowed = first < rate.Recorded && source.Schedule.Any(
                r => r.Meter == rate.Meter && r.Condition.IsNone && r.From == rate.To && FirstSeen(r) > first);
            Add(rate, rate.From ?? (rate.Condition.Window is null ? null : since), isFollowed ? null : rate.To, first, source.Source);
        }

        HashSet<(Meter, RateCondition)> stated = [.. source.Schedule.Select(r => (r.Meter, Condition(r)))];
        AddPresent(Present().Where(p => !stated.Contains((p.Rate.Meter, p.Rate.Condition))), since);
        Changes = source.Schedule.Where(r => r.From is not null && r.Condition.IsNone).Select(r => (r.Meter, r.From)).Distinct().Count();
    }

    /// <summary>Returns the day on which any list first had a price during its period.</summary>
    private LocalDate FirstSeen(RateRow rate) => _listings
        .SelectMany(l => l.Sightings)
        .Where(s => s.IsListed && !(s.At < rate.From) && !(s.At >= rate.To)
            && s.Prices is { } prices && prices.TryGetValue(rate.Meter, out Rate price) && TokenPrices.AreTheSame(price, rate.Rate))
        .Select(s => s.At.InUtc().Date)
        .Append(rate.Recorded)
        .Min();

    /// <summary>Adds the price steps of the best history, then the current prices that it does not cover.</summary>
    private void AddHistory(SourceListing? history)
    {
        (SourceListing source, PriceTimeline timeline) = (history is null ? _winners : [history])
            .Select(w => (w, Timeline: PriceTimeline.Of(SightingsOf(w))))
            .Where(w => w.Timeline.Steps.Count > 0 && (w.w.Listed is null || IsPresent(w.Timeline)))
            .OrderByDescending(w => w.Timeline.Steps.Count)
            .ThenBy(w => w.Timeline.Steps[0].Recorded)
            .FirstOrDefault();
        IReadOnlyList<PriceTimeline.Step> steps = timeline is null ? [] : SeenFirst(timeline.Steps, source);
        Corrections = timeline?.Corrections ?? 0;
        (SourceListing Source, RateRow Rate)[] present = [.. Present()];
        Dictionary<Meter, Rate> ordinary = present.Where(p => p.Rate.Condition.IsNone).ToDictionary(p => p.Rate.Meter, p => p.Rate.Rate);
        FrozenDictionary<Meter, Rate>[] prices = [.. steps.Select(s => s.Prices)];
        HashSet<Meter> dated = [.. prices.SelectMany(p => p.Keys)];
        if (_winners[0].Listed is not null && prices.Length > 0)
        {
            prices[^1] = dated.Where(ordinary.ContainsKey).ToFrozenDictionary(m => m, m => ordinary[m]);
        }

        foreach (Meter meter in dated)
        {
            AddSteps(meter, steps, prices, source!);
        }

        AddPresent(
            present.Where(p => !(p.Rate.Condition.IsNone && dated.Contains(p.Rate.Meter))),
            steps.Count > 0 ? Since(steps, prices, steps.Count - 1) : null);
        foreach (Sighting slip in timeline?.Slips ?? [])
        {
            foreach ((Meter meter, Rate rate) in slip.Prices!.Where(p => p.Key == Meter.Input || p.Key == Meter.Output))
            {
                _slips.Add(new DisputedRateRow(
                    _key.Model,
                    _key.Provider,
                    meter,
                    rate,
                    "ten times or more away from what the same source said next",
                    source!.Source,
                    slip.At.InUtc().Date));
            }
        }
    }

    /// <summary>
    /// Returns the steps of a history, the last one since the day on which any of the agreeing sources had its price: what the history had
    /// from then on was an error, which the last step corrects.
    /// </summary>
    private IReadOnlyList<PriceTimeline.Step> SeenFirst(IReadOnlyList<PriceTimeline.Step> steps, SourceListing source)
    {
        LocalDate? first = _winners
            .Where(w => w.Origin != source.Origin && !w.IsSecondary)
            .Select(w => PriceTimeline.Of(w.Sightings))
            .Where(t => t.Steps.Count > 0 && IsPresent(t))
            .Select(t => (LocalDate?)t.Steps[^1].Recorded)
            .Min();
        return steps.Count > 1 && steps[^1].From is { } from && first is { } day && day < from.InUtc().Date
            ? [.. steps.SkipLast(1), steps[^1] with
            {
                From = day > steps[0].Recorded ? day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() : null,
            }]
            : steps;
    }

    /// <summary>
    /// Returns the sightings of a listing, after those that other lists of its origin have from before: pi-ai goes on where the history of
    /// models.dev, which it copies, ends.
    /// </summary>
    private List<Sighting> SightingsOf(SourceListing listing)
    {
        Instant? first = listing.Sightings.Count > 0 ? listing.Sightings[0].At : null;
        return
        [
            .. _listings
                .Where(l => l != listing && l.Origin == listing.Origin)
                .SelectMany(l => l.Sightings.TakeWhile(s => s.At < first && s.IsListed)),
            .. listing.Sightings,
        ];
    }

    /// <summary>
    /// Returns whether a history ends with the current price of input and output. A history that does not is that of an error.
    /// </summary>
    private bool IsPresent(PriceTimeline timeline) =>
        timeline.Last is { } last
        && new[] { Meter.Input, Meter.Output }.All(m =>
            !last.TryGetValue(m, out Rate rate) || _winners[0].Price(m) is not { } price || TokenPrices.AreTheSame(rate, price));

    /// <summary>Adds the rows of one meter. If the meter has no price anymore, its rows end.</summary>
    private void AddSteps(
        Meter meter,
        IReadOnlyList<PriceTimeline.Step> steps,
        FrozenDictionary<Meter, Rate>[] prices,
        SourceListing source)
    {
        int first = _rows.Count;
        Rate? held = null;
        for (int i = 0; i < steps.Count; i++)
        {
            Rate? now = prices[i].TryGetValue(meter, out Rate rate) ? rate : null;
            if (now == held)
            {
                continue;
            }

            if (now is { } price)
            {
                // A rate that was not known before starts with the prices of input and output next to it.
                Instant? from = held is null ? Since(steps, prices, i) : steps[i].From;
                Changes += held is not null && from is not null ? 1 : 0;
                string stated = steps[i].Source.Length > 0 ? steps[i].Source : source.Source;
                RateRow row = new(_key.Model, _key.Provider, meter, price, stated, steps[i].Recorded)
                {
                    To = steps.Skip(i + 1).Select(s => s.From).FirstOrDefault(f => f is not null),
                };
                Add(
                    row with { To = null },
                    from,
                    null,
                    i == 0 ? FirstSeen(row) : steps[i].Recorded,
                    stated,
                    isConfirmed: now == Last(prices, meter));
            }
            else
            {
                End(first, steps[i].From);
            }

            held = now;
        }
    }

    /// <summary>
    /// Returns when the input and output prices of a step began to apply; <see langword="null"/> if they applied from the beginning.
    /// </summary>
    private static Instant? Since(IReadOnlyList<PriceTimeline.Step> steps, FrozenDictionary<Meter, Rate>[] prices, int step)
    {
        int first = step;
        while (first > 0 && Same(Meter.Input) && Same(Meter.Output))
        {
            first--;
        }

        return steps[first].From;

        bool Same(Meter meter) =>
            prices[first].TryGetValue(meter, out Rate now) == prices[first - 1].TryGetValue(meter, out Rate before) && now == before;
    }

    /// <summary>Returns the last price of a meter; <see langword="null"/> if it has none.</summary>
    private static Rate? Last(FrozenDictionary<Meter, Rate>[] prices, Meter meter) =>
        prices[^1].TryGetValue(meter, out Rate rate) ? rate : null;

    /// <summary>
    /// Ends the rows of a meter, from index <c>first</c> on, at an instant, and removes those that would start later.
    /// <see langword="null"/> removes all of them.
    /// </summary>
    private void End(int first, Instant? at)
    {
        for (int i = _rows.Count - 1; i >= first; i--)
        {
            if (at is null || _rows[i].From >= at)
            {
                _rows.RemoveAt(i);
            }
            else if (_rows[i].To is null)
            {
                _rows[i] = _rows[i] with { To = at };
            }
        }
    }

    /// <summary>Adds current prices without an end.</summary>
    private void AddPresent(IEnumerable<(SourceListing Source, RateRow Rate)> rates, Instant? since)
    {
        foreach ((SourceListing source, RateRow rate) in rates)
        {
            // The fee of a search or an image is no part of the price of tokens, and did not begin with it.
            Add(rate, rate.Meter.IsTokens ? since : null, null, rate.Recorded, source.Source);
        }
    }

    /// <summary>
    /// Returns the current prices: those of the leading source, those that only the other winners state, and fees that none of them states,
    /// from lists whose price of tokens is not believed.
    /// </summary>
    private IEnumerable<(SourceListing Source, RateRow Rate)> Present()
    {
        HashSet<(Meter, RateCondition)> said = [];
        foreach (SourceListing winner in _winners.Concat(_believed.Except(_winners).Where(l => !l.IsSecondary)))
        {
            bool isWinner = _winners.Contains(winner);
            foreach (RateRow rate in winner.Rates.Where(r => IsPrice(r, winner) && (isWinner || IsFee(r))))
            {
                if (said.Add((rate.Meter, Condition(rate))))
                {
                    yield return (winner, rate with { Condition = Condition(rate) });
                }
            }
        }
    }

    /// <summary>
    /// Returns whether a rate counts as a price. Next to paid rates, a zero counts only if at least two sources state it. Of a list that
    /// only fills in, fees count where it prices no tokens, since it has those of searches at every model; a length of context where it
    /// costs something else; and a tier that saves where it does.
    /// </summary>
    private bool IsPrice(RateRow rate, SourceListing source) => !(source.IsSecondary && IsIdle(rate, source))
        && (!rate.Rate.IsFree
            || source.Rates.All(r => r.Rate.IsFree)
            || _believed.Count(l => l.Rates.Any(
                r => r.Meter == rate.Meter && r.Condition == rate.Condition && r.Rate.IsFree)) > 1);

    private static bool IsFee(RateRow rate) => !rate.Meter.IsTokens && rate.Condition.IsNone && !rate.Rate.IsFree;

    private bool IsIdle(RateRow rate, SourceListing source) => rate.Meter.IsTokens
        ? IsSavingAbove(rate, _winners[0].Price(rate.Meter)) || (rate.Condition.Context is not null && source.Rates.Any(
            r => r.Meter == rate.Meter && r.Rate == rate.Rate && r.Condition == rate.Condition with { Context = null }))
        : source.Rates.Any(r => r.Meter.IsTokens);

    /// <summary>Returns whether a rate is of a tier that saves, and above the standard one.</summary>
    private static bool IsSavingAbove(RateRow rate, Rate? standard) =>
        rate.Condition is { Context: null, ServiceTier: var tier } && (tier == ServiceTier.Batch || tier == ServiceTier.Flex)
            && rate.Rate > standard;

    /// <summary>
    /// Returns the condition with the threshold as the vendor states it. The lists can only express that a threshold is exceeded, and write
    /// 199,999 for "at least 200,000". xAI's prices apply to requests that reach the threshold (docs.x.ai), those of other vendors to
    /// requests that exceed it.
    /// </summary>
    private RateCondition Condition(RateRow rate)
    {
        if (rate.Condition.Context is not { IncludesThreshold: false } tier)
        {
            return rate.Condition;
        }

        long threshold = (tier.Threshold + 1) % 1_000 == 0 ? tier.Threshold + 1 : tier.Threshold;
        bool isReached = _key.Provider == "xai" || (threshold != tier.Threshold && !HasTier(threshold));
        return rate.Condition with { Context = new ContextTier(threshold, isReached, tier.MeasuresOwnQuantity, tier.IsMarginal) };
    }

    /// <summary>Returns whether any source has a tier with exactly this threshold.</summary>
    private bool HasTier(long threshold) => _believed.Any(l => l.Rates.Any(r => r.Condition.Context?.Threshold == threshold));

    /// <summary>Adds a row, with the other sources that state the same price now if it is the current one.</summary>
    private void Add(RateRow rate, Instant? from, Instant? to, LocalDate recorded, string source, bool isConfirmed = true)
    {
        RateCondition condition = Condition(rate);
        _rows.Add(new RateRow(_key.Model, _key.Provider, rate.Meter, rate.Rate, source, recorded, from, to)
        {
            Condition = condition,
            ConfirmedBy = isConfirmed && to is null ? [.. _believed.Where(l => l.Source != source && l.Rates.Any(Confirms)).Select(
                l => l.Source).Distinct().Order(StringComparer.Ordinal)] : [],
        });

        bool Confirms(RateRow other) =>
            other.Meter == rate.Meter && Condition(other) == condition && TokenPrices.AreTheSame(other.Rate, rate.Rate);
    }
}
