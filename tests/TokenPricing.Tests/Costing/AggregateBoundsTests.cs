using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Bounds that are those of all ways to divide the tokens, and no others. The figures are worked by hand, and found once more by pricing
/// every way.
/// </summary>
public sealed class AggregateBoundsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly Instant Change = Instant.FromUtc(2026, 5, 4, 0, 0);
    private static readonly Interval FourDays = new(Change - Duration.FromDays(3), Change + Duration.FromDays(1));

    // Three requests of five tokens have two each if that is rounded up, which would be six. Two of them at most can be long.
    [Fact]
    public void CostOf_AverageThatIsNoWholeToken_CostsNoMoreThanTheDearestWay()
    {
        Offer offer = TestOffers.Sold(
            Priced(Meter.Input, 1), Priced(Meter.Input, 2, TestOffers.AtLeast(2)), Priced(Meter.Requests, 10, TestOffers.AtLeast(2)));
        TokenUsage usage = TokenUsage.FromTotals(input: 5).AsAggregateOf(3);

        AssertBounds(18, 30, offer, usage);
        Assert.Equal(new Usd(30), offer.CostOf(usage, Now).Total);
    }

    // 400 requests of 1,323 tokens. A short one has three at most and pays $7. At least 3k + 123 and 4k tokens are in k long ones, where
    // 400 are free and the others cost $2: the cheapest is k = 123, where both are 492.
    [Fact]
    public void CostOf_ManyRequests_CostTheLeastWhereLongOnesHaveTheirLeastAndShortOnesTheirMost()
    {
        Offer offer = TestOffers.Sold(
            Priced(Meter.Input, 0), Priced(Meter.CacheRead, 0), Priced(Meter.CacheRead, 2, TestOffers.AtLeast(4)),
            Priced(Meter.Requests, 7), Priced(Meter.Requests, 0, TestOffers.AtLeast(4)));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 1_323, cacheRead: 923).AsAggregateOf(400), Now);

        Assert.Equal((new Usd((277 * 7) + (92 * 2)), new Usd((399 * 7) + (923 * 2))), (cost.Low, cost.High));
    }

    // The same at two thirds of a dollar for a long token: the receipt of two requests has one line for all five.
    [Fact]
    public void CostOf_DearestWayAtARateWithoutEnd_HasOneLineForItsTokens()
    {
        Offer offer = TestOffers.Sold(
            Priced(Meter.Input, 0), TestOffers.Rate(Meter.Input, new Rate(2, 3), TestOffers.AtLeast(2)), Priced(Meter.Requests, 10, TestOffers.AtLeast(2)));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 5).AsAggregateOf(3), Now);

        Assert.Equal((new Usd(23.333333333333333333m), cost.High), (cost.Total, cost.Total));
        Assert.Equal([(Meter.Input, 5m), (Meter.Requests, 2m)], cost.Lines.Select(l => (l.Meter, l.Quantity)));
    }

    // Two requests pay $1 for each token of output, and $7 each if they reasoned, for which each must have a token of reasoning.
    [Theory]
    [InlineData(0, 4, 4, 4)]
    [InlineData(1, 11, 11, 11)]
    [InlineData(2, 11, 18, 18)]
    [InlineData(3, 11, 18, 18)]
    public void CostOf_FeeOfRequestsThatReasoned_IsPaidByThoseThatCanHave(long reasoning, decimal low, decimal total, decimal high)
    {
        Offer offer = TestOffers.Sold(Priced(Meter.Output, 1), Priced(Meter.Requests, 7, new RateCondition { WhenReasoned = true }));
        TokenUsage usage = TokenUsage.FromTotals(output: 4, reasoning: reasoning).AsAggregateOf(2);

        AssertBounds(low, high, offer, usage);
        Assert.Equal(new Usd(total), offer.CostOf(usage, Now).Total);
    }

    // One token of reasoning: only one of the two requests can have reasoned, and only before the change does that cost $7.
    [Fact]
    public void CostOf_FeeOfRequestsThatReasonedBeforeAChange_IsPaidByThoseThatCanHave()
    {
        Offer offer = Changing(
            TestOffers.Card([Priced(Meter.Output, 1), Priced(Meter.Requests, 7, new RateCondition { WhenReasoned = true })], null, Change),
            TestOffers.Card([Priced(Meter.Output, 1)], Change, null));

        AssertBounds(4, 11, offer, TokenUsage.FromTotals(output: 4, reasoning: 1).AsAggregateOf(2).Over(FourDays));
    }

    // Nothing but a request that reasoned prices reasoning, and both of them did.
    [Fact]
    public void CostOf_ReasoningThatOnlyRequestsThatReasonedPrice_HasAPrice() => AssertBounds(
        14,
        14,
        TestOffers.Sold(Priced(Meter.Input, 1), Priced(Meter.Reasoning, 5, new RateCondition { WhenReasoned = true })),
        TokenUsage.FromMeterParts(new(Meter.Input, 4), new(Meter.Reasoning, 2)).AsAggregateOf(2));

    // With the uplift of the region, a token of input is $5 before the change and $2 after it, one of output $3 and $4.
    [Fact]
    public void CostOf_UpliftThatChanges_DecidesWhereATokenIsCheapest()
    {
        Offer offer = Changing(
            new RateCard([Priced(Meter.Input, 5), Priced(Meter.Output, 3)], null, Change, default, [TestOffers.Uplift("eu", 1)]),
            new RateCard([Priced(Meter.Input, 1), Priced(Meter.Output, 2)], Change, null, default, [TestOffers.Uplift("eu", 2)]));

        AssertBounds(5, 9, offer, TokenUsage.FromTotals(input: 1, output: 1).AsAggregateOf(2).Over(FourDays), new CostOptions { Region = "eu" });
    }

    // Output is $9 before the change for ten tokens of a request, and $1 for the next two; after it, $5. Input is far cheaper before.
    [Fact]
    public void CostOf_RateThatFallsWithinARequest_IsCheapestWhereItsFirstTokensAre()
    {
        Offer offer = Changing(
            TestOffers.Card([Priced(Meter.Input, 1), Priced(Meter.Output, 9), Priced(Meter.Output, 1, TestOffers.Beyond(10))], null, Change),
            TestOffers.Card([Priced(Meter.Input, 100), Priced(Meter.Output, 5)], Change, null));
        TokenUsage usage = TokenUsage.FromTotals(input: 1, output: 12).AsAggregateOf(2).Over(FourDays);

        Assert.Equal(new Usd(61), offer.CostOf(usage, Now).Low);
        Assert.Equal(new Usd(61), Every(offer, usage, null).Low);
    }

    // Twelve tokens in three requests, dear where one has three, four or five: all are dear in no way but the even one.
    [Fact]
    public void CostOf_OwnQuantitiesThatAreDearOnlyEvenly_AreTriedEvenly() => AssertBounds(
        12,
        24,
        TestOffers.Sold(Priced(Meter.Input, 1), Priced(Meter.Input, 2, Own(2)), Priced(Meter.Input, 1, Own(5))),
        TokenUsage.FromTotals(input: 12).AsAggregateOf(3));

    // Two hours in which a token is $2, four in which it is $3, and eighteen at $1, of a day with a token an hour.
    [Fact]
    public void CostOf_OverTwoWindows_IsSpreadByTheirHours()
    {
        Offer offer = TestOffers.Sold(
            Priced(Meter.Output, 1), Priced(Meter.Output, 2, TestOffers.During(Early)), Priced(Meter.Output, 3, TestOffers.During(Late)));
        Instant midnight = Instant.FromUtc(2026, 5, 1, 0, 0);

        Cost cost = offer.CostOf(TokenUsage.FromTotals(output: 24).AsAggregateOf(24).Over(new Interval(midnight, midnight + Duration.FromDays(1))), Now);

        Assert.Equal((new Usd(24), new Usd(34), new Usd(72)), (cost.Low, cost.Total, cost.High));
    }

    [Fact]
    public void Within_TwoWindowsOverTwoDays_HasASpanForEachStateWithItsHours()
    {
        Offer offer = TestOffers.Sold(
            Priced(Meter.Output, 1), Priced(Meter.Output, 2, TestOffers.During(Early)), Priced(Meter.Output, 3, TestOffers.During(Late)));
        Instant midnight = Instant.FromUtc(2026, 5, 1, 0, 0);

        IEnumerable<RateSpan> spans = RateSpan.Within(offer, new Interval(midnight, midnight + Duration.FromDays(2)));

        Assert.Equal(
            [(0, Duration.FromHours(36)), (1, Duration.FromHours(4)), (6, Duration.FromHours(8))],
            spans.Select(s => (s.At.InUtc().Hour, s.Length)));
    }

    private static DailyWindow Early => new(new LocalTime(1, 0), new LocalTime(3, 0));

    private static DailyWindow Late => new(new LocalTime(6, 0), new LocalTime(10, 0));

    private static void AssertBounds(decimal low, decimal high, Offer offer, TokenUsage usage, CostOptions? options = null)
    {
        Cost cost = offer.CostOf(usage, Now, options);

        Assert.Equal((new Usd(low), new Usd(high)), Every(offer, usage, options));
        Assert.Equal((new Usd(low), new Usd(high)), (cost.Low, cost.High));
    }

    private static (Usd Low, Usd High) Every(Offer offer, TokenUsage usage, CostOptions? options) =>
        new EveryDivision(offer, usage, options, usage.During is { } during ? [during.Start, during.End - Duration.Epsilon] : [Now]).Bounds();

    private static PricedMeter Priced(Meter meter, decimal usd, RateCondition? when = null) => TestOffers.Rate(meter, Rate.PerUnit(usd), when);

    private static RateCondition Own(long threshold) => new() { Context = new ContextTier(threshold, ownQuantity: true) };

    private static Offer Changing(RateCard before, RateCard after) => TestOffers.Sold(before, after);
}
