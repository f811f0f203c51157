using NodaTime;
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
    public void BlendedBy_WithoutSeveralRates_NamesThemAll() => Assert.StartsWith(
        "There is no price for input, output, which the blend ",
        Assert.Throws<PricingException>(() => TestOffers.Card(TestOffers.Rate(Meter.WebSearches, 1)).BlendedBy(Blend.InputOutput(2, 1))).Message,
        StringComparison.Ordinal);

    // $1 and $2 per 1M, written per 3M: a half of $3, a fifth of $7, and a third of $5, which has no end.
    [Theory]
    [InlineData(1, 1, "$1.50 per 1M")]
    [InlineData(3, 2, "$1.40 per 1M")]
    [InlineData(1, 2, "$15.00 per 9000000")]
    public void BlendedBy_RatesPerThreeMillion_IsPerMillionWhereItEnds(int first, int second, string rate) => Assert.Equal(
        rate,
        TestOffers.Card(TestOffers.Rate(Meter.Input, new Rate(3, 3_000_000)), TestOffers.Rate(Meter.Output, new Rate(6, 3_000_000)))
            .BlendedBy(Blend.InputOutput(first, second)).ToString());

    // Rankings blend the rates of every offer.
    [Fact]
    public void TryGetBlended_RatesPerMillionThatDivide_TakesNoMemory()
    {
        RateCard card = TestOffers.Card(TestOffers.Rate(Meter.Input, 0.15m), TestOffers.Rate(Meter.Output, 0.6m));
        Blend blend = Blend.InputOutput(3, 1);
        card.TryGetBlended(blend, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isBlended = card.TryGetBlended(blend, out Rate blended);
        long after = GC.GetAllocatedBytesForCurrentThread();

        // (3 x 0.15 + 0.6) / 4
        Assert.Equal((true, Rate.PerMillion(0.2625m), before), (isBlended, blended, after));
    }

    // Cached audio is as near to audio input as to cached input.
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Billing_TwoParents_IsTheRateOnWhichTheyAgree(int audio, bool agree)
    {
        RateCard card = TestOffers.Card(TestOffers.Rate(Meter.Input, 5), TestOffers.Rate(Meter.CacheRead, 1), TestOffers.Rate(Meter.InputAudio, audio));

        Assert.Equal(agree ? Rate.PerMillion(1) : null, card.Billing(Meter.Parse("cache-read-audio"))?.Rate);
    }

    // What a tier charges where it has no rate: its multiple of the standard input and output, of which those that are free say nothing.
    [Theory]
    [InlineData(2, 1, 4, 2, 0.5)]
    [InlineData(0, 0, 4, 2, 0.5)]
    [InlineData(null, null, 4, 2, 0.5)]
    [InlineData(null, 0, 4, 2, 0.5)]
    [InlineData(0, null, 4, 2, 0.5)]
    [InlineData(4, 2, null, null, 0.5)]
    [InlineData(0, 1, 4, 2, null)]
    [InlineData(null, 1, 4, 2, null)]
    [InlineData(2, null, 4, 2, null)]
    [InlineData(2, 0, 4, 2, null)]
    [InlineData(4, 2, 0, 1, null)]
    public void MultipleOf_ATierOfRates_IsWhatInputAndOutputAgreeOn(int? input, int? batchInput, int? output, int? batchOutput, double? multiple)
    {
        RateCondition batch = TestOffers.By(ServiceTier.Batch);
        (Meter Meter, int? Usd, RateCondition When)[] rates =
            [(Meter.Input, input, RateCondition.None), (Meter.Input, batchInput, batch), (Meter.Output, output, RateCondition.None), (Meter.Output, batchOutput, batch)];
        PricedMeter read = TestOffers.Rate(Meter.CacheRead, 3);
        PricedMeter fee = TestOffers.Rate(Meter.WebSearches, 3);
        RateCard card = TestOffers.Card([.. rates.Where(r => r.Usd is not null).Select(r => TestOffers.Rate(r.Meter, r.Usd!.Value, r.When)), read, fee]);

        Assert.Equal((decimal?)multiple, card.MultipleOf(read, ServiceTier.Batch));
        Assert.Equal(1, card.MultipleOf(fee, ServiceTier.Batch));

        // It is worked out once: to ask again takes as much memory as to ask for a fee, of which there is nothing to work out.
        long start = GC.GetAllocatedBytesForCurrentThread();
        decimal? ofFee = card.MultipleOf(fee, ServiceTier.Batch);
        long between = GC.GetAllocatedBytesForCurrentThread();
        decimal? again = card.MultipleOf(read, ServiceTier.Batch);
        long end = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((1, (decimal?)multiple, between - start), (ofFee, again, end - between));
    }

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
    public void Shape_OfRatesWithoutConditions_IsThePlainOne()
    {
        RateCard card = TestOffers.Card(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 1, TestOffers.By(ServiceTier.Batch)));

        Assert.Same(RateCardShape.Plain, card.Shape);
        Assert.Equal((0, 0, false, false), (card.Shape.Windows.Length, card.Shape.OwnThresholds.Length, card.Shape.DependsOnReasoning, card.Shape.DependsOnQuantities));
        Assert.Equal([0], card.Shape.InputThresholds);
    }

    [Fact]
    public void Shape_OfARateForReasoning_DependsOnIt() => Assert.True(
        TestOffers.Card(TestOffers.Rate(Meter.Output, 1, RateCondition.None with { WhenReasoned = true })).Shape.DependsOnReasoning);

    [Fact]
    public void Shape_OfARateWithAnOwnLength_HasItsThresholdOnly() => Assert.Equal(
        [(Meter.Output, 101)],
        TestOffers.Card(TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 2, new RateCondition { Context = new ContextTier(100, ownQuantity: true) }))
            .Shape.OwnThresholds);

    // Two windows that meet: what opens where the other closes, or where the time begins or ends, divides nothing twice.
    [Fact]
    public void Stretches_WindowsThatMeet_AreDividedOnceThere()
    {
        DailyWindow morning = new(new LocalTime(6, 0), new LocalTime(12, 0));
        DailyWindow evening = new(new LocalTime(12, 0), new LocalTime(18, 0));
        RateCardShape shape = TestOffers.Card(
            TestOffers.Rate(Meter.Input, 1, TestOffers.During(morning)), TestOffers.Rate(Meter.Input, 2, TestOffers.During(evening))).Shape;

        Assert.Equal([(At(6), At(12), morning), (At(12), At(18), evening)], shape.Stretches(At(6), At(18)).Select(s => (s.From, s.To, s.Open.Single())));
        Assert.Equal([(At(6), At(7), morning)], shape.Stretches(At(6), At(7)).Select(s => (s.From, s.To, s.Open.Single())));
        Assert.Equal([(At(12), At(12), evening)], shape.Stretches(At(12), At(12)).Select(s => (s.From, s.To, s.Open.Single())));

        static Instant At(int hour) => Instant.FromUtc(2026, 5, 4, hour, 0);
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
