using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>The price rows of an offer: the present prices of the sources that agree, and the history that leads to them.</summary>
/// <remarks>
/// Dates that a source states go before all others. Else the history is that of the agreeing source that has seen the most prices.
/// What has no history of its own, such as a price for long requests, holds since the last change of the others.
/// </remarks>
internal sealed class MergedRates
{
    private readonly OfferKey _key;
    private readonly IReadOnlyList<SourceListing> _winners;
    private readonly IReadOnlyList<SourceListing> _believed;
    private readonly List<RateRow> _rows = [];
    private readonly List<DisputedRateRow> _slips = [];

    /// <summary>The rows.</summary>
    /// <param name="key">What is offered, and by whom.</param>
    /// <param name="winners">The sources that are right, the one that leads first.</param>
    /// <param name="believed">All sources with a price that could be right.</param>
    /// <param name="history">
    /// The source whose history leads to the price; <see langword="null"/>: the winner that has seen the most prices.
    /// </param>
    public MergedRates(OfferKey key, IReadOnlyList<SourceListing> winners, IReadOnlyList<SourceListing> believed, SourceListing? history)
    {
        (_key, _winners, _believed) = (key, winners, believed);
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

    /// <summary>What was stated and never was the price.</summary>
    public IReadOnlyList<DisputedRateRow> Slips => _slips;

    /// <summary>How many times a price of a meter changed to another one.</summary>
    public int Changes { get; private set; }

    /// <summary>How many of the steps correct an earlier one.</summary>
    public int Corrections { get; private set; }

    /// <summary>Whether a source only said earlier what was the price then.</summary>
    public bool HeldOn(DisputedRateRow stated)
    {
        Instant at = stated.Recorded.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        RateRow? held = _rows
            .Where(r => r.Meter == stated.Meter && r.Condition.IsNone && !(r.From > at) && !(r.To <= at))
            .MaxBy(r => r.Recorded);
        return held is not null && TokenPrices.AreTheSame(held.Rate, stated.Rate);
    }

    private void AddSchedule(SourceListing source)
    {
        // A list that cannot give hours a date means those of its newest prices.
        Instant? since = source.Schedule.Select(r => r.From).Max();
        foreach (RateRow rate in source.Schedule.Where(r => IsPrice(r, source)))
        {
            Add(rate, rate.From ?? (rate.Condition.Window is null ? null : since), rate.To, rate.Recorded, source.Source);
        }

        HashSet<(Meter, RateCondition)> stated = [.. source.Schedule.Select(r => (r.Meter, Condition(r)))];
        AddPresent(Present().Where(p => !stated.Contains((p.Rate.Meter, p.Rate.Condition))), since);
        Changes = source.Schedule.Where(r => r.From is not null && r.Condition.IsNone).Select(r => (r.Meter, r.From)).Distinct().Count();
    }

    private void AddHistory(SourceListing? history)
    {
        (SourceListing source, PriceTimeline timeline) = (history is null ? _winners : [history])
            .Select(w => (w, Timeline: PriceTimeline.Of(w.Sightings)))
            .Where(w => w.Timeline.Steps.Count > 0 && (w.w.Listed is null || IsPresent(w.Timeline)))
            .OrderByDescending(w => w.Timeline.Steps.Count)
            .ThenBy(w => w.Timeline.Steps[0].Recorded)
            .FirstOrDefault();
        IReadOnlyList<PriceTimeline.Step> steps = timeline?.Steps ?? [];
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

    // The last price of the history must be the present one: else it is the history of a mistake.
    private bool IsPresent(PriceTimeline timeline) =>
        timeline.Last is { } last
        && new[] { Meter.Input, Meter.Output }.All(m =>
            !last.TryGetValue(m, out Rate rate) || _winners[0].Price(m) is not { } price || TokenPrices.AreTheSame(rate, price));

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
                // What was not known before holds as long as the prices beside it.
                Instant? from = held is null ? Since(steps, prices, i) : steps[i].From;
                Changes += held is not null && from is not null ? 1 : 0;
                Add(
                    new RateRow(_key.Model, _key.Provider, meter, price, source.Source, steps[i].Recorded),
                    from,
                    null,
                    steps[i].Recorded,
                    source.Source,
                    isConfirmed: now == Last(prices, meter));
            }
            else
            {
                End(first, steps[i].From);
            }

            held = now;
        }
    }

    // Since when the prices of input and output are those of a step.
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

    private static Rate? Last(FrozenDictionary<Meter, Rate>[] prices, Meter meter) =>
        prices[^1].TryGetValue(meter, out Rate rate) ? rate : null;

    // The rows of a meter that has no price of its own any more end there.
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

    private void AddPresent(IEnumerable<(SourceListing Source, RateRow Rate)> rates, Instant? since)
    {
        foreach ((SourceListing source, RateRow rate) in rates)
        {
            Add(rate, since, null, rate.Recorded, source.Source);
        }
    }

    // The present prices: the leading source's, and what only the others of its group say.
    private IEnumerable<(SourceListing Source, RateRow Rate)> Present()
    {
        HashSet<(Meter, RateCondition)> said = [];
        foreach (SourceListing winner in _winners)
        {
            foreach (RateRow rate in winner.Rates.Where(r => IsPrice(r, winner)))
            {
                if (said.Add((rate.Meter, Condition(rate))))
                {
                    yield return (winner, rate with { Condition = Condition(rate) });
                }
            }
        }
    }

    // Beside a price, a zero says that something is free only where two sources say so.
    private bool IsPrice(RateRow rate, SourceListing source) =>
        !rate.Rate.IsFree
        || source.Rates.All(r => r.Rate.IsFree)
        || _believed.Count(l => l.Rates.Any(r => r.Meter == rate.Meter && r.Condition == rate.Condition && r.Rate.IsFree)) > 1;

    // The lists can say of a threshold only that it is exceeded, and write 199,999 for one of 200,000 that is reached. How the vendor
    // words it decides: xAI's price holds for a request that reaches the threshold (docs.x.ai), the others' for more than it.
    private RateCondition Condition(RateRow rate)
    {
        if (rate.Condition.Context is not { IncludesThreshold: false } tier)
        {
            return rate.Condition;
        }

        long threshold = (tier.Threshold + 1) % 1_000 == 0 ? tier.Threshold + 1 : tier.Threshold;
        bool isReached = _key.Provider == "xai" || (threshold != tier.Threshold && !HasTier(threshold));
        return rate.Condition with { Context = new ContextTier(threshold, isReached, tier.Measure, tier.IsMarginal) };
    }

    private bool HasTier(long threshold) => _believed.Any(l => l.Rates.Any(r => r.Condition.Context?.Threshold == threshold));

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
