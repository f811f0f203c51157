using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>
/// The cost of a usage of many requests, or of a stretch of time, which has lost what context tiers, daily windows and price changes
/// need to know. The least and the most are prices that could have been charged; the total is that of average requests, spread
/// evenly over the time.
/// </summary>
internal sealed class AggregateCalculator(Offer offer, CostOptions options)
{
    public Cost Calculate(TokenUsage usage, Instant at)
    {
        ImmutableArray<RateStretch> stretches = usage.During is { } during
            ? RateStretch.Within(offer, during)
            : [new RateStretch(offer.RateCardAt(at), 0, at, Duration.Zero)];
        Billed billed = Shares(usage, stretches)
            .Select(share => Bill(share.Usage, share.Requests, share.Stretch, Average(usage)))
            .Aggregate((sum, next) => sum + next);
        Cost total = Calculator(stretches[^1]).Adjust(billed);
        Usd[] bounds = [.. stretches.SelectMany(s => Bounds(usage, s)), total.Total];
        return new Cost(
            total.Lines, total.Adjustments, total.Unpriced, new CostSides(total.Input, total.Output, total.Other), bounds.Min(), bounds.Max());
    }

    // What the requests come to in each of the ways in which they can lie in the context tiers of one stretch.
    private IEnumerable<Usd> Bounds(TokenUsage usage, RateStretch stretch)
    {
        long input = usage.KnownTotalOf(Meter.Input);
        long[] edges =
        [
            .. stretch.Card.Rates
                .Select(r => r.Condition.Context)
                .OfType<ContextTier>()
                .Where(c => c.Measure == TierMeasure.TotalInput)
                .Select(c => c.Comparison == ThresholdComparison.AtLeast ? c.Threshold : c.Threshold + 1)
                .Where(edge => edge > 0)
                .Distinct()
                .Order(),
        ];
        yield return Charge(stretch, Bill(usage, usage.Requests, stretch, Average(usage)));

        // All input in one request, the longest there can be.
        yield return Charge(stretch, Bill(usage, usage.Requests, stretch, input));
        for (int tier = 0; tier <= edges.Length; tier++)
        {
            long least = tier == 0 ? 0 : edges[tier - 1];
            long most = tier == edges.Length ? long.MaxValue : edges[tier] - 1;
            long requests = least == 0 ? usage.Requests : Math.Min(usage.Requests, input / least);
            if (requests > 0 && (Int128)requests * most >= input)
            {
                // So many requests of this tier hold all of the input.
                yield return Charge(stretch, Bill(usage, usage.Requests, stretch, least));
            }
        }

        if (edges.Length > 0 && usage.Requests > 1 && (Int128)usage.Requests * (edges[0] - 1) < input)
        {
            yield return Charge(stretch, Packed(usage, stretch, edges[0] - 1, input));
        }
    }

    // All requests but one as long as the base rates allow, with the tokens that save most there; the last one has the rest.
    private Billed Packed(TokenUsage usage, RateStretch stretch, long longestAtBase, long input)
    {
        Int128 room = (Int128)(usage.Requests - 1) * longestAtBase;
        List<MeterQuantity> atBase = [];
        List<MeterQuantity> above = [];
        foreach (MeterQuantity part in usage.Parts.OrderByDescending(p => Saving(p.Meter, stretch, input)))
        {
            bool isMeasured = part.Meter.IsTokens && part.Meter.Direction == MeterDirection.Input;
            long fits = isMeasured ? (long)Int128.Min(room, part.Quantity) : Saving(part.Meter, stretch, input) > 0 ? part.Quantity : 0;
            room -= isMeasured ? fits : 0;
            atBase.Add(part with { Quantity = fits });
            above.Add(part with { Quantity = part.Quantity - fits });
        }

        return Bill(TokenUsage.FromMeterParts([.. atBase]), usage.Requests - 1, stretch, 0)
            + Bill(TokenUsage.FromMeterParts([.. above]), 1, stretch, input);
    }

    // What a million units of a meter save where their request is short.
    private decimal Saving(Meter meter, RateStretch stretch, long input)
    {
        TokenUsage units = TokenUsage.FromMeterParts(new MeterQuantity(meter, 1_000_000));
        return (CostSides.Of(Bill(units, 0, stretch, input).Lines).Total - CostSides.Of(Bill(units, 0, stretch, 0).Lines).Total).Amount;
    }

    private static long Average(TokenUsage usage)
    {
        long input = usage.KnownTotalOf(Meter.Input);
        return usage.Requests <= 1 ? input : (long)(((Int128)input + usage.Requests - 1) / usage.Requests);
    }

    // Whole units to each stretch by its length; what rounding leaves goes to the last, so that nothing is lost.
    private static IEnumerable<(TokenUsage Usage, long Requests, RateStretch Stretch)> Shares(TokenUsage usage, ImmutableArray<RateStretch> stretches)
    {
        Int128 whole = stretches.Aggregate(Int128.Zero, (sum, s) => sum + Weight(s));
        Dictionary<Meter, long> left = usage.Parts.ToDictionary(p => p.Meter, p => p.Quantity);
        long requestsLeft = usage.Requests;
        for (int i = 0; i < stretches.Length; i++)
        {
            bool isLast = i == stretches.Length - 1;
            MeterQuantity[] parts = [.. usage.Parts.Select(p => p with { Quantity = isLast ? left[p.Meter] : (long)(p.Quantity * Weight(stretches[i]) / whole) })];
            long requests = isLast ? requestsLeft : (long)(usage.Requests * Weight(stretches[i]) / whole);
            requestsLeft -= requests;
            foreach (MeterQuantity part in parts)
            {
                left[part.Meter] -= part.Quantity;
            }

            yield return (TokenUsage.FromMeterParts(parts), requests, stretches[i]);
        }
    }

    private static Int128 Weight(RateStretch stretch) => (Int128)stretch.Length.ToBigIntegerNanoseconds();

    private Usd Charge(RateStretch stretch, Billed billed) => Calculator(stretch).Adjust(billed).Total;

    private Billed Bill(TokenUsage usage, long requests, RateStretch stretch, long measuredInput) =>
        Calculator(stretch).Bill(usage, requests, stretch.At, measuredInput);

    private CostCalculator Calculator(RateStretch stretch) => OfferCosting.Calculator(offer, stretch.Card, options);
}
