using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Costing;

/// <summary>
/// The cost of a usage of many requests, or of a stretch of time, which has lost what context tiers, daily windows and price changes
/// need to know. The total is that of average requests, spread evenly over the time. The least and the most are prices that could
/// have been charged: each is that of one way in which the requests could have had the tokens.
/// </summary>
/// <remarks>
/// They are the least and the most of all ways where there is one threshold, or where there are few requests. With many requests
/// and several thresholds or stretches the likely ways are tried.
/// </remarks>
internal sealed class AggregateCalculator
{
    private readonly TokenUsage _usage;
    private readonly CostOptions _options;
    private readonly ImmutableArray<MeterQuantity> _parts;
    private readonly ImmutableArray<RateSpan> _stretches;
    private readonly RequestClass[] _bins;
    private readonly Dictionary<RateSpan, SpanCalculator> _calculators;
    private readonly decimal?[,] _unitCosts;
    private readonly int _exhaustive;

    public AggregateCalculator(Offer offer, TokenUsage usage, Instant at, CostOptions options, int exhaustive = RequestCounts.Exhaustive)
    {
        (_usage, _options, _parts, _exhaustive) = (usage, options, usage.Parts, exhaustive);
        _stretches = usage.During is { } during
            ? RateSpan.Within(offer, during)
            : [new RateSpan(offer.RateCardAt(at), 0, at, Duration.Zero)];
        long reasoning = usage.KnownTotalOf(Meter.Reasoning);
        _bins = [.. _stretches.SelectMany(s => RequestClass.Of(s, Input, reasoning))];
        _calculators = _stretches.ToDictionary(s => s, s => new SpanCalculator(offer, s, options, reasoning > 0));
        _unitCosts = new decimal?[_parts.Length, _bins.Length];
    }

    private long Input => _usage.KnownTotalOf(Meter.Input);

    // A usage that counts its requests itself says how many fees there are.
    private bool PayFees => _usage.PartOf(Meter.Requests) == 0;

    public Cost Calculate()
    {
        foreach (RequestClass bin in _bins.Where(b => b.Reasoned != false))
        {
            // What the usage as a whole contradicts is an error, however it is divided.
            _calculators[bin.Stretch].Bill(_usage, 0, bin.Least, bin.Reasoned);
        }

        FindUnitCosts();

        long requests = Math.Max(1, _usage.Requests);
        long average = (Input / requests) + (Input % requests > 0 ? 1 : 0);
        Cost total = Total(Shares().Select(s => (s.Stretch, _calculators[s.Stretch].BillEvenly(s.Parts, s.Requests, PayFees, average))));
        Cost[] possible = [.. PossibleCosts()];
        Cost low = possible.MinBy(c => c.Total) ?? total;
        Cost high = possible.MaxBy(c => c.Total) ?? total;

        // Shares of whole units can take the average a little beyond all that could have been charged.
        Cost estimate = total.Total < low.Total ? low : total.Total > high.Total ? high : total;
        return new Cost(
            estimate.Lines, estimate.Adjustments, estimate.Unpriced, new CostByDirection(estimate.Input, estimate.Output, estimate.Other), low.Total, high.Total);
    }

    private IEnumerable<Cost> PossibleCosts()
    {
        long[] amounts = [Input, .. _parts.Where(p => p.Meter.IsMeasuredInput).Select(p => p.Quantity)];
        foreach (long[] way in RequestCounts.Ways(_bins, _usage.Requests, amounts, _exhaustive).Where(IsSimple))
        {
            foreach (bool dearest in new[] { false, true })
            {
                if (Distribute(way, dearest) is { } parts)
                {
                    yield return Total(_bins.Index()
                        .Where(b => way[b.Index] > 0)
                        .Select(b => (b.Item.Stretch, _calculators[b.Item.Stretch].BillBin(parts[b.Index], b.Item, way[b.Index], PayFees, dearest))));
                }
            }
        }
    }

    // Requests that reasoned and pay by their own quantities are taken one by one: each of them must have some reasoning.
    private bool IsSimple(long[] way) =>
        _bins.Zip(way).All(b => b.First.Reasoned != true || b.Second <= 1 || !_calculators[b.First.Stretch].AsksForOwnQuantities);

