using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// By which prices tokens that may be audio and read from or written to the cache at once are placed. In each test, prices that do not hold
/// for the usage make all places cost the same: whoever placed tokens by them would miss one of the bounds.
/// </summary>
public sealed class OverlapCostTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly Instant Change = Instant.FromUtc(2026, 4, 1, 0, 0);

    /// <summary>
    /// The prices that differ cost 220 if no token is in two counts, 130 if all audio was written, and 400 if all of it was read.
    /// </summary>
    private static readonly TokenUsage Usage = TokenUsage.FromMeterTotals(
        new(Meter.Input, 100), new(Meter.CacheRead, 40), new(Meter.CacheWrite, 30), new(Meter.InputAudio, 30));

    [Fact]
    public void Overlap_InALongRequest_IsPricedByItsLength() => Assert.Equal(
        (130m, 400m), Bounds(TestOffers.Sold([.. Same(RateCondition.None), .. Different(TestOffers.MoreThan(99))]), Usage));

    [Fact]
    public void Overlap_OfOneRequest_MeasuresAllOfItsInput() => Assert.Equal(
        (130m, 400m), Bounds(TestOffers.Sold([.. Different(RateCondition.None), .. Same(TestOffers.MoreThan(100))]), Usage));

    [Fact]
    public void Overlap_OfManyRequests_IsPricedByTheAverageOne()
    {
        // All 200 tokens in one of the two requests pay the prices at which every way costs the same.
        Offer offer = TestOffers.Sold([.. Different(RateCondition.None), .. Same(TestOffers.MoreThan(199))]);

        Assert.Equal((200m, 800m), Bounds(offer, Usage.Times(2)));
    }

    [Fact]
    public void Overlap_DuringAPeriod_IsPricedAtItsStart()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Card([.. Different(RateCondition.None)], null, Change), TestOffers.Card([.. Same(RateCondition.None)], Change, null));

        Assert.Equal((130m, 400m), Bounds(offer, Usage.Over(new Interval(Change - Duration.FromDays(2), Change - Duration.FromDays(1)))));
        Assert.Equal((100m, 100m), Bounds(offer, Usage));
    }

    [Fact]
    public void Overlap_OfARequestThatDidNotReason_IsPricedWithoutReasoning() => Assert.Equal(
        (130m, 400m),
        Bounds(TestOffers.Sold([.. Different(RateCondition.None), .. Same(new RateCondition { WhenReasoned = true })]), Usage));

    [Fact]
    public void Overlap_OfARequestThatReasoned_IsPricedAsOneThatDid()
    {
        Offer offer = TestOffers.Sold(
        [
            TestOffers.Rate(Meter.Output, 0), .. Same(RateCondition.None), .. Different(new RateCondition { WhenReasoned = true }),
        ]);
        TokenUsage reasoned = TokenUsage.FromMeterTotals(
            new(Meter.Input, 100), new(Meter.CacheRead, 40), new(Meter.CacheWrite, 30), new(Meter.InputAudio, 30),
            new(Meter.Output, 1), new(Meter.Reasoning, 1));

        Assert.Equal((130m, 400m), Bounds(offer, reasoned));
    }

    // In this tier nobody prices text from the cache, so that all ten tokens from there were audio: 10 x $10 + 20 x $20 + 10 x $3.
    [Fact]
    public void Overlap_WhereOneMeterHasNoPrice_IsPlacedWhereAllTokensHaveOne()
    {
        RateCondition quick = TestOffers.By(ServiceTier.Parse("quick"));
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 5), TestOffers.Rate(Meter.Output, 25), TestOffers.Rate(Meter.CacheRead, 1),
            TestOffers.Rate(Meter.Input, 10, quick), TestOffers.Rate(Meter.Output, 100, quick), TestOffers.Rate(Meter.InputAudio, 20, quick),
            TestOffers.Rate(Meter.Parse("cache-read-audio"), 3, quick));
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 40), new(Meter.CacheRead, 10), new(Meter.InputAudio, 30));

        Cost cost = offer.CostOf(usage, Now, new CostOptions { ServiceTier = quick.ServiceTier });

        Assert.Equal((new Usd(0.00053m), true), (cost.Total, cost.IsCertain));
    }

    [Fact]
    public void CostOf_WithoutOverlaps_IsCalculatedOnce()
    {
        Offer offer = TestOffers.Sold([.. Same(RateCondition.None)]);
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 10, cacheRead: 20);
        CostOptions options = new();

        long once = Allocated(() => new CostCalculator(offer, Now, options).Calculate(usage));

        Assert.InRange(Allocated(() => UsageCosting.CostOf(offer, usage, Now, options)), 1, 2 * once);

        static long Allocated(Func<Cost> cost)
        {
            cost();
            long before = GC.GetAllocatedBytesForCurrentThread();
            cost();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>The lowest and the highest cost in millionths of a dollar.</summary>
    private static (decimal Low, decimal High) Bounds(Offer offer, TokenUsage usage)
    {
        Cost cost = offer.CostOf(usage, Now);
        return (cost.Low.Amount * 1_000_000, cost.High.Amount * 1_000_000);
    }

    private static PricedMeter[] Different(RateCondition when) => Rates(when, 3, 1, 1, 5, 9, 0);

    private static PricedMeter[] Same(RateCondition when) => Rates(when, 1, 1, 1, 1, 1, 1);

    private static PricedMeter[] Rates(
        RateCondition when, decimal input, decimal read, decimal written, decimal audio, decimal readAudio, decimal writtenAudio) =>
    [
        TestOffers.Rate(Meter.Input, input, when),
        TestOffers.Rate(Meter.CacheRead, read, when),
        TestOffers.Rate(Meter.CacheWrite, written, when),
        TestOffers.Rate(Meter.InputAudio, audio, when),
        TestOffers.Rate(Meter.Parse("cache-read-audio"), readAudio, when),
        TestOffers.Rate(Meter.Parse("cache-write-audio"), writtenAudio, when),
    ];
}
