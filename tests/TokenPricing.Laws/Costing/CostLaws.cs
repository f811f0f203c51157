using System.Collections.Immutable;
using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>What holds for every price list, usage, instant and way of asking.</summary>
[Properties(Arbitrary = [typeof(Values), typeof(CostingGenerators)])]
public static class CostLaws
{
    [Property]
    public static bool CostOf_AnyCard_IsTheNaivePrice(AnyCard card, TokenUsage usage, Instant at, CostOptions options)
    {
        (PricingError? error, Fraction total, Meter[] unpriced) = NaivePricing.Price(card.Card, usage, at, options);
        try
        {
            Cost cost = TestOffers.Sold(card.Card).CostOf(usage, at, options);
            return error is null
                && Fraction.Of(cost.Total.Amount) == total
                && cost.Unpriced.Select(u => u.Part.Meter).SequenceEqual(unpriced)
                && cost.Unpriced.All(u => usage.PartOf(u.Part.Meter) == u.Part.Quantity);
        }
        catch (PricingException exception)
        {
            return exception.Error == error;
        }
        catch (OverflowException)
        {
            return options.Adjustments.Length > 0 || !total.FitsDecimal;
        }
    }

    [Property]
    public static bool CostOf_EqualUsages_IsTheSame(AnyCard card, byte plain, byte cached, byte audio, Instant at, CostOptions options)
    {
        // The same counts, once as totals that may overlap and once as parts that cannot.
        TokenUsage totals = TokenUsage.FromMeterTotals(
            new(Meter.Input, plain + cached + audio), new(Meter.CacheRead, cached), new(Meter.InputAudio, audio), new(Meter.Output, 1));
        TokenUsage parts = TokenUsage.FromMeterParts(
            new(Meter.Input, plain), new(Meter.CacheRead, cached), new(Meter.InputAudio, audio), new(Meter.Output, 1));
        return totals != parts || Outcome(totals) == Outcome(parts);

        string Outcome(TokenUsage usage)
        {
            try
            {
                return TestOffers.Sold(card.Card).CostOf(usage, at, options).Total.ToString();
            }
            catch (PricingException e)
            {
                return e.Error.ToString();
            }
            catch (OverflowException)
            {
                return "overflow";
            }
        }
    }

    [Property]
    public static bool CostOf_AnyCard_ItsReceiptEvaluatedInRationals_IsTheCost(AnyCard card, TokenUsage usage, Instant at, CostOptions options) =>
        IfPriced(card.Card, usage, at, options, cost =>
        {
            Fraction[] sides = [.. new[] { MeterDirection.Input, MeterDirection.Output, MeterDirection.Neither }
                .Select(d => Sum(cost.Lines.Where(l => l.Meter.Direction == d).Select(Evaluate)))];
            foreach (AppliedAdjustment applied in cost.Adjustments)
            {
                Fraction before = Sum(sides);
                sides = [.. sides.Select(s => s * Fraction.Of(applied.Adjustment.Multiple))];
                sides[2] += Fraction.Of(applied.Adjustment.Amount.Amount);
                if (before + Fraction.Of(applied.Amount.Amount) != Sum(sides))
                {
                    return false;
                }
            }

            return sides.SequenceEqual(new[] { cost.Input, cost.Output, cost.Other }.Select(s => Fraction.Of(s.Amount)))
                && Fraction.Of(cost.Total.Amount) == Sum(sides)
                && cost.Lines.All(l => Fraction.Of(l.Amount.Amount) == Evaluate(l));
        });

    [Property]
    public static bool CostOf_AnyCard_LinesAndAdjustmentsSumToTheTotal_AndSoDoTheSides(AnyCard card, TokenUsage usage, Instant at, CostOptions options) =>
        IfPriced(card.Card, usage, at, options, cost =>
            cost.Total == cost.Lines.Select(l => l.Amount).Concat(cost.Adjustments.Select(a => a.Amount)).Aggregate(Usd.Zero, (sum, a) => sum + a)
            && cost.Total == cost.Input + cost.Output + cost.Other
            && cost.Low == cost.Total && cost.High == cost.Total && cost.IsCertain);

