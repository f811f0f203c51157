namespace TokenPricing.Costing;

/// <summary>Calculates the cost of a usage of several requests, or of one that is spread over a period, as an interval.</summary>
/// <remarks>
/// <para>Such a usage is a sum. It no longer says what context tiers, daily windows and price
/// changes depend on: how many tokens each request had, and when it was made.</para>
/// <para>The total is the estimate for average requests, spread evenly over the period. The bounds
/// are the lowest and the highest cost among ways of dividing the usage over requests and spans, so
/// each bound is a price that could have been charged.</para>
/// <para>The bounds are exact with one threshold, and with few requests, where all ways are tried.
/// With many requests and several thresholds or spans, or where a rate changes within a request and
/// the usage spans a price change, only the likely ways are tried: the true interval may be wider.</para>
/// </remarks>
internal sealed class AggregateCalculator
{
    private readonly TokenUsage _usage;
    private readonly CostOptions _options;
    private readonly ImmutableArray<MeterQuantity> _parts;
    private readonly ImmutableArray<RateSpan> _spans;
    private readonly RequestClass[] _classes;
    private readonly Dictionary<RateSpan, SpanCalculator> _calculators;
    private readonly decimal?[,] _unitCosts;
    private readonly int _exhaustive;

    /// <summary>Creates a calculator for one usage.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="usage">The usage. Its own period, if it has one, goes before <paramref name="at"/>.</param>
    /// <param name="at">When the requests were made.</param>
    /// <param name="options">The options of the cost, with the provider's discount.</param>
    /// <param name="exhaustive">The number of ways of dividing the requests up to which all are tried.</param>
    /// <exception cref="PricingException">The offer has no price at some instant.</exception>
    public AggregateCalculator(Offer offer, TokenUsage usage, Instant at, CostOptions options, int exhaustive = RequestCounts.Exhaustive)
    {
        (_usage, _options, _parts, _exhaustive) = (usage, options, usage.Parts, exhaustive);
        _spans = usage.During is { } during
            ? RateSpan.Within(offer, during)
            : [new RateSpan(offer.RateCardAt(at), 0, at, Duration.Zero)];
        long reasoning = usage.TokensOf(Meter.Reasoning);
        _classes = [.. _spans.SelectMany(s => RequestClass.Of(s, Input, reasoning))];
        _calculators = _spans.ToDictionary(s => s, s => new SpanCalculator(offer, s, options, reasoning > 0));
        _unitCosts = new decimal?[_parts.Length, _classes.Length];
    }

    private long Input => _usage.TokensOf(Meter.Input);

    /// <summary>A usage that counts its requests itself says how many fees there are.</summary>
    private bool PayFees => _usage.KnownTotalOf(Meter.Requests) == 0;

    /// <summary>Calculates the estimate and its bounds.</summary>
    /// <exception cref="PricingException">As for <see cref="CostCalculator.Calculate"/>.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public Cost Calculate()
    {
        foreach (RequestClass requestClass in _classes.Where(c => c.Reasoned != false))
        {
            // Throws where the usage as a whole cannot be billed, whichever way it is divided.
            _calculators[requestClass.Span].Bill(_usage, 0, requestClass.Least, requestClass.Reasoned);
        }

        FindUnitCosts();

        long requests = Math.Max(1, _usage.Requests);
        long average = (Input / requests) + (Input % requests > 0 ? 1 : 0);
        Cost total = Total(Shares().Select(s => (s.Span, _calculators[s.Span].BillEvenly(s.Parts, s.Requests, PayFees, average))));
        Cost[] possible = [.. PossibleCosts()];
        Cost low = possible.MinBy(c => c.Total) ?? total;
        Cost high = possible.MaxBy(c => c.Total) ?? total;

        // Rounding shares to whole units can move the average slightly outside the bounds.
        Cost estimate = total.Total < low.Total ? low : total.Total > high.Total ? high : total;
        CostByDirection amounts = new(estimate.Input, estimate.Output, estimate.Other);
        return new Cost(estimate.Lines, estimate.Adjustments, estimate.Unpriced, amounts, low.Total, high.Total);
    }

    /// <summary>The lowest and the highest cost of each way of dividing the requests over the classes.</summary>
    private IEnumerable<Cost> PossibleCosts()
    {
        long[] amounts = [Input, .. _parts.Where(p => p.Meter.IsMeasuredInput).Select(p => (long)p.Quantity)];
        foreach (long[] counts in RequestCounts.Ways(_classes, _usage.Requests, amounts, _exhaustive).Where(IsSimple))
        {
            foreach (bool highest in new[] { false, true })
            {
                if (Distribute(counts, highest) is { } parts)
                {
                    yield return Total(_classes.Index().Where(c => counts[c.Index] > 0).Select(c => (
                        c.Item.Span, _calculators[c.Item.Span].BillClass(parts[c.Index], c.Item, counts[c.Index], PayFees, highest))));
                }
            }
        }
    }

    /// <summary>
    /// Dividing own quantities over several requests could leave one without reasoning, so a class of reasoning requests has at most one.
    /// </summary>
    private bool IsSimple(long[] counts) =>
        _classes.Zip(counts).All(c => c.First.Reasoned != true || c.Second <= 1 || !_calculators[c.First.Span].DependsOnOwnQuantities);

