using System.Globalization;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which rate bills which unit, where several could.</summary>
public sealed class RateSelectionTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly Meter CachedAudio = Meter.Parse("cache-read-audio");

    [Fact]
    public void Marginal_AtLeastZero_BillsEachUnitOnce()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 3, TestOffers.Beyond(0, true)), TestOffers.Rate(Meter.Output, 0));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 1_000_000), Now);

        Assert.Equal((new Usd(3), 1_000_000L), (cost.Total, Assert.Single(cost.Lines).Quantity));
    }

    // The input is as long as the first step, so that all cached input is beyond it.
    [Fact]
    public void Marginal_APartThatBeginsAtTheThreshold_HasNoLineWithoutUnits()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 3, TestOffers.Beyond(10)));

        Cost cost = offer.CostOf(TokenUsage.FromParts(uncachedInput: 10, cacheRead: 5), Now);

        Assert.Equal([(Meter.Input, 10m, 1m), (Meter.CacheRead, 5m, 3m)], cost.Lines.Select(l => (l.Meter, l.Quantity, l.Rate.UsdPerMillion)));
    }

    [Theory]
    [InlineData(false, 100, 100, 0)]
    [InlineData(false, 101, 100, 1)]
    [InlineData(true, 99, 99, 0)]
    [InlineData(true, 100, 99, 1)]
    [InlineData(true, 101, 99, 2)]
    public void Marginal_AtTheThreshold_ChargesOnlyWhatIsBeyond(bool includesThreshold, long quantity, long atBase, long beyond)
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 3, TestOffers.Beyond(100, includesThreshold)));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: quantity), Now);

        Assert.Equal([atBase, .. beyond == 0 ? Array.Empty<long>() : [beyond]], cost.Lines.Select(l => l.Quantity));
        Assert.Equal(new Usd((atBase + (3 * beyond)) / 1_000_000m), cost.Total);
    }

    [Fact]
    public void Marginal_OfTwoThresholds_ChargesWhatIsBetweenThem()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 3, TestOffers.Beyond(100)), TestOffers.Rate(Meter.Input, 5, TestOffers.Beyond(300)));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 700), Now);

        Assert.Equal([(100L, 1m), (200L, 3m), (400L, 5m)], cost.Lines.Select(l => (l.Quantity, l.Rate.Usd)));
    }

    [Fact]
    public void Marginal_OfTheStandardTierAndOfBatch_BatchPaysItsOwn()
    {
        RateCondition batchBeyond = TestOffers.Beyond(100) with { ServiceTier = ServiceTier.Batch };
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 10),
            TestOffers.Rate(Meter.Input, 20, TestOffers.Beyond(150)),
            TestOffers.Rate(Meter.Input, 5, TestOffers.By(ServiceTier.Batch)),
            TestOffers.Rate(Meter.Input, 7, batchBeyond));

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 200), Now, new CostOptions { ServiceTier = ServiceTier.Batch });

        Assert.Equal([(100L, 5m), (100L, 7m)], cost.Lines.Select(l => (l.Quantity, l.Rate.Usd)));
    }

    [Fact]
    public void OwnQuantity_PartWithoutARate_CountsWhereItIsBilled()
    {
        ContextTier own = new(100, ownQuantity: true);
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, new RateCondition { Context = own }));

        Assert.Equal(
            offer.CostOf(TokenUsage.FromTotals(input: 150), Now).Total,
            offer.CostOf(TokenUsage.FromTotals(input: 150, cacheRead: 80), Now).Total);
    }

    [Fact]
    public void OwnQuantity_PartThatANearerMeterBills_DoesNotCount()
    {
        RateCondition own = new() { Context = new ContextTier(100, ownQuantity: true) };
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, own), TestOffers.Rate(Meter.CacheRead, 0));

        Assert.Equal(new Usd(0.00006m), offer.CostOf(TokenUsage.FromMeterParts(new(Meter.Input, 60), new(CachedAudio, 60)), Now).Total);
    }

    [Fact]
    public void Ancestors_WithOneRateButOneChargedByAMultiple_Disagree()
    {
        RateCard card = new(
            [
                TestOffers.Rate(Meter.Input, 4), TestOffers.Rate(Meter.CacheRead, 1), TestOffers.Rate(Meter.InputAudio, 9),
                TestOffers.Rate(Meter.InputAudio, 1, TestOffers.By(ServiceTier.Batch)),
            ],
            null,
            null,
            [TestOffers.Multiple(ServiceTier.Batch, 0.5m)]);
        TokenUsage usage = TokenUsage.FromMeterParts(new MeterQuantity(CachedAudio, 1_000_000));

        PricingException exception = Assert.Throws<PricingException>(() => TestOffers.Sold(card).CostOf(usage, Now, new CostOptions { ServiceTier = ServiceTier.Batch }));

        Assert.Equal(PricingError.MissingRate, exception.Error);
    }

    [Fact]
    public void Ancestors_WithTwoRatesThatChargeTheSame_Agree()
    {
        RateCard card = new(
            [
                TestOffers.Rate(Meter.Input, 4), TestOffers.Rate(Meter.CacheRead, 2), TestOffers.Rate(Meter.InputAudio, 9),
                TestOffers.Rate(Meter.InputAudio, 1, TestOffers.By(ServiceTier.Batch)),
            ],
            null,
            null,
            [TestOffers.Multiple(ServiceTier.Batch, 0.5m)]);
        TokenUsage usage = TokenUsage.FromMeterParts(new MeterQuantity(CachedAudio, 1_000_000));

        Assert.Equal(new Usd(1), TestOffers.Sold(card).CostOf(usage, Now, new CostOptions { ServiceTier = ServiceTier.Batch }).Total);
    }

    [Fact]
    public void Ancestors_ThatChargeTheSameOnlyForTheFirstUnits_Disagree()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 4), TestOffers.Rate(Meter.CacheRead, 2), TestOffers.Rate(Meter.InputAudio, 2),
            TestOffers.Rate(Meter.InputAudio, 3, TestOffers.Beyond(10)));

        Assert.Equal(
            PricingError.MissingRate,
            Assert.Throws<PricingException>(() => offer.CostOf(TokenUsage.FromMeterParts(new MeterQuantity(CachedAudio, 5)), Now)).Error);
    }

    [Theory]
    [InlineData("cache-read=1 input-audio=1 cache-read-audio=1", "0.00016", "0.00022")]
    [InlineData("cache-read=1 input-audio=9 cache-read-audio=2", "0.00025", "0.0004")]
    [InlineData("cache-read=1", "0.00022", "0.00022")]
    [InlineData("input-audio=1", "0.00024", "0.00024")]
    [InlineData("", "0.0003", "0.0003")]
    [InlineData("cache-read-audio=1", "0.00024", "0.0003")]
    [InlineData("cache-read=1 cache-read-image=2", "0.00022", "0.00022")]
    [InlineData("cache-read=1 input-audio=9", "0.0004", "0.0004")]
    public void Overlaps_Unknown_MakeAnIntervalWhereTheyMatter(string priced, string low, string high)
    {
        Offer offer = TestOffers.Sold([
            TestOffers.Rate(Meter.Input, 3),
            .. priced.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(m => m.Split('=')).Select(m => TestOffers.Rate(Meter.Parse(m[0]), int.Parse(m[1], CultureInfo.InvariantCulture)))]);
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 100), new(Meter.CacheRead, 40), new(Meter.InputAudio, 30));

        Cost cost = offer.CostOf(usage, Now);

        Assert.Equal(($"${low}", $"${high}"), (cost.Low.ToString(), cost.High.ToString()));
        Assert.InRange(cost.Total, cost.Low, cost.High);
        Assert.Equal(cost.Low == cost.High, cost.IsCertain);
    }

    [Fact]
    public void Overlaps_UnknownThatMustBeWhereNoPriceIs_HaveNoPrice()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 3), TestOffers.Rate(Meter.CacheWrite, 4), TestOffers.Rate(Meter.InputAudio, 9));
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 50), new(Meter.CacheWrite5m, 40), new(Meter.InputAudio, 30));

        PricingException exception = Assert.Throws<PricingException>(() => offer.CostOf(usage, Now));

        Assert.Equal(PricingError.MissingRate, exception.Error);
        Assert.Contains("5-minute audio cache-write tokens", exception.Message, StringComparison.Ordinal);
    }
}
