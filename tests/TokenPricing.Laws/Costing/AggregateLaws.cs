using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Interval = NodaTime.Interval;

namespace TokenPricing.Tests;

/// <summary>
/// Aggregates of few requests with few tokens, of which every distribution can be listed: <see cref="Cost.Low"/> and
/// <see cref="Cost.High"/> must be the least and the most of all of them, no more and no less.
/// </summary>
[Properties(Arbitrary = [typeof(SmallAggregates)])]
public static class AggregateLaws
{
    private static readonly CostOptions Lenient = new() { Region = "eu", MissingRate = MissingRatePolicy.LeaveUnpriced };

    [Property]
    public static bool Bounds_OfSeveralRequests_AreTheLeastAndTheMostOfEveryDistribution(SmallAggregate small) =>
        BoundsAreExact(small with { During = null });

    [Property]
    public static bool Bounds_OverChangesAndWindows_AreTheLeastAndTheMostOfEveryDistribution(SmallAggregate small) => BoundsAreExact(small);

    [Property]
    public static bool Bounds_OfOwnQuantities_AreTheLeastAndTheMostOfEveryDistribution(SmallOwnAggregate small) => BoundsAreExact(small.Aggregate);

    [Property]
    public static bool Bounds_OfMinimumsAndRoundingUnits_CouldHaveBeenCharged_AndAreExactWithoutLengths(SmallRoundedAggregate rounded)
    {
        Cost cost = rounded.Aggregate.Cost(Lenient);
        (Usd low, Usd high) = rounded.Aggregate.Extremes(Lenient);
        bool hasLengths = rounded.Aggregate.History[0].Rates.Any(r => r.Condition.Context is not null);
        return low <= cost.Low && cost.Low <= cost.Total && cost.Total <= cost.High && cost.High <= high
            && (hasLengths || (cost.Low, cost.High) == (low, high));
    }

    // As many requests as possible just below a length of a rate's own, or at it, and one with the rest.
    [Property]
    public static bool Bounds_OfMinimumsAndRoundingUnits_HoldTheWaysAroundEveryLength(SmallRoundedAggregate rounded)
    {
        SmallAggregate small = rounded.Aggregate with { Parts = [.. rounded.Aggregate.Parts.Take(1)] };
        Cost cost = small.Cost(Lenient);
        return small.Parts.All(part => small.History[0].Rates
            .Where(r => r.Meter == part.Meter && r.Condition.Context is not null)
            .SelectMany(r => new[] { r.Condition.Context!.Least!.Value - 1, r.Condition.Context.Least.Value })
            .Where(full => full > 0)
            .All(full =>
            {
                long many = Math.Min(small.Requests - 1, (long)part.Quantity / full);
                Usd way = (Price(full) * many) + Price((long)part.Quantity - (many * full));
                return cost.Low <= way && way <= cost.High;
            }));

        Usd Price(long units) => (small with { Requests = 1, Parts = [.. small.Parts.Select(p => p with { Quantity = units })] }).Cost(Lenient).Total;
    }

    [Property]
    public static bool Bounds_ByTheLikelyWaysAlone_AreExactWithOneThreshold(SmallAggregate small)
    {
        RateCard card = small.History[0];
        bool isMore = card.Rates.Any(r => r.Condition.WhenReasoned) || card.Rates.Select(r => r.Condition.Context?.Least).OfType<long>().Distinct().Count() > 1;
        SmallAggregate one = small with { History = [SmallAggregates.Held(card, null, null)], During = null };
        Cost cost = one.Cost(Lenient, exhaustive: 0);
        (Usd low, Usd high) = one.Extremes(Lenient);
        return isMore ? low <= cost.Low && cost.High <= high : (cost.Low, cost.High) == (low, high);
    }

    [Property]
    public static bool Bounds_ByTheLikelyWaysAlone_CouldHaveBeenCharged(SmallAggregate small)
    {
        Cost cost = small.Cost(Lenient, exhaustive: 0);
        (Usd low, Usd high) = small.Extremes(Lenient);
        return low <= cost.Low && cost.High <= high && cost.Low <= cost.Total && cost.Total <= cost.High;
    }

    [Property]
    public static bool Bounds_ByTheLikelyWaysOfManyRequests_AreThoseOfAllWaysWithOneThreshold(LongAggregate many) => AreThoseOfAllWays(many.Aggregate);