    [Property]
    public static bool CostOf_AnyCard_EveryUnitIsOnOneLineOrUnpriced(AnyCard card, TokenUsage usage, Instant at, CostOptions options) =>
        IfPriced(card.Card, usage, at, options, cost => usage.Parts.All(p =>
            p.Quantity == cost.Lines.Where(l => l.Meter == p.Meter).Sum(l => l.Quantity) + cost.Unpriced.Where(u => u.Part.Meter == p.Meter).Sum(u => u.Part.Quantity))
            && cost.Lines.All(l => l.Quantity > 0 && l.Card == card.Card));

    [Property]
    public static bool CostOf_AFlatCard_SplittingAUsageKeepsTheSum(FlatCard card, TokenUsage a, TokenUsage b, Instant at)
    {
        Offer offer = TestOffers.Sold(card.Card);
        return Same(() => offer.CostOf(TokenUsage.FromMeterParts([.. (a + b).Parts]), at).Total, () => (offer.CostOf(a, at) + offer.CostOf(b, at)).Total);
    }

    [Property]
    public static bool CostOf_ATierThatCostsMore_MoreOfAnyPartCostsNoLess(RisingCard card, TokenUsage usage, Meter meter, long more, Instant at)
    {
        long added = Math.Abs(more % 400_000);
        Dictionary<Meter, decimal> parts = usage.Parts.ToDictionary(p => p.Meter, p => p.Quantity);
        parts[meter] = parts.GetValueOrDefault(meter) + added;
        Offer offer = TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, card.Card);
        return Priced(() => offer.CostOf(usage, at)) is not { } less
            || Priced(() => offer.CostOf(TokenUsage.FromMeterParts([.. parts.Select(p => new MeterQuantity(p.Key, p.Value))]), at)) is not { } dearer
            || less.Total <= dearer.Total;
    }

    [Property]
    public static bool CostOf_Nothing_IsNothing(AnyCard card, Instant at, ServiceTier tier)
    {
        Cost nothing = TestOffers.Sold(card.Card).CostOf(default(TokenUsage), at, new CostOptions { ServiceTier = tier, AllowStandardTier = true });
        return nothing == Cost.Zero && nothing.Lines.IsEmpty && nothing.Total == Usd.Zero;
    }

    [Property]
    public static bool CostOf_ZeroTokens_IsTheFeeOfTheRequest(AnyCard card, Instant at)
    {
        Cost zero = TestOffers.Sold(card.Card).CostOf(TokenUsage.FromTotals(input: 0, output: 0, cacheRead: 0), at);
        return zero.Lines.All(l => l.Meter == Meter.Requests && l.Quantity == 1) && (zero.Total == Usd.Zero || card.Card.Rates.Any(r => r.Meter == Meter.Requests));
    }

    [Property]
    public static bool CostOf_TotalsAndPartsOfTheSameCall_Agree(AnyCard card, int input, int read, int write5m, int write1h, int output, int reasoning, Instant at, CostOptions options)
    {
        long[] n = [.. new[] { input, read, write5m, write1h, output, reasoning }.Select(v => Math.Abs((long)v) * 7_000)];
        Offer offer = TestOffers.Sold(card.Card);
        return Same(
            () => offer.CostOf(
                TokenUsage.FromTotals(input: n[0] + n[1] + n[2] + n[3], cacheRead: n[1], cacheWrite: n[2] + n[3], cacheWrite5m: n[2], cacheWrite1h: n[3], output: n[4] + n[5], reasoning: n[5]), at, options),
            () => offer.CostOf(
                TokenUsage.FromParts(uncachedInput: n[0], cacheRead: n[1], cacheWrite5m: n[2], cacheWrite1h: n[3], output: n[4], reasoning: n[5]), at, options));
    }

    [Property]
    public static bool CostOf_AScaledCard_IsScaled(AnyCard card, TokenUsage usage, Instant at, ServiceTier tier, byte factor)
    {
        RateCard scaled = new([.. card.Card.Rates.Select(r => r with { Rate = r.Rate.ScaledBy(factor / 8m) })], null, null, card.Card.TierMultiples);
        CostOptions options = new() { ServiceTier = tier, AllowStandardTier = true, MissingRate = MissingRatePolicy.LeaveUnpriced };
        return factor == 0 || Same(() => TestOffers.Sold(scaled).CostOf(usage, at, options).Total, () => TestOffers.Sold(card.Card).CostOf(usage, at, options).Total * (factor / 8m));
    }

    [Property]
    public static bool CostOf_APartWithoutARate_CostsAsItsParent(AnyCard card, int input, int read, int output, int reasoning, Instant at, CostOptions options)
    {
        long[] n = [.. new[] { input, read, output, reasoning }.Select(v => Math.Abs((long)v) * 7_000)];
        ImmutableArray<PricedMeter> without = [.. card.Card.Rates.Where(r => r.Meter != Meter.CacheRead && r.Meter != Meter.Reasoning && !r.Condition.WhenReasoned)];
        Offer offer = TestOffers.Sold(new RateCard(without, null, null, card.Card.TierMultiples, card.Card.RegionalUplifts));
        return Same(
            () => offer.CostOf(TokenUsage.FromTotals(input: n[0] + n[1], cacheRead: n[1], output: n[2] + n[3], reasoning: n[3]), at, options with { MissingRate = MissingRatePolicy.Throw }).Total,
            () => offer.CostOf(TokenUsage.FromTotals(input: n[0] + n[1], output: n[2] + n[3]), at, options with { MissingRate = MissingRatePolicy.Throw }).Total);
    }

    [Property]
    public static bool CostOf_AdjustmentsInAnotherOrder_IsTheSame(AnyCard card, TokenUsage usage, Instant at, CostOptions options) =>
        IfPriced(card.Card, usage, at, options, cost =>
            cost == TestOffers.Sold(card.Card).CostOf(usage, at, options with { Adjustments = [.. options.Adjustments.Reverse()], MissingRate = MissingRatePolicy.LeaveUnpriced, AllowStandardTier = true })
            && cost.Adjustments.Select(a => a.Adjustment.Kind).SequenceEqual(cost.Adjustments.Select(a => a.Adjustment.Kind).Order()));

    [Property]
    public static bool CostOf_RatesInAnotherOrder_IsTheSame(RisingCard card, TokenUsage usage, Instant at)
    {
        RateCard reversed = new([.. card.Card.Rates.Reverse()], null, null);
        return Same(
            () => TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, reversed).CostOf(usage, at).Total,
            () => TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, card.Card).CostOf(usage, at).Total);
    }

    [Property]
    public static bool CostOf_AWholeRequestTier_JumpsAtItsThreshold(Rate rate, Rate higher, int threshold, bool includesThreshold)
    {
        (Rate low, Rate high, long at) = (Ordinary(rate), Ordinary(rate) + Ordinary(higher), Math.Abs((long)threshold) + 2);
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, low), TestOffers.Rate(Meter.Input, high, new RateCondition { Context = new ContextTier(at, includesThreshold) }));
        long last = !includesThreshold ? at : at - 1;
        return Input(offer, last) == low * last && Input(offer, last + 1) == high * (last + 1);
    }

    [Property]
    public static bool CostOf_AMarginalTier_HasNoJump(Rate rate, Rate higher, int threshold, bool includesThreshold)
    {
        (Rate low, Rate high, long at) = (Ordinary(rate), Ordinary(rate) + Ordinary(higher), Math.Abs((long)threshold) + 2);
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, low), TestOffers.Rate(Meter.Input, high, TestOffers.Beyond(at, includesThreshold)));
        long last = !includesThreshold ? at : at - 1;
        return Input(offer, last) == low * last
            && Input(offer, last + 1) - Input(offer, last) == high * 1
            && Input(offer, last) - Input(offer, last - 1) == low * 1;
    }

    [Property]
    public static bool Add_CommutesAssociatesAndHasAZero(AnyCard card, TokenUsage a, TokenUsage b, TokenUsage c, Instant at, CostOptions options, CostOptions others)
    {
        Offer offer = TestOffers.Sold(card.Card);
        Cost[] costs = [.. new[] { (a, options), (b, options), (c, others) }.Select(q => Priced(() => offer.CostOf(q.Item1, at, q.Item2))).OfType<Cost>()];
        if (costs.Length < 3)
        {
            return true;
        }

        // On the way to a sum that fits, there may be one that does not.
        (Cost one, Cost two, Cost three) = (costs[0], costs[1], costs[2]);
        return Same(() => one + two, () => two + one)
            && Same(() => (one + two).GetHashCode(), () => (two + one).GetHashCode())
            && Same(() => (one + two) + three, () => one + (two + three))
            && Cost.Add(one, Cost.Zero) == one && Cost.Zero + one == one
            && Same(() => (one + two).Total, () => one.Total + two.Total)
            && Same(() => SumsUp(one + two + three), () => true);
    }

    [Property]
    public static bool Window_AnyInstant_IsOpenWhereTheClockSaysSo(Instant at, AnyCard card) =>
        card.Card.Rates.Select(r => r.Condition.Window).OfType<DailyWindow>().All(w => w.Contains(at) == NaivePricing.IsOpen(w, at));

    private static bool SumsUp(Cost cost) =>
        cost.Total == cost.Lines.Select(l => l.Amount).Concat(cost.Adjustments.Select(a => a.Amount)).Aggregate(Usd.Zero, (sum, a) => sum + a);

    private static Usd Input(Offer offer, long tokens) => offer.CostOf(TokenUsage.FromTotals(input: tokens), Instant.FromUtc(2026, 5, 1, 0, 0)).Total;

    private static Rate Ordinary(Rate rate) => Rate.PerMillion(Math.Abs(Math.Round(rate.Usd % 1_000, 4)));

    private static Fraction Evaluate(ReceiptLine line) =>
        Fraction.Of(line.Priced.Rate.Usd) * Fraction.Of(line.Multiple) * Fraction.Of(line.Quantity + line.RoundedUp) / Fraction.Of(line.Priced.Rate.Per);

    private static Fraction Sum(IEnumerable<Fraction> fractions) => fractions.Aggregate(Fraction.Of(0L), (sum, f) => sum + f);

    private static bool IfPriced(RateCard card, TokenUsage usage, Instant at, CostOptions options, Func<Cost, bool> holds) =>
        Priced(() => TestOffers.Sold(card).CostOf(usage, at, options with { MissingRate = MissingRatePolicy.LeaveUnpriced, AllowStandardTier = true })) is not { } cost || holds(cost);

    private static Cost? Priced(Func<Cost> cost) => Outcome(cost).Value;

    // Both figures, or both refusals, are the same, unless one of them outgrows a decimal.
    private static bool Same<T>(Func<T> one, Func<T> other) =>
        Outcome(one) is var left && Outcome(other) is var right && (left.IsTooLong || right.IsTooLong || Equals(left, right));

    private static (PricingError? Error, bool IsTooLong, T? Value) Outcome<T>(Func<T> cost)
    {
        try
        {
            return (null, false, cost());
        }
        catch (PricingException exception)
        {
            return (exception.Error, false, default);
        }
        catch (OverflowException)
        {
            return (null, true, default);
        }
    }
}
