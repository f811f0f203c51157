using System.Collections.Immutable;

namespace TokenPricing.Costing;

/// <summary>What requests of one stretch of time are billed, where only their sum is known.</summary>
internal sealed class SpanCalculator
{
    private readonly CostCalculator _calculator;
    private readonly RateSpan _stretch;
    private readonly bool _hasReasoned;
    private readonly ILookup<Meter, long> _ownEdges;

    public SpanCalculator(Offer offer, RateSpan stretch, CostOptions options, bool hasReasoned)
    {
        _calculator = OfferCosting.Calculator(offer, stretch.Card, options);
        _stretch = stretch;
        _hasReasoned = hasReasoned;
        _ownEdges = stretch.Card.Rates
            .Where(r => r.Condition.Context is { Measure: TierMeasure.OwnQuantity } context && context.Least <= long.MaxValue)
            .ToLookup(r => r.Meter, r => (long)r.Condition.Context!.Least);
    }

    /// <summary>Whether it matters how many units of one meter are in one request.</summary>
    public bool AsksForOwnQuantities => _ownEdges.Count > 0;

    /// <summary>What was billed, with what the region adds.</summary>
    public Cost WithRegion(Billed billed) => _calculator.WithRegion(billed);

    /// <summary>About what a million units of a part cost in a bin, only to be compared.</summary>
    public decimal UnitCost(MeterQuantity part, RequestClass bin)
    {
        Billed billed = Bill(TokenUsage.FromMeterParts(part), 0, bin.Least, bin.Reasoned);
        decimal dearest = billed.Lines.Select(l => l.Rate.UsdPerMillion).DefaultIfEmpty(0).Max() * _calculator.RegionMultiple;

        // Sums of such figures are exact, so that no two ways seem to undercut each other in a circle.
        return decimal.Round(Math.Clamp(dearest, -1e14m, 1e14m), 12);
    }

    /// <summary>What requests alike are billed, or requests of which no rate asks for their own quantities.</summary>
    public Billed Bill(TokenUsage usage, long fees, long measuredInput, bool? reasoned) =>
        _calculator.Bill(usage, fees, _stretch.At, measuredInput, reasoned ?? _hasReasoned);

    /// <summary>What average requests are billed.</summary>
    public Billed BillEvenly(ImmutableArray<MeterQuantity> parts, long requests, bool payFees, long measuredInput) =>
        Bill(parts, requests, payFees, measuredInput, null, (units, _) => [RequestRuns.Even(units, Math.Max(1, requests))], Enumerable.First);

    /// <summary>What the requests of a bin are billed, in the cheapest or the dearest way in which they can have the parts.</summary>
    public Billed BillBin(ImmutableArray<MeterQuantity> parts, RequestClass bin, long requests, bool payFees, bool dearest)
    {
        if (!AsksForOwnQuantities || requests == 1 || (bin.Least == 0 && bin.Most == long.MaxValue))
        {
            return BillFreely(parts);
        }

        // The input of each request must stay within the bin: all of them are equally long.
        MeterQuantity[] measured = [.. parts.Where(p => p.Meter.IsMeasuredInput)];
        long input = measured.Aggregate(0L, (sum, p) => sum + p.Quantity);
        return Deal(measured, RequestRuns.Even(input, requests), bin.Least, bin.Reasoned) + BillFreely([.. parts.Where(p => !p.Meter.IsMeasuredInput)]);

        Billed BillFreely(ImmutableArray<MeterQuantity> free) => Bill(
            free,
            requests,
            payFees,
            bin.Least,
            bin.Reasoned,
            (units, meter) => RequestRuns.Ways(units, requests, _ownEdges[meter]),
            ways => dearest ? ways.MaxBy(Amount)! : ways.MinBy(Amount)!);
    }

    private static Usd Amount(Billed billed) => CostByDirection.Of(billed.Lines).Total;

    private Billed Bill(
        ImmutableArray<MeterQuantity> parts,
        long requests,
        bool payFees,
        long measuredInput,
        bool? reasoned,
        Func<long, Meter, IEnumerable<RequestRun[]>> ways,
        Func<IEnumerable<Billed>, Billed> choose)
    {
        if (!AsksForOwnQuantities)
        {
            return Bill(TokenUsage.FromMeterParts(parts.AsSpan()), payFees ? requests : 0, measuredInput, reasoned);
        }

        // Parts that the same rates bill lie together; how they lie in the requests is independent of all others.
        Dictionary<Meter, Meter> billedAs = Bill(TokenUsage.FromMeterParts(parts.AsSpan()), 0, measuredInput, reasoned)
            .Lines.DistinctBy(l => l.Meter).ToDictionary(l => l.Meter, l => l.Priced.Meter);
        Billed fees = payFees && requests > 0 ? Bill(default, 1, measuredInput, reasoned).Times(requests) : Billed.Nothing;
        return parts
            .GroupBy(p => billedAs.GetValueOrDefault(p.Meter, p.Meter))
            .Select(together => choose(ways(together.Aggregate(0L, (sum, p) => sum + p.Quantity), together.Key).Select(runs => Deal(together, runs, measuredInput, reasoned))))
            .Aggregate(fees, (sum, next) => sum + next);
    }

    private Billed Deal(IEnumerable<MeterQuantity> parts, IEnumerable<RequestRun> runs, long measuredInput, bool? reasoned) =>
        RequestRuns.Deal(parts, runs)
            .Select(alike => Bill(alike.Usage, 0, measuredInput, reasoned).Times(alike.Requests))
            .Aggregate(Billed.Nothing, (sum, next) => sum + next);
}