    // The parts of each bin, placed where they cost least or most; null where so many requests cannot have them.
    private ImmutableArray<MeterQuantity>[]? Distribute(long[] way, bool dearest)
    {
        bool isReasoningApart = _bins.Any(b => b.Reasoned is not null);
        ImmutableArray<MeterQuantity>[] placed = [.. _bins.Select(_ => ImmutableArray<MeterQuantity>.Empty)];
        Int128[] none = [.. way.Select(_ => Int128.Zero)];
        Int128[] any = [.. way.Select(requests => requests > 0 ? Int128.MaxValue : 0)];
        return Place(p => p.Meter.IsMeasuredInput, [.. Bins((bin, requests) => (Int128)requests * bin.Least)], [.. Bins((bin, requests) => (Int128)requests * bin.Most)])
            && Place(p => isReasoningApart && IsReasoning(p), [.. Bins((bin, requests) => bin.Reasoned == true ? requests : 0)], any)
            && Place(p => !p.Meter.IsMeasuredInput && !(isReasoningApart && IsReasoning(p)), none, any)
            ? placed
            : null;

        IEnumerable<Int128> Bins(Func<RequestClass, long, Int128> limit) => _bins.Zip(way, limit);

        bool Place(Func<MeterQuantity, bool> isOf, Int128[] least, Int128[] most)
        {
            int[] places = [.. Enumerable.Range(0, _parts.Length).Where(i => isOf(_parts[i]))];
            decimal?[,] costs = new decimal?[places.Length, _bins.Length];
            for (int i = 0; i < places.Length; i++)
            {
                for (int bin = 0; bin < _bins.Length; bin++)
                {
                    costs[i, bin] = dearest ? -_unitCosts[places[i], bin] : _unitCosts[places[i], bin];
                }
            }

            long[,]? units = MinCostFlow.Cheapest([.. places.Select(i => _parts[i].Quantity)], costs, least, most);
            for (int bin = 0; bin < _bins.Length && units is not null; bin++)
            {
                placed[bin] = placed[bin].AddRange(places.Select((part, i) => _parts[part] with { Quantity = units[i, bin] }));
            }

            return units is not null;
        }
    }

    // Reasoning is not for requests that did not reason.
    private void FindUnitCosts()
    {
        for (int part = 0; part < _parts.Length; part++)
        {
            for (int bin = 0; bin < _bins.Length; bin++)
            {
                _unitCosts[part, bin] = _bins[bin].Reasoned == false && IsReasoning(_parts[part])
                    ? null
                    : _calculators[_bins[bin].Stretch].UnitCost(_parts[part], _bins[bin]);
            }
        }
    }

    private static bool IsReasoning(MeterQuantity part) => part.Meter == Meter.Reasoning || part.Meter.Ancestors.Contains(Meter.Reasoning);

    // Whole units to each stretch by its length; what rounding leaves goes to the last, so that nothing is lost.
    private IEnumerable<(ImmutableArray<MeterQuantity> Parts, long Requests, RateSpan Stretch)> Shares()
    {
        Int128 whole = _stretches.Aggregate(Int128.Zero, (sum, s) => sum + Weight(s));
        long[] left = [.. _parts.Select(p => p.Quantity)];
        long requestsLeft = _usage.Requests;
        for (int i = 0; i < _stretches.Length; i++)
        {
            bool isLast = i == _stretches.Length - 1;
            long[] units = isLast ? [.. left] : [.. _parts.Select(p => (long)(p.Quantity * Weight(_stretches[i]) / whole))];
            long requests = isLast ? requestsLeft : (long)(_usage.Requests * Weight(_stretches[i]) / whole);
            requestsLeft -= requests;
            left = [.. left.Zip(units, (all, some) => all - some)];
            yield return ([.. _parts.Zip(units, (p, some) => p with { Quantity = some })], requests, _stretches[i]);
        }
    }

    private static Int128 Weight(RateSpan stretch) => (Int128)stretch.Length.ToBigIntegerNanoseconds();

    private Cost Total(IEnumerable<(RateSpan Stretch, Billed Billed)> billed) => CostCalculator.WithAdjustments(
        billed.Aggregate(Cost.Zero, (sum, next) => sum + _calculators[next.Stretch].WithRegion(next.Billed)), _options);
}