    /// <summary>
    /// The parts of each class, distributed at the lowest or the highest cost; null where so many requests cannot have them.
    /// </summary>
    private ImmutableArray<MeterQuantity>[]? Distribute(long[] counts, bool highest)
    {
        bool separatesReasoning = _classes.Any(c => c.Reasoned is not null);
        ImmutableArray<MeterQuantity>[] placed = [.. _classes.Select(_ => ImmutableArray<MeterQuantity>.Empty)];
        Int128[] any = [.. counts.Select(requests => requests > 0 ? Int128.MaxValue : 0)];
        Int128[] least = [.. Limits((c, requests) => (Int128)requests * c.Least)];
        Int128[] most = [.. Limits((c, requests) => (Int128)requests * c.Most)];
        if (!Place(p => p.Meter.IsMeasuredInput, least, most)
            || !Place(p => separatesReasoning && IsReasoning(p), [.. Limits((c, requests) => c.Reasoned == true ? requests : 0)], any))
        {
            return null;
        }

        // Parts that no limit concerns have a price in every class, and are each in the one where they cost least, or most.
        int[] classes = [.. Enumerable.Range(0, _classes.Length).Where(to => counts[to] > 0)];
        foreach (int part in Enumerable.Range(0, _parts.Length).Where(i => IsFree(_parts[i])))
        {
            int best = highest ? classes.MaxBy(to => _unitCosts[part, to]) : classes.MinBy(to => _unitCosts[part, to]);
            placed[best] = placed[best].Add(_parts[part]);
        }

        return placed;

        bool IsFree(MeterQuantity part) => !part.Meter.IsMeasuredInput && !(separatesReasoning && IsReasoning(part));

        IEnumerable<Int128> Limits(Func<RequestClass, long, Int128> limit) => _classes.Zip(counts, limit);

        bool Place(Func<MeterQuantity, bool> isOf, Int128[] fewest, Int128[] limit)
        {
            int[] indexes = [.. Enumerable.Range(0, _parts.Length).Where(i => isOf(_parts[i]))];
            decimal?[,] costs = new decimal?[indexes.Length, _classes.Length];
            for (int i = 0; i < indexes.Length; i++)
            {
                for (int to = 0; to < _classes.Length; to++)
                {
                    costs[i, to] = highest ? -_unitCosts[indexes[i], to] : _unitCosts[indexes[i], to];
                }
            }

            long[,]? units = MinCostFlow.Cheapest([.. indexes.Select(i => (long)_parts[i].Quantity)], costs, fewest, limit);
            for (int to = 0; to < _classes.Length && units is not null; to++)
            {
                placed[to] = placed[to].AddRange(indexes.Select((part, i) => _parts[part] with { Quantity = units[i, to] }));
            }

            return units is not null;
        }
    }

    /// <summary>A class without reasoning cannot have reasoning tokens.</summary>
    private void FindUnitCosts()
    {
        for (int part = 0; part < _parts.Length; part++)
        {
            for (int to = 0; to < _classes.Length; to++)
            {
                _unitCosts[part, to] = _classes[to].Reasoned == false && IsReasoning(_parts[part])
                    ? null
                    : _calculators[_classes[to].Span].UnitCost(_parts[part], _classes[to]);
            }
        }
    }

    private static bool IsReasoning(MeterQuantity part) => part.Meter == Meter.Reasoning || part.Meter.Ancestors.Contains(Meter.Reasoning);

    /// <summary>Each span gets whole units in proportion to its length; the last one gets the rest, so that no unit is lost.</summary>
    private IEnumerable<(ImmutableArray<MeterQuantity> Parts, long Requests, RateSpan Span)> Shares()
    {
        Int128 whole = _spans.Aggregate(Int128.Zero, (sum, s) => sum + Weight(s));
        decimal[] left = [.. _parts.Select(p => p.Quantity)];
        long requestsLeft = _usage.Requests;
        for (int i = 0; i < _spans.Length; i++)
        {
            bool isLast = i == _spans.Length - 1;
            decimal[] units = isLast
                ? [.. left]
                : [.. _parts.Select(p => (decimal)((Int128)decimal.Floor(p.Quantity) * Weight(_spans[i]) / whole))];
            long requests = isLast ? requestsLeft : (long)(_usage.Requests * Weight(_spans[i]) / whole);
            requestsLeft -= requests;
            left = [.. left.Zip(units, (all, some) => all - some)];
            yield return ([.. _parts.Zip(units, (p, some) => p with { Quantity = some })], requests, _spans[i]);
        }
    }

    private static Int128 Weight(RateSpan span) => (Int128)span.Length.ToBigIntegerNanoseconds();

    /// <summary>The sum of what each span billed, after the caller's adjustments.</summary>
    private Cost Total(IEnumerable<(RateSpan Span, Billed Billed)> billed) => CostCalculator.WithAdjustments(
        billed.Aggregate(Cost.Zero, (sum, next) => sum + _calculators[next.Span].WithRegion(next.Billed)), _options);
}