    [Property]
    public static bool Bounds_ByTheLikelyWays_AreThoseOfAllWaysOverThreePeriods(ThreePeriods periods) => AreThoseOfAllWays(periods.Aggregate);

    [Property]
    public static bool Bounds_WithTiersOfEveryMeasure_CouldHaveBeenCharged(SmallMixedAggregate mixed)
    {
        Cost cost = mixed.Aggregate.Cost(Lenient);
        (Usd low, Usd high) = mixed.Aggregate.Extremes(Lenient);
        return low <= cost.Low && cost.High <= high && cost.Low <= cost.Total && cost.Total <= cost.High;
    }

    [Property]
    public static bool Bounds_HoldTheTotal_WhichIsThatOfItsLines(SmallAggregate small)
    {
        Cost cost = small.Cost(Lenient);
        return cost.Low <= cost.Total && cost.Total <= cost.High
            && cost.Total == cost.Lines.Select(l => l.Amount).Concat(cost.Adjustments.Select(a => a.Amount)).Aggregate(Usd.Zero, (sum, a) => sum + a)
            && cost.Total == cost.Input + cost.Output + cost.Other;
    }

    [Property]
    public static bool Lines_OfAnAggregate_HaveEveryUnit(SmallAggregate small) => HasEveryUnit(small);

    [Property]
    public static bool Lines_WithTiersOfEveryMeasure_HaveEveryUnit(SmallMixedAggregate mixed) => HasEveryUnit(mixed.Aggregate);

    [Property(Arbitrary = [typeof(CostingGenerators)])]
    public static bool Bounds_WithoutConditions_AreThePrice(FlatCard card, TokenUsage usage, Instant at, PositiveInt requests)
    {
        Offer offer = TestOffers.Sold(card.Card);
        try
        {
            Cost cost = offer.CostOf(usage.AsAggregateOf(requests.Get), at);
            return cost.IsCertain && cost.Total == cost.Low && cost.Total == offer.CostOf(usage, at).Total;
        }
        catch (PricingException exception)
        {
            return exception.Error == PricingError.MissingRate;
        }
        catch (OverflowException)
        {
            return true;
        }
    }

    [Property]
    public static bool Adjustments_MoveTheBoundsAsTheTotal(SmallAggregate small)
    {
        Cost plain = small.Cost(Lenient);
        Cost adjusted = small.Cost(Lenient with { Adjustments = [Adjustment.Markup(Percentage.FromPercent(25)), Adjustment.NegotiatedDiscount(new Usd(0.01m))] });
        return (adjusted.Low, adjusted.Total, adjusted.High) == (After(plain.Low), After(plain.Total), After(plain.High));

        static Usd After(Usd amount) => (amount - new Usd(0.01m)) * 1.25m;
    }

    private static bool HasEveryUnit(SmallAggregate small)
    {
        Cost cost = small.Cost(Lenient);
        return small.Parts.All(p => cost.Lines.Where(l => l.Meter == p.Meter).Sum(l => l.Quantity) == p.Quantity) && cost.Lines.All(l => l.Quantity > 0);
    }

    private static bool AreThoseOfAllWays(SmallAggregate aggregate)
    {
        Cost likely = aggregate.Cost(Lenient, exhaustive: 0);
        Cost all = aggregate.Cost(Lenient, exhaustive: int.MaxValue);
        return (likely.Low, likely.High) == (all.Low, all.High);
    }

    private static bool BoundsAreExact(SmallAggregate small)
    {
        Cost cost = small.Cost(Lenient);
        (Usd low, Usd high) = small.Extremes(Lenient);
        return (cost.Low, cost.High) == (low, high) && cost.Low <= cost.Total && cost.Total <= cost.High;
    }
}

/// <summary>A usage small enough to list all distributions of its units over its requests.</summary>
public sealed record SmallAggregate(ImmutableArray<RateCard> History, ImmutableArray<MeterQuantity> Parts, int Requests, Interval? During)
{
    private static readonly Instant At = Instant.FromUtc(2026, 5, 1, 12, 0);

    public Cost Cost(CostOptions options, int? exhaustive = null)
    {
        Offer offer = TestOffers.Sold([.. History]);
        TokenUsage usage = TokenUsage.FromMeterParts(Parts.AsSpan()).AsAggregateOf(Requests);
        TokenUsage spread = During is { } during ? usage.Over(during) : usage;
        return exhaustive is { } most && spread.IsAggregate
            ? new AggregateCalculator(offer, spread, At, options, most).Calculate()
            : offer.CostOf(spread, At, options);
    }

