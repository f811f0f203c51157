using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which divisions of requests and of their units are tried: each that a bound may need, and no more.</summary>
public sealed class RequestDivisionTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);

    [Theory]
    [InlineData(99, new long[] { 0 }, new long[] { long.MaxValue })]
    [InlineData(100, new long[] { 0, 100 }, new long[] { 99, long.MaxValue })]
    [InlineData(199, new long[] { 0, 100 }, new long[] { 99, long.MaxValue })]
    [InlineData(200, new long[] { 0, 100, 200 }, new long[] { 99, 199, long.MaxValue })]
    public void Classes_OfAnInput_AreThoseThatARequestCanReach(long input, long[] least, long[] most)
    {
        RequestClass[] classes = [.. RequestClass.Of(Span(Tier(100), Tier(200)), input, 0)];

        Assert.Equal(least, classes.Select(c => c.Least));
        Assert.Equal(most, classes.Select(c => c.Most));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Classes_OfRequestsThatReasoned_AreApartOnlyIfThereIsReasoning(long reasoning, bool areApart)
    {
        RateSpan span = Span(TestOffers.Rate(Meter.Input, 2, new RateCondition { WhenReasoned = true }));

        Assert.Equal(areApart ? [false, true] : [null], RequestClass.Of(span, 10, reasoning).Select(c => c.Reasoned));
    }

    [Fact]
    public void Classes_OfRatesThatAskNothing_AreOne() =>
        Assert.Equal([null], RequestClass.Of(Span(), 10, 5).Select(c => c.Reasoned));

    // Five requests in three classes lie in 7 x 6 / 2 = 21 ways.
    [Fact]
    public void Ways_AsManyAsTheLimit_AreAll()
    {
        string[] ways = Ways(3, 5, 21);

        Assert.Equal(21, ways.Length);
        Assert.All(ways, way => Assert.Equal(5, way.Split(' ').Sum(long.Parse)));
        Assert.Equal(ways.Length, ways.Distinct().Count());
    }

    // All in one class, or three in one and one in each of two. With a limit of 6, the first two classes alone have as many ways.
    [Theory]
    [InlineData(20)]
    [InlineData(6)]
    [InlineData(0)]
    public void Ways_OneMoreThanTheLimit_AreThoseOfOneLargeClassAndTwoSingleRequests(int exhaustive)
    {
        string[] likely = ["5 0 0", "0 5 0", "0 0 5", "4 1 0", "1 4 0", "4 0 1", "1 0 4", "0 4 1", "0 1 4", "3 1 1", "1 3 1", "1 1 3"];

        Assert.Equal(likely.Order(), Ways(3, 5, exhaustive).Order());
    }

    [Fact]
    public void Ways_OfTwoRequests_HaveThemInTwoClasses() =>
        Assert.Equal(["0 0 2", "0 1 1", "0 2 0", "1 0 1", "1 1 0", "2 0 0"], Ways(3, 2, 0).Order());

    // Twelve requests in two large classes; with two single requests besides, only where that are few ways.
    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Ways_OfManyClasses_HaveTwoLargeOnesWithoutSingleRequests(int classes, bool haveBoth)
    {
        long[][] ways = [.. Ways(classes, 12, 0, 45).Select(way => way.Split(' ').Select(long.Parse).ToArray())];

        Assert.Contains(ways, way => Count(way, true) == 2 && Count(way, false) == 0);
        Assert.Contains(ways, way => Count(way, true) == 1 && Count(way, false) == 2);
        Assert.Equal(haveBoth, ways.Any(way => Count(way, true) == 2 && Count(way, false) == 2));

        static int Count(long[] way, bool isLarge) => way.Count(n => isLarge ? n > 1 : n == 1);
    }

    [Fact]
    public void Even_WholeUnits_AreInTwoRuns()
    {
        Assert.Equal([new RequestRun(1, 3), new RequestRun(2, 2)], RequestRuns.Even(7, 3));
        Assert.Equal([new RequestRun(0, 3), new RequestRun(3, 2)], RequestRuns.Even(6, 3));
    }

    [Fact]
    public void Even_WithAPartOfAUnit_GivesItToOneRequest() =>
        Assert.Equal([new RequestRun(1, 3), new RequestRun(1, 2.5m), new RequestRun(2, 2)], RequestRuns.Even(9.5m, 4));

    [Fact]
    public void Ways_OfUnits_AreAllInOneAndEvenlyAndAroundTheThreshold() => Assert.Equal(
        ["1x12", "0x5 3x4", "2x2 1x8", "2x3 1x6"],
        RequestRuns.Ways(12, 3, [3]).Select(runs => string.Join(' ', runs.Select(r => $"{r.Requests}x{r.Units}"))));

    // Four requests of three units: two of input and two of cached input, and nothing that is left of a part that was used up.
    [Fact]
    public void Deal_PartsThatFillWholeRequests_HasTwoKindsOfRequests()
    {
        (long Requests, TokenUsage Usage)[] dealt =
            [.. RequestRuns.Deal([new(Meter.Input, 6), new(Meter.CacheRead, 6)], [new RequestRun(4, 3)])];

        Assert.Equal(
            [(2, TokenUsage.FromMeterParts(new MeterQuantity(Meter.Input, 3))), (2, TokenUsage.FromMeterParts(new MeterQuantity(Meter.CacheRead, 3)))],
            dealt);
    }

    // Seven tokens of input fill two requests, and the third has one of them.
    [Fact]
    public void Deal_APartThatEndsWithinARequest_IsFollowedByTheNext()
    {
        (long Requests, TokenUsage Usage)[] dealt =
            [.. RequestRuns.Deal([new(Meter.Input, 7), new(Meter.CacheRead, 5)], [new RequestRun(4, 3)])];

        Assert.Equal(
            [
                (2, TokenUsage.FromMeterParts(new MeterQuantity(Meter.Input, 3))),
                (1, TokenUsage.FromMeterParts(new(Meter.Input, 1), new(Meter.CacheRead, 2))),
                (1, TokenUsage.FromMeterParts(new MeterQuantity(Meter.CacheRead, 3))),
            ],
            dealt);
    }

    /// <summary>Ways of dividing requests over classes of ten input tokens each, as text.</summary>
    private static string[] Ways(int classes, long requests, int exhaustive, params long[] amounts)
    {
        RateSpan span = Span();
        RequestClass[] all = [.. Enumerable.Range(0, classes).Select(i => new RequestClass(span, 10 * i, (10 * i) + 9, null))];
        return [.. RequestCounts.Ways(all, requests, amounts, exhaustive).Select(way => string.Join(' ', way))];
    }

    private static RateSpan Span(params PricedMeter[] rates) =>
        new(TestOffers.Card([TestOffers.Rate(Meter.Input, 1), .. rates]), 0, Now, Duration.Zero);

    private static PricedMeter Tier(long least) => TestOffers.Rate(Meter.Input, 2, TestOffers.AtLeast(least));
}
