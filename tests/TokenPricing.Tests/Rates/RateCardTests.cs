using Xunit;

namespace TokenPricing.Tests;

public sealed class RateCardTests
{
    [Fact]
    public void IsFree_OneRateOfSeveral_IsNot()
    {
        Assert.True(TestOffers.Card(TestOffers.Rate(Meter.Input, 0), TestOffers.Rate(Meter.Output, 0)).IsFree);
        Assert.False(TestOffers.Card(TestOffers.Rate(Meter.Input, 0), TestOffers.Rate(Meter.Output, 1)).IsFree);
    }

    [Fact]
    public void BlendedBy_MeterWithoutARate_BillsItAsItsParent()
    {
        RateCard card = TestOffers.Card(TestOffers.Rate(Meter.Input, 0.15m), TestOffers.Rate(Meter.Output, 0.6m));
        Blend blend = Blend.CacheInputOutput(7, 2, 1);

        Assert.Equal(Rate.PerMillion(0.195m), card.BlendedBy(blend));
        Assert.Equal([Meter.Input, Meter.Output, Meter.Input], blend.Weights.Select(w => card.Billing(w.Meter)!.Meter));
    }

    [Fact]
    public void BlendedBy_PerMoreUnitsThanALongCounts_Overflows() => Assert.Throws<OverflowException>(
        () => TestOffers.Card(TestOffers.Rate(Meter.Input, new Rate(1, long.MaxValue)), TestOffers.Rate(Meter.Output, 0)).BlendedBy(Blend.InputOutput(2, 1)));

    [Fact]
    public void BlendedBy_WithoutARateForTheBlend_NamesWhatIsMissing()
    {
        PricingException error = Assert.Throws<PricingException>(
            () => TestOffers.Card(TestOffers.Rate(Meter.Input, 1)).BlendedBy(Blend.InputOutput(2, 1)));

        Assert.Equal(PricingError.MissingRate, error.Error);
        Assert.StartsWith("There is no price for output, which the blend ", error.Message, StringComparison.Ordinal);
    }

    // A mean without a last digit is a fraction.
    [Theory]
    [InlineData(1, 2, 1, 1, "$1.50 per 1M")]
    [InlineData(1, 2, 2, 1, "$4.00 per 3000000")]
    public void BlendedBy_AnyWeights_IsTheMean(int input, int output, int first, int second, string rate) => Assert.Equal(
        rate,
        TestOffers.Card(TestOffers.Rate(Meter.Input, input), TestOffers.Rate(Meter.Output, output)).BlendedBy(Blend.InputOutput(first, second)).ToString());

    [Fact]
    public void ToString_OfALine_SaysItsConditionAndItsMinimum()
    {
        PricedMeter line = TestOffers.Rate(Meter.Input, 2, TestOffers.MoreThan(200_000));

        Assert.Equal("input: $2.00 per 1M (total input > 200,000)", line.ToString());
        Assert.Equal("input: $2.00 per 1M, at least 10", (TestOffers.Rate(Meter.Input, 2) with { Minimum = 10 }).ToString());
    }

    [Fact]
    public void ServiceTiers_OfRatesAndMultiples_AreEachOnceWithTheStandardFirst()
    {
        RateCard card = new(
            [
                TestOffers.Rate(Meter.Input, 2), TestOffers.Rate(Meter.Input, 3, TestOffers.By(ServiceTier.Priority)),
                TestOffers.Rate(Meter.Output, 4, TestOffers.By(ServiceTier.Priority)),
            ],
            null,
            null,
            [TestOffers.Multiple(ServiceTier.Batch, 0.5m)]);

        Assert.Equal(["standard", "batch", "priority"], card.ServiceTiers.Select(t => t.Value));
    }

    // Both change what a unit costs: the length of the request's own quantity, and the minimum that a request is billed.
    [Fact]
    public void Shape_OfARateWithAnOwnLengthAndAMinimum_HasTheThresholdsOfBoth()
    {
        RateCard card = TestOffers.Card(
            TestOffers.Rate(Meter.Output, 1),
            TestOffers.Rate(Meter.Output, 2, new RateCondition { Context = new ContextTier(100, ownQuantity: true) }) with { Minimum = 10 });

        Assert.Equal([(Meter.Output, 101), (Meter.Output, 1), (Meter.Output, 10)], card.Shape.OwnThresholds);
    }

    [Fact]
    public void ConfirmedBy_Default_IsNone() => Assert.Empty((TestOffers.Rate(Meter.Input, 2) with { ConfirmedBy = default }).ConfirmedBy);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(10, 0, true)]
    [InlineData(0, 10, true)]
    public void IsRounded_WithAMinimumOrAUnit(int minimum, int unit, bool isRounded) =>
        Assert.Equal(isRounded, (TestOffers.Rate(Meter.Input, 2) with { Minimum = minimum, RoundedUpTo = unit }).IsRounded);

    [Theory]
    [InlineData(">200000", false, 200_000, false, false)]
    [InlineData(">=32000 own", true, 32_000, true, false)]
    [InlineData(">5 own beyond", false, 5, true, true)]
    public void TryParse_ARequestLength_IsWhatItSays(string text, bool includes, long threshold, bool own, bool isMarginal)
    {
        Assert.True(ContextTier.TryParse(text, out ContextTier? tier));
        Assert.Equal(new ContextTier(threshold, includes, own, isMarginal), tier);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("200000")]
    [InlineData(">")]
    [InlineData(">2e5")]
    [InlineData(">5 mine")]
    [InlineData(">5 own above")]
    [InlineData(">5 beyond")]
    [InlineData(">5 own beyond it")]
    [InlineData(">5 total beyond")]
    public void TryParse_NoRequestLength_SaysNo(string? text) => Assert.False(ContextTier.TryParse(text, out _));
}