    /// <summary>The least and the most over all distributions, each request priced on its own at its cheapest and its dearest instant.</summary>
    public (Usd Low, Usd High) Extremes(CostOptions options)
    {
        Offer offer = TestOffers.Sold([.. History]);
        Instant[] instants = During is { } during
            ? [.. Enumerable.Range(0, (int)during.Duration.TotalMinutes / 30).Select(i => during.Start + Duration.FromMinutes(30 * i)).DefaultIfEmpty(during.Start)]
            : [At];

        // One instant stands for all with the same card and the same open windows.
        Instant[] distinct = [.. instants.DistinctBy(at => (offer.RateCardAt(at), string.Join(' ', offer.RateCardAt(at).Rates.Select(r => r.Condition.Window is null || NaivePricing.IsOpen(r.Condition.Window, at)))))];
        Dictionary<string, (Usd Low, Usd High)> known = [];
        Usd? low = null;
        Usd? high = null;
        foreach (long[][] requests in Distributions(Parts, Requests))
        {
            (Usd Low, Usd High)[] costs = [.. requests.Select(PriceOf)];
            Usd least = costs.Aggregate(Usd.Zero, (sum, c) => sum + c.Low);
            Usd most = costs.Aggregate(Usd.Zero, (sum, c) => sum + c.High);
            low = low is null || least < low ? least : low;
            high = high is null || most > high ? most : high;
        }

        return (low!.Value, high!.Value);

        (Usd Low, Usd High) PriceOf(long[] units)
        {
            string key = string.Join(' ', units);
            if (!known.TryGetValue(key, out (Usd Low, Usd High) price))
            {
                TokenUsage request = TokenUsage.FromMeterParts([.. Parts.Zip(units, (p, u) => p with { Quantity = u })]);
                Usd[] prices = [.. distinct.Select(at => offer.CostOf(request, at, options).Total)];
                known[key] = price = (prices.Min(), prices.Max());
            }

            return price;
        }
    }

    public override string ToString() =>
        $"{Requests} requests of {string.Join(", ", Parts)} during {During}; {string.Join(" | ", History.Select(c => $"{c.From}: {CardText.Of(c)}"))}";

    private static IEnumerable<long[][]> Distributions(ImmutableArray<MeterQuantity> parts, int requests)
    {
        IEnumerable<long[]>[] ways = [.. parts.Select(p => Ways((long)p.Quantity, requests))];
        return ways
            .Aggregate<IEnumerable<long[]>, IEnumerable<ImmutableArray<long[]>>>([[]], (soFar, next) => soFar.SelectMany(s => next.Select(s.Add)))
            .Select(byPart => Enumerable.Range(0, requests).Select(r => byPart.Select(p => p[r]).ToArray()).ToArray());
    }

    private static IEnumerable<long[]> Ways(long units, int requests) => requests == 1
        ? [[units]]
        : Enumerable.Range(0, (int)units + 1).SelectMany(first => Ways(units - first, requests - 1).Select(rest => (long[])[first, .. rest]));
}

/// <summary>An aggregate at rates that ask for own quantities and not for the total input.</summary>
public sealed record SmallOwnAggregate(SmallAggregate Aggregate);

/// <summary>An aggregate of seconds, whose rates have minimums and rounding units beside lengths of their own.</summary>
public sealed record SmallRoundedAggregate(SmallAggregate Aggregate);

/// <summary>An aggregate at rates that ask for own quantities, for the total input and for reasoning, at more than one threshold.</summary>
public sealed record SmallMixedAggregate(SmallAggregate Aggregate);

/// <summary>An aggregate of more requests and tokens than distributions can be listed, with one threshold, for the fee too.</summary>
public sealed record LongAggregate(SmallAggregate Aggregate);

/// <summary>An aggregate over three periods of one price each.</summary>
public sealed record ThreePeriods(SmallAggregate Aggregate);

/// <summary>Generates aggregates with one threshold (some with more), several meters, price changes, windows and rates of requests that reasoned.</summary>
public static class SmallAggregates
{
    private static readonly Instant Day = Instant.FromUtc(2026, 3, 28, 0, 0);
    private static readonly Meter[] Meters = [Meter.Input, Meter.CacheRead, Meter.Output, Meter.Reasoning];

