using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What a call can cost at most.</summary>
public sealed class BudgetExtensionsTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 12, 0);

    [Theory]
    [InlineData(true, "$0.0855")]
    [InlineData(false, "$0.0495")]
    public void MaxCostOf_ClaudeSonnet_TakesInputAsWrittenToTheCacheForAnHour(bool mayWriteCache, string worst) => Assert.Equal(
        worst,
        PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").MaxCostOf(12_000, 900, At, new MaxCostOptions { MayWriteCache = mayWriteCache }).ToString());

    [Fact]
    public void MaxCostOf_CheaperBeyondAThreshold_IsJustBelowIt()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 3), TestOffers.Rate(Meter.Input, 1, TestOffers.MoreThan(1_000)), TestOffers.Rate(Meter.Output, 0));

        Assert.Equal(new Usd(0.003m), offer.MaxCostOf(2_000, 0, At));
        Assert.Equal(new Usd(0.005m), offer.MaxCostOf(5_000, 0, At));
    }

    [Fact]
    public void MaxCostOf_AWindowOpensWithinTheTime_IsItsPrice()
    {
        DailyWindow peak = new(new LocalTime(13, 0), new LocalTime(14, 0));
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 5, TestOffers.During(peak)), TestOffers.Rate(Meter.Output, 1));

        Assert.Equal(new Usd(1), offer.MaxCostOf(1_000_000, 0, At));
        Assert.Equal(new Usd(5), offer.MaxCostOf(1_000_000, 0, At, new MaxCostOptions { Within = Duration.FromHours(2) }));
    }

    [Fact]
    public void MaxCostOf_AnyServiceTier_IsTheMostExpensive()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, TestOffers.By(ServiceTier.Priority)), TestOffers.Rate(Meter.Output, 1));

        Assert.Equal(new Usd(1), offer.MaxCostOf(1_000_000, 0, At));
        Assert.Equal(new Usd(2), offer.MaxCostOf(1_000_000, 0, At, new MaxCostOptions { AnyServiceTier = true }));
    }

    [Fact]
    public void MaxCostOf_ReasoningRaisesTheOutputRate_IsWithReasoning()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 0), TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 4, new RateCondition { WhenReasoned = true }), TestOffers.Rate(Meter.Reasoning, 2));

        Assert.Equal(new Usd(4m - 0.000002m), offer.MaxCostOf(0, 1_000_000, At));
    }

    [Fact]
    public void MaxCostOf_NoPrice_IsUnknownAndNotZero()
    {
        Assert.Null(TestOffers.Sold(TestOffers.Rate(Meter.Input, 1)).MaxCostOf(1, 1, At));
        Assert.Null(TestOffers.Sold(Array.Empty<RateCard>()).MaxCostOf(1, 1, At));
        Assert.Null(TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, TestOffers.Card(TestOffers.Rate(Meter.Input, 1))).MaxCostOf(1, 1, At));
    }

    [Fact]
    public void MaxCostOf_WrongArguments_AreErrors()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => offer.MaxCostOf(-1, 0, At));
        Assert.Throws<ArgumentOutOfRangeException>(() => offer.MaxCostOf(0, -1, At));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxCostOptions { Within = Duration.FromHours(-1) });
        Assert.Throws<ArgumentNullException>(() => new MaxCostOptions { Cost = null! });
    }

    [Fact]
    public void MaxCostOf_Null_IsNamed() => Assert.Throws<ArgumentNullException>("offer", () => BudgetExtensions.MaxCostOf(null!, 1, 1, At));

    [Fact]
    public void MaxCostOf_CacheWritesCostMore_AreTakenUnlessTheOptionsSaySo()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.CacheWrite, 2), TestOffers.Rate(Meter.CacheRead, 0.1m), TestOffers.Rate(Meter.Output, 1));

        Assert.Equal(new Usd(2), offer.MaxCostOf(1_000_000, 0, At));
        Assert.Equal(new Usd(2), offer.MaxCostOf(1_000_000, 0, At, new MaxCostOptions()));
        Assert.Equal(new Usd(1), offer.MaxCostOf(1_000_000, 0, At, new MaxCostOptions { MayWriteCache = false }));
    }

    [Fact]
    public void MaxCostOf_OnlyCacheReadsHaveAPrice_IsUnknown()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.CacheRead, 1), TestOffers.Rate(Meter.Output, 1));

        Assert.Null(offer.MaxCostOf(1, 1, At, new MaxCostOptions { MayWriteCache = false }));
    }

    [Theory]
    [InlineData(999, "$0.002997")]
    [InlineData(1_000, "$0.002997")]
    [InlineData(2_000, "$0.002997")]
    [InlineData(3_000, "$0.003")]
    public void MaxCostOf_CheaperFromAThresholdOn_IsJustBelowIt(long tokens, string most)
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 3), TestOffers.Rate(Meter.Input, 1, TestOffers.AtLeast(1_000)), TestOffers.Rate(Meter.Output, 0));

        Assert.Equal(most, $"{offer.MaxCostOf(tokens, 0, At)}");
    }

    [Fact]
    public void MaxCostOf_CheaperFromOneTokenOfInputOn_IsWithoutInput()
    {
        Offer some = TestOffers.Sold(TestOffers.Rate(Meter.Input, 0), TestOffers.Rate(Meter.Output, 5), TestOffers.Rate(Meter.Output, 1, TestOffers.MoreThan(0)));
        Offer any = TestOffers.Sold(TestOffers.Rate(Meter.Input, 0), TestOffers.Rate(Meter.Output, 5), TestOffers.Rate(Meter.Output, 1, TestOffers.AtLeast(0)));

        Assert.Equal([new Usd(5), new Usd(1)], [some.MaxCostOf(1_000, 1_000_000, At), any.MaxCostOf(1_000, 1_000_000, At)]);
    }

    [Fact]
    public void MaxCostOf_PricesChangeAtTheInstant_AreTheNewOnes()
    {
        PricedMeter[] flat = [TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 1)];
        PricedMeter[] cached = [.. flat, TestOffers.Rate(Meter.CacheWrite, 4)];

        Assert.Equal(new Usd(4), TestOffers.Sold(TestOffers.Card(flat, null, At), TestOffers.Card(cached, At, null)).MaxCostOf(1_000_000, 0, At));
        Assert.Equal(new Usd(1), TestOffers.Sold(TestOffers.Card(cached, null, At), TestOffers.Card(flat, At, null)).MaxCostOf(1_000_000, 0, At));
    }

    [Fact]
    public void MaxCostOf_PricesChangeWithinTheTime_AreTheHigherOnes()
    {
        Instant later = At + Duration.FromHours(1);
        PricedMeter[] flat = [TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 1)];
        PricedMeter[] cached = [.. flat, TestOffers.Rate(Meter.CacheWrite, 4)];
        Offer rising = TestOffers.Sold(TestOffers.Card(flat, null, later), TestOffers.Card(cached, later, null));
        Offer falling = TestOffers.Sold(TestOffers.Card(cached, null, later), TestOffers.Card(flat, later, null));
        MaxCostOptions within = new() { Within = Duration.FromHours(2) };

        Assert.Equal([new Usd(1), new Usd(4)], [rising.MaxCostOf(1_000_000, 0, At), rising.MaxCostOf(1_000_000, 0, At, within)]);
        Assert.Equal([new Usd(4), new Usd(4)], [falling.MaxCostOf(1_000_000, 0, At), falling.MaxCostOf(1_000_000, 0, At, within)]);
    }

    [Fact]
    public void MaxCostOf_TierWithoutAPrice_IsUnknownUnlessTheStandardTierIsAllowed()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 1));
        MaxCostOptions priority = new() { Cost = new CostOptions { ServiceTier = ServiceTier.Priority } };

        Assert.Null(offer.MaxCostOf(1_000_000, 0, At, priority));
        Assert.Equal(new Usd(1), offer.MaxCostOf(1_000_000, 0, At, priority with { Cost = priority.Cost with { AllowStandardTier = true } }));
        Assert.Equal(new Usd(1), offer.MaxCostOf(1_000_000, 0, At, priority with { AnyServiceTier = true }));
    }
}
