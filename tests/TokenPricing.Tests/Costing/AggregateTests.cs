using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Costs of requests of which only the sum is known, worked by hand. Prices are per unit, in dollars.</summary>
public sealed class AggregateTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly Instant Change = Instant.FromUtc(2026, 5, 4, 0, 0);
    private static readonly Interval FourDays = new(Change - Duration.FromDays(3), Change + Duration.FromDays(1));

    // Three requests of 100 tokens each pay the base rate; with one token more, one of them is 101 tokens long, and all are taken for that.
    [Theory]
    [InlineData(300, 300)]
    [InlineData(301, 602)]
    public void CostOf_Average_IsRoundedUpToWholeTokens(long input, decimal usd)
    {
        Offer offer = TestOffers.Sold(Priced(Meter.Input, 1), Priced(Meter.Input, 2, TestOffers.MoreThan(100)));

        Assert.Equal(new Usd(usd), offer.CostOf(TokenUsage.FromTotals(input: input).AsAggregateOf(3), Now).Total);
    }

    [Fact]
    public void CostOf_OverAChangeThatChangesNoPrice_KeepsTheLinesOfBothPeriods()
    {
        Cost cost = Changing([Priced(Meter.Input, 1)], [Priced(Meter.Input, 1)]).CostOf(TokenUsage.FromTotals(input: 4).Over(FourDays), Now);

        Assert.True(cost.IsCertain);
        Assert.Equal([3L, 1], cost.Lines.Select(l => l.Quantity));
    }

    [Fact]
    public void CostOf_OverAChangeOfTheFee_SpreadsTheRequestsByTheClock()
    {
        Offer offer = Changing([Priced(Meter.Requests, 1)], [Priced(Meter.Requests, 3)]);

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 0).AsAggregateOf(4).Over(FourDays), Now);

        Assert.Equal((new Usd(4), new Usd(6), new Usd(12)), (cost.Low, cost.Total, cost.High));
    }

    // One request, most of it before the change: no line is of no request.
    [Fact]
    public void CostOf_FewerRequestsThanPeriods_BillsEachOnce()
    {
        PricedMeter[] rates = [Priced(Meter.Input, 1), Priced(Meter.Input, 2, Own(5)), Priced(Meter.Requests, 7)];

        Cost cost = Changing(rates, rates).CostOf(TokenUsage.FromTotals(input: 4).Over(FourDays), Now);

        Assert.Equal(1, Assert.Single(cost.Lines, l => l.Meter == Meter.Requests).Quantity);
        Assert.Equal((new Usd(11), true), (cost.Total, cost.IsCertain));
    }

    // Wherever the two requests lie, the usage says that there are two.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CostOf_UsageThatCountsItsRequests_PaysNoOtherFees(bool asksForOwnQuantities)
    {
        PricedMeter[] rates = [Priced(Meter.Requests, 0.5m), .. asksForOwnQuantities ? [Priced(Meter.Requests, 0.5m, Own(9))] : Array.Empty<PricedMeter>()];
        Offer offer = Changing([Priced(Meter.Input, 1), .. rates], [Priced(Meter.Input, 3), .. rates]);
        TokenUsage usage = TokenUsage.FromMeterParts(new(Meter.Input, 4), new(Meter.Requests, 2)).AsAggregateOf(2).Over(FourDays);

        Cost cost = offer.CostOf(usage, Now);

        Assert.Equal((new Usd(5), new Usd(7), new Usd(13)), (cost.Low, cost.Total, cost.High));
    }

    [Fact]
    public void CostOf_OwnQuantities_PayTheFeeOfEachRequest()
    {
        Offer offer = TestOffers.Sold(Priced(Meter.Input, 1), Priced(Meter.Input, 2, Own(5)), Priced(Meter.Requests, 7));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 9).AsAggregateOf(3), Now);

        Assert.Equal((new Usd(30), new Usd(30), new Usd(39)), (cost.Low, cost.Total, cost.High));
    }

    // Nine tokens in three requests, dear from the third token to the fifth: dearest evenly, three in each.
    [Fact]
    public void CostOf_OwnQuantitiesThatAreDearInTheMiddle_AreDearestEvenly()
    {
        Offer offer = TestOffers.Sold(Priced(Meter.Input, 1), Priced(Meter.Input, 2, Own(2)), Priced(Meter.Input, 1, Own(4)));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 9).AsAggregateOf(3), Now);

        Assert.Equal((new Usd(9), new Usd(18)), (cost.Low, cost.High));
    }

    // Two requests of three tokens: three in one are in the tier at $3, and a request of two pays $2 for each and the other $9 for one.
    // All three in a request below that tier, at $2, could not have been.
    [Fact]
    public void CostOf_OwnQuantitiesBelowATier_StayBelowIt()
    {
        Offer offer = TestOffers.Sold(Priced(Meter.Input, 9), Priced(Meter.Input, 3, TestOffers.AtLeast(3)), Priced(Meter.Input, 2, Own(1)), Priced(Meter.Output, 1));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 3, output: 2).AsAggregateOf(2), Now);

        Assert.Equal((new Usd(11), new Usd(15)), (cost.Low, cost.High));
    }

    // Reasoning is free where one request has all three tokens; then the other one did not reason and pays its fee.
    [Fact]
    public void CostOf_OwnQuantitiesOfReasoning_EachRequestThatReasonedHasSome()
    {
        Offer offer = TestOffers.Sold(
            Priced(Meter.Reasoning, 9), Priced(Meter.Reasoning, 0, Own(2)), Priced(Meter.Requests, 7), Priced(Meter.Requests, 0, new RateCondition { WhenReasoned = true }));

        Assert.Equal(new Usd(7), offer.CostOf(TokenUsage.FromTotals(output: 3, reasoning: 3).AsAggregateOf(2), Now).Low);
    }

    [Fact]
    public void CostOf_OwnQuantitiesWithoutAPrice_LeavesEveryUnitUnpriced()
    {
        Offer offer = TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, TestOffers.Card(Priced(Meter.Input, 1), Priced(Meter.Input, 2, Own(5))));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 4, output: 6).AsAggregateOf(3), Now);

        Assert.Equal(new MeterQuantity(Meter.Output, 6), Assert.Single(cost.Unpriced).Part);
    }

    [Fact]
    public void CostOf_NoRequestAtAll_IsNothing() =>
        Assert.Equal(Cost.Zero, TestOffers.Sold(Priced(Meter.Input, 1), Priced(Meter.Requests, 1)).CostOf(default(TokenUsage).Over(FourDays), Now));

    // The least is that of one request in each of two bins and the other two beside them; every way says so.
    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Calculate_TwoPeriodsAndAThreshold_TheLikelyWaysHaveTheLeast(int exhaustive)
    {
        PricedMeter[] before = [.. Tiered(Meter.Input, 1, 2), .. Tiered(Meter.Output, 1, 2), .. Tiered(Meter.CacheRead, 7, 7)];
        PricedMeter[] after = [.. Tiered(Meter.Input, 5, 8), .. Tiered(Meter.Output, 0, 3), .. Tiered(Meter.CacheRead, 9, 2)];
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 4, cacheRead: 22, output: 9).AsAggregateOf(4).Over(FourDays);

        Cost cost = new AggregateCalculator(Changing(before, after), usage, Now, new CostOptions(), exhaustive).Calculate();

        Assert.Equal((new Usd(51), new Usd(217)), (cost.Low, cost.High));

        static PricedMeter[] Tiered(Meter meter, decimal usd, decimal above) => [Priced(meter, usd), Priced(meter, above, TestOffers.MoreThan(1))];
    }

    // Five requests in six bins lie in 252 ways; the likely ones alone have 94 and 271.
    [Fact]
    public void CostOf_FewWays_TriesAllOfThem()
    {
        PricedMeter[] before =
        [
            Priced(Meter.Input, 3), Priced(Meter.Input, 7, TestOffers.MoreThan(11)), Priced(Meter.Requests, 1), Priced(Meter.Output, 3), Priced(Meter.Output, 0, TestOffers.MoreThan(7)),
            Priced(Meter.CacheRead, 4), Priced(Meter.CacheRead, 6, TestOffers.MoreThan(7)), Priced(Meter.CacheRead, 3, TestOffers.MoreThan(11)),
        ];
        PricedMeter[] after =
        [
            Priced(Meter.Input, 7), Priced(Meter.Input, 5, TestOffers.MoreThan(11)), Priced(Meter.Requests, 3), Priced(Meter.Output, 2), Priced(Meter.Output, 4, TestOffers.MoreThan(7)),
            Priced(Meter.CacheRead, 3), Priced(Meter.CacheRead, 2, TestOffers.MoreThan(7)), Priced(Meter.CacheRead, 3, TestOffers.MoreThan(11)),
        ];
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 15, cacheRead: 16, output: 18).AsAggregateOf(5).Over(FourDays);

        Cost cost = Changing(before, after).CostOf(usage, Now);

        Assert.Equal((new Usd(86), new Usd(284)), (cost.Low, cost.High));
    }

    private static PricedMeter Priced(Meter meter, decimal usd, RateCondition? when = null) => TestOffers.Rate(meter, Rate.PerUnit(usd), when);

    private static RateCondition Own(long threshold) => new() { Context = new ContextTier(threshold, ownQuantity: true) };

    private static Offer Changing(PricedMeter[] before, PricedMeter[] after) =>
        TestOffers.Sold(TestOffers.Card(before, null, Change), TestOffers.Card(after, Change, null));
}