    private static Gen<Rate> Price => Gen.Choose(0, 9).Select(n => Rate.PerUnit(n / 100m));

    private static Gen<ContextTier> Tier =>
        from threshold in Gen.Choose(0, 5)
        from includesThreshold in Gen.Elements(true, false)
        select new ContextTier(threshold, includesThreshold);

    public static Arbitrary<SmallAggregate> Aggregates() => Arb.From(
        from tier in Tier
        from cards in Gen.Choose(1, 2)
        from tiers in Gen.Frequency((3, Gen.Constant(Gen.Constant(tier))), (1, Gen.Constant(Tier)))
        from first in Card(tiers, true)
        from second in Card(tiers, false)
        from change in Gen.Choose(0, 96)
        from parts in Parts(4)
        from requests in Gen.Choose(1, 3)
        from start in Gen.Choose(0, 96)
        from length in Gen.Choose(0, 96)
        select new SmallAggregate(
            cards == 1 ? [first] : [Held(first, null, HalfHours(change)), Held(second, HalfHours(change), null)],
            parts,
            requests,
            new Interval(HalfHours(start), HalfHours(start + length))),
        Simpler);

    public static Arbitrary<SmallOwnAggregate> OwnAggregates() => Arb.From(
        from rule in Gen.Elements(true, false)
        from threshold in Gen.Choose(0, 5)
        from includesThreshold in Gen.Elements(true, false)
        from card in Card(Gen.Constant(new ContextTier(threshold, includesThreshold, true, rule)), true, ownQuantities: true)
        from parts in Parts(5)
        from requests in Gen.Choose(1, 3)
        select new SmallOwnAggregate(new SmallAggregate([card], parts, requests, null)),
        small => Simpler(small.Aggregate).Select(a => new SmallOwnAggregate(a)));

    public static Arbitrary<SmallRoundedAggregate> RoundedAggregates() => Arb.From(
        from seconds in RoundedRates(Meter.Parse("audio-seconds"))
        from input in RoundedRates(Meter.Parse("input-audio-seconds"))
        from units in Gen.Choose(0, 6).ArrayOf(2)
        from requests in Gen.Choose(1, 3)
        let parts = new[] { seconds, input }.Zip(units, (r, u) => new MeterQuantity(r[0].Meter, u)).Where(p => p.Quantity > 0)
        select new SmallRoundedAggregate(new SmallAggregate(
            [new RateCard([.. seconds, .. input], null, null, default, [TestOffers.Uplift("eu", 1.5m)])], [.. parts], requests, null)),
        rounded => Simpler(rounded.Aggregate).Select(a => new SmallRoundedAggregate(a)));

    public static Arbitrary<SmallMixedAggregate> MixedAggregates() => Arb.From(
        from card in Card(Gen.OneOf(Tier, Tier.Select(t => new ContextTier(t.Threshold, t.IncludesThreshold, true, t.Threshold % 2 == 1))), true)
        from parts in Parts(4)
        from requests in Gen.Choose(1, 3)
        select new SmallMixedAggregate(new SmallAggregate([card], parts, requests, null)),
        mixed => Simpler(mixed.Aggregate).Select(a => new SmallMixedAggregate(a)));

    public static Arbitrary<LongAggregate> LongAggregates() => Arb.From(
        from threshold in Gen.Choose(0, 12)
        from includesThreshold in Gen.Elements(true, false)
        from card in Card(Gen.Constant(new ContextTier(threshold, includesThreshold)), true)
        from fee in Price
        from parts in Parts(60)
        from requests in Gen.Choose(2, 20)
        let rates = card.Rates.Where(r => !r.Condition.WhenReasoned)
        let longFee = TestOffers.Rate(Meter.Requests, fee, new RateCondition { Context = new ContextTier(threshold, includesThreshold) })
        select new LongAggregate(new SmallAggregate([new RateCard([.. rates, longFee], null, null, default, card.RegionalUplifts)], parts, requests, null)),
        many => Simpler(many.Aggregate).Select(a => new LongAggregate(a)));

