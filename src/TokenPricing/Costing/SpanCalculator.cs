namespace TokenPricing.Costing;

/// <summary>Bills requests within one <see cref="RateSpan"/> of which only the sum of their usage is known.</summary>
/// <remarks>
/// Rates with a tier that measures the meter's own quantity depend on how many units of one meter each request had. Where a
/// card has such rates, the ways of dividing the units over requests are tried; otherwise the sum is billed at once.
/// </remarks>
internal sealed class SpanCalculator
{
    private readonly CostCalculator _calculator;
    private readonly bool _hasReasoned;
    private readonly (Meter Meter, long Least)[] _ownThresholds;

    /// <summary>Creates a calculator for one span.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="span">The span, whose rate card bills.</param>
    /// <param name="options">The options of the cost.</param>
    /// <param name="hasReasoned">Whether the usage as a whole has reasoning tokens.</param>
    public SpanCalculator(Offer offer, RateSpan span, CostOptions options, bool hasReasoned)
    {
        _calculator = new CostCalculator(offer, span.At, options);
        _hasReasoned = hasReasoned;
        _ownThresholds = span.Card.Shape.OwnThresholds;
    }

    /// <summary>Whether a rate depends on how many units of its own meter one request has.</summary>
    public bool DependsOnOwnQuantities => _ownThresholds.Length > 0;

    /// <inheritdoc cref="CostCalculator.WithRegion"/>
    public Cost WithRegion(Billed billed) => _calculator.WithRegion(billed);

    /// <summary>Returns an approximate cost per million units of a part in a request class, for comparing classes only.</summary>
    public decimal UnitCost(MeterQuantity part, RequestClass requestClass)
    {
        Billed billed = Bill(TokenUsage.FromMeterParts(part), 0, requestClass.Least, requestClass.Reasoned);
        decimal highest = billed.Lines.Select(l => l.Rate.UsdPerMillion).DefaultIfEmpty(0).Max() * _calculator.RegionMultiple;

        // Within these limits sums are exact. With rounded sums, MinCostFlow could find a cycle of ever cheaper ways.
        return decimal.Round(Math.Clamp(highest, -1e14m, 1e14m), 12);
    }

    /// <summary>Bills identical requests, or requests whose rates do not depend on their own quantities.</summary>
    /// <param name="usage">The usage of all requests together.</param>
    /// <param name="fees">The number of fees per request to pay.</param>
    /// <param name="measuredInput">The input tokens per request by which context tiers are selected.</param>
    /// <param name="reasoned">Whether each request has reasoning tokens; <see langword="null"/>: as the usage as a whole.</param>
    public Billed Bill(TokenUsage usage, long fees, long measuredInput, bool? reasoned) =>
        _calculator.Bill(usage, fees, measuredInput, reasoned ?? _hasReasoned);

    /// <summary>Bills requests that all have the average usage, as evenly as whole units allow.</summary>
    /// <param name="parts">The usage of all requests together.</param>
    /// <param name="requests">The number of requests; 0 counts as one.</param>
    /// <param name="payFees">Whether the requests pay the fee per request.</param>
    /// <param name="measuredInput">The input tokens per request by which context tiers are selected.</param>
    public Billed BillEvenly(ImmutableArray<MeterQuantity> parts, long requests, bool payFees, long measuredInput) => Bill(
        parts, requests, payFees, measuredInput, null, (units, _) => [RequestRuns.Even(units, Math.Max(1, requests))], Enumerable.First);

    /// <summary>Bills the requests of a class in the cheapest, or the most expensive, way of dividing the parts over them.</summary>
    /// <param name="parts">The usage of all requests of the class together.</param>
    /// <param name="requestClass">The class.</param>
    /// <param name="requests">The number of requests in the class, at least 1.</param>
    /// <param name="payFees">Whether the requests pay the fee per request.</param>
    /// <param name="highest">Whether to take the most expensive way instead of the cheapest.</param>
    public Billed BillClass(ImmutableArray<MeterQuantity> parts, RequestClass requestClass, long requests, bool payFees, bool highest)
    {
        if (!DependsOnOwnQuantities || requests == 1 || (requestClass.Least == 0 && requestClass.Most == long.MaxValue))
        {
            return BillFreely(parts);
        }

        // The input of each request must stay within the class, so the requests get equal inputs.
        MeterQuantity[] measured = [.. parts.Where(p => p.Meter.IsMeasuredInput)];
        decimal input = measured.Sum(p => p.Quantity);
        return Deal(measured, RequestRuns.Even(input, requests), requestClass.Least, requestClass.Reasoned)
            + BillFreely([.. parts.Where(p => !p.Meter.IsMeasuredInput)]);

        Billed BillFreely(ImmutableArray<MeterQuantity> free) => Bill(
            free,
            requests,
            payFees,
            requestClass.Least,
            requestClass.Reasoned,
            (units, meter) => RequestRuns.Ways(units, requests, _ownThresholds.Where(t => t.Meter == meter).Select(t => t.Least)),
            ways => highest ? ways.MaxBy(Amount)! : ways.MinBy(Amount)!);
    }

    /// <summary>The amount before adjustments, for choosing between ways.</summary>
    private static Usd Amount(Billed billed) => CostByDirection.Of(billed.Lines).Total;

    /// <summary>Bills parts that are divided over requests.</summary>
    /// <param name="parts">The usage of all requests together.</param>
    /// <param name="requests">The number of requests.</param>
    /// <param name="payFees">Whether the requests pay the fee per request.</param>
    /// <param name="measuredInput">The input tokens per request by which context tiers are selected.</param>
    /// <param name="reasoned">Whether each request has reasoning tokens.</param>
    /// <param name="ways">Returns the ways of dividing a number of units that one meter's rates bill.</param>
    /// <param name="choose">Takes the cheapest of these ways, the most expensive, or the only one.</param>
    private Billed Bill(
        ImmutableArray<MeterQuantity> parts,
        long requests,
        bool payFees,
        long measuredInput,
        bool? reasoned,
        Func<decimal, Meter, IEnumerable<RequestRun[]>> ways,
        Func<IEnumerable<Billed>, Billed> choose)
    {
        if (!DependsOnOwnQuantities)
        {
            return Bill(TokenUsage.FromMeterParts(parts.AsSpan()), payFees ? requests : 0, measuredInput, reasoned);
        }

        // Parts billed by the rates of one meter share its thresholds and are divided together, independently of all other parts.
        Dictionary<Meter, Meter> billedAs = Bill(TokenUsage.FromMeterParts(parts.AsSpan()), 0, measuredInput, reasoned)
            .Lines.DistinctBy(l => l.Meter).ToDictionary(l => l.Meter, l => l.Priced.Meter);
        Billed fees = payFees && requests > 0 ? Bill(default, 1, measuredInput, reasoned).Times(requests) : Billed.Nothing;
        return parts
            .GroupBy(p => billedAs.GetValueOrDefault(p.Meter, p.Meter))
            .Select(group => choose(ways(group.Sum(p => p.Quantity), group.Key)
                .Select(runs => Deal(group, runs, measuredInput, reasoned))))
            .Aggregate(fees, (sum, next) => sum + next);
    }

    /// <summary>Bills each distinct request of some runs once, and multiplies.</summary>
    private Billed Deal(IEnumerable<MeterQuantity> parts, IEnumerable<RequestRun> runs, long measuredInput, bool? reasoned) =>
        RequestRuns.Deal(parts, runs)
            .Select(alike => Bill(alike.Usage, 0, measuredInput, reasoned).Times(alike.Requests))
            .Aggregate(Billed.Nothing, (sum, next) => sum + next);
}
