using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What a tier charges for meters and lengths that it has no rate of: its multiple, or nothing that anyone could sign.</summary>
public sealed class TierMultipleTests
{
    private static readonly ServiceTier Quick = ServiceTier.Parse("quick");
    private static readonly Instant Now = Instant.FromUtc(2026, 8, 21, 12, 0);

    // Claude Opus 4.8, platform.claude.com/docs/en/about-claude/pricing: $5 / $25, fast $10 / $50; a write for an hour is twice the input.
    private static readonly PricedMeter[] Standard =
        [TestOffers.Rate(Meter.Input, 5), TestOffers.Rate(Meter.Output, 25), TestOffers.Rate(Meter.CacheWrite1h, 10), TestOffers.Rate(Meter.WebSearches, 10_000)];

    [Fact]
    public void CostOf_AMeterThatTheTierDoesNotPrice_IsItsMultiple() =>
        Assert.Equal(new Usd(2), Cost([.. Standard, Of(Meter.Input, 10), Of(Meter.Output, 50)], new(Meter.CacheWrite1h, 100_000)).Total);

    [Fact]
    public void CostOf_AFee_IsTheSameInEveryTier() =>
        Assert.Equal(new Usd(0.03m), Cost([.. Standard, Of(Meter.Input, 10), Of(Meter.Output, 50)], new(Meter.WebSearches, 3)).Other);

    [Theory]
    [InlineData(10, 100)]
    [InlineData(10, null)]
    public void CostOf_AMeterOfATierWithoutOneMultiple_HasNoPrice(int input, int? output)
    {
        PricedMeter[] rates = [.. Standard, Of(Meter.Input, input), .. output is { } usd ? [Of(Meter.Output, usd)] : Array.Empty<PricedMeter>()];

        PricingException refused = Assert.Throws<PricingException>(() => Cost(rates, new(Meter.CacheWrite1h, 100_000)));
        Assert.Equal(PricingError.MissingRate, refused.Error);
        Assert.Equal(
            "seller/model publishes no quick price for 1-hour cache-write tokens, and its quick prices for input and output are not one multiple"
            + " of the standard ones. To price the rest, set the missing-rate policy to LeaveUnpriced.",
            refused.Message);
        Assert.Equal(new Usd(1), Cost(rates, new(Meter.Input, 100_000)).Total);
    }

    [Fact]
    public void CostOf_AFreeMeterOfATierWithoutOneMultiple_IsFree() => Assert.Equal(
        Usd.Zero, Cost([.. Standard, Of(Meter.Input, 10), Of(Meter.Output, 100), TestOffers.Rate(Meter.CacheRead, 0)], new(Meter.CacheRead, 100_000)).Total);

    [Fact]
    public void CostOf_AMultipleWithoutEnd_HasNoPrice() => Assert.Throws<PricingException>(
        () => Cost([TestOffers.Rate(Meter.Input, 3), TestOffers.Rate(Meter.CacheWrite1h, 6), Of(Meter.Input, 1)], new(Meter.CacheWrite1h, 1)));

    [Fact]
    public void CostOf_FreeInputInBothTiers_IsTheMultipleOfTheOutput() => Assert.Equal(
        new Usd(1),
        Cost([TestOffers.Rate(Meter.Input, 0), TestOffers.Rate(Meter.Output, 2), TestOffers.Rate(Meter.Reasoning, 4), Of(Meter.Output, 1)], new(Meter.Reasoning, 500_000)).Total);

    // gpt-5.5, developers.openai.com/api/docs/models/gpt-5.5: long prompts cost twice the input and one and a half times the output, in batches too.
    [Theory]
    [InlineData(272_000, "0.68")]
    [InlineData(272_001, "1.360005")]
    public void CostOf_ALengthThatTheTierDoesNotPrice_IsItsMultiple(long input, string usd)
    {
        PricedMeter[] rates =
        [
            TestOffers.Rate(Meter.Input, 5), TestOffers.Rate(Meter.Output, 30), Of(Meter.Input, 2.5m), Of(Meter.Output, 15),
            TestOffers.Rate(Meter.Input, 10) with { Condition = new RateCondition { Context = new ContextTier(272_000) } },
        ];

        Assert.Equal(Usd.Parse(usd), Cost(rates, new(Meter.Input, input)).Total);
    }

    [Fact]
    public void CostOf_ATierWithLengthsOfItsOwn_IsBilledByThem()
    {
        PricedMeter[] rates =
        [
            TestOffers.Rate(Meter.Input, 5), Of(Meter.Input, 2.5m),
            TestOffers.Rate(Meter.Input, 10) with { Condition = new RateCondition { Context = new ContextTier(200_000) } },
            Of(Meter.Input, 4) with { Condition = new RateCondition { ServiceTier = Quick, Context = new ContextTier(400_000) } },
        ];

        Assert.Equal(new Usd(0.75m), Cost(rates, new(Meter.Input, 300_000)).Total);
        Assert.Equal(new Usd(2), Cost(rates, new(Meter.Input, 500_000)).Total);
    }

    private static PricedMeter Of(Meter meter, decimal usd) => TestOffers.Rate(meter, usd) with { Condition = new RateCondition { ServiceTier = Quick } };

    private static Cost Cost(PricedMeter[] rates, MeterQuantity used) =>
        TestOffers.Sold(TestOffers.Card(rates)).CostOf(TokenUsage.FromMeterParts(used), Now, new CostOptions { ServiceTier = Quick });
}