    public static Arbitrary<ThreePeriods> Periods() => Arb.From(
        from cards in Gen.Elements(true, false).SelectMany(hasFee => Card(Tier, hasFee)).Select(c => Of(c, r => r.Condition.IsNone)).ArrayOf(3)
        from parts in Parts(60)
        from requests in Gen.Choose(1, 8)
        select new ThreePeriods(new SmallAggregate(
            [Held(cards[0], null, HalfHours(1)), Held(cards[1], HalfHours(1), HalfHours(2)), Held(cards[2], HalfHours(2), null)],
            parts,
            requests,
            new Interval(HalfHours(0), HalfHours(3)))),
        periods => Simpler(periods.Aggregate).Select(a => new ThreePeriods(a)));

    private static Gen<RateCard> Card(Gen<ContextTier> tier, bool hasFee, bool ownQuantities = false) =>
        from rates in Price.ArrayOf(Meters.Length)
        from more in (from meter in Gen.Elements(Meters)
                      from rate in Price
                      from context in tier
                      from inTier in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
                      from window in !ownQuantities ? Gen.Frequency((4, Gen.Constant<DailyWindow?>(null)), (1, CostingGenerators.Window.Select(w => (DailyWindow?)w))) : Gen.Constant<DailyWindow?>(null)
                      from reasoned in !ownQuantities ? Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true))) : Gen.Constant(false)
                      select TestOffers.Rate(meter, rate, new RateCondition { Context = inTier ? context : null, Window = window, WhenReasoned = reasoned })).ListOf()
        from count in Gen.Choose(0, 4)
        from own in Gen.Choose(2, 4)
        from uplift in Gen.Elements(1m, 1.5m)
        select new RateCard(
            [.. Meters.Take(own).Zip(rates, (m, r) => TestOffers.Rate(m, r)), TestOffers.Rate(Meter.Output, rates[3]), .. more.Where(m => !ownQuantities || m.Meter == Meter.Output || Meters.Take(own).Contains(m.Meter)).Take(count), .. hasFee ? [TestOffers.Rate(Meter.Requests, Rate.PerUnit(0.07m))] : Array.Empty<PricedMeter>()],
            null,
            null,
            default,
            [TestOffers.Uplift("eu", uplift)]);

    /// <summary>An ordinary rate of a meter, and up to two that begin at lengths of its own, each with its minimum and rounding unit.</summary>
    private static Gen<PricedMeter[]> RoundedRates(Meter meter) =>
        from count in Gen.Choose(1, 3)
        from rates in (
            from rate in Price
            from context in Tier
            from minimum in Gen.Elements(0m, 0m, 2m, 3m)
            from step in Gen.Elements(0m, 0m, 2m)
            select (rate, context, minimum, step)).ArrayOf(count)
        select rates.Select((r, i) =>
        {
            RateCondition length = new() { Context = i == 0 ? null : new ContextTier(r.context.Threshold, r.context.IncludesThreshold, true) };
            return TestOffers.Rate(meter, r.rate, length) with { Minimum = r.minimum, RoundedUpTo = r.step };
        }).DistinctBy(r => r.Condition).ToArray();

    private static Gen<ImmutableArray<MeterQuantity>> Parts(int most) =>
        from units in Gen.Choose(0, most).ArrayOf(Meters.Length)
        select Meters.Zip(units, (m, u) => new MeterQuantity(m, m.IsInput ? u : u / 2)).Where(p => p.Quantity > 0).ToImmutableArray();

    private static Instant HalfHours(int count) => Day + Duration.FromMinutes(30 * count);

    internal static RateCard Held(RateCard card, Instant? from, Instant? to) => new(card.Rates, from, to, card.TierMultiples, card.RegionalUplifts);

    private static RateCard Of(RateCard card, Func<PricedMeter, bool> holds) => new([.. card.Rates.Where(holds)], null, null, default, card.RegionalUplifts);

    private static IEnumerable<SmallAggregate> Simpler(SmallAggregate small) =>
    [
        .. small.Requests > 1 ? [small with { Requests = small.Requests - 1 }] : Array.Empty<SmallAggregate>(),
        .. small.Parts.Select(p => small with { Parts = p.Quantity == 1 ? small.Parts.Remove(p) : small.Parts.Replace(p, p with { Quantity = p.Quantity - 1 }) }),
        .. small.History.SelectMany(c => c.Rates.Select(r => small with { History = small.History.Replace(c, new RateCard(c.Rates.Remove(r), c.From, c.To, default, c.RegionalUplifts)) })),
    ];
}
