using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Every question about a cost that has no answer says why, and what would have one.</summary>
public sealed class CostErrorTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly TokenUsage Usage = TokenUsage.FromTotals(input: 100, output: 10, cacheRead: 40);
    private static readonly PricedMeter[] Basic = [TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 2)];

    [Fact]
    public void MissingRate_WithoutAnyAncestor_NamesTheMeterAndTheWayOut() => Refuses(
        PricingError.MissingRate,
        () => TestOffers.Sold(Basic[0]).CostOf(Usage, Now),
        "seller/model publishes no price for output tokens, and no single rate of a parent meter applies. To price the rest, set the missing-rate policy to LeaveUnpriced.");

    [Fact]
    public void MissingRate_TwoAncestorsThatDisagree_IsNotGuessed()
    {
        Offer offer = TestOffers.Sold([.. Basic, TestOffers.Rate(Meter.CacheRead, 0.1m), TestOffers.Rate(Meter.InputAudio, 0.2m)]);
        TokenUsage usage = TokenUsage.FromMeterParts(new(Meter.Input, 10), new(Meter.Parse("cache-read-audio"), 10));

        Refuses(PricingError.MissingRate, () => offer.CostOf(usage, Now), "no price for cached audio input tokens, and no single rate of a parent meter applies");
        Refuses(PricingError.MissingRate, () => offer.CostOf(usage.AsAggregateOf(2), Now), "no price for cached audio input tokens");
    }

    // The receipt begins with the input.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MissingRate_OfTwoMeters_NamesTheOneThatTheReceiptHasFirst(long requests) => Refuses(
        PricingError.MissingRate,
        () => TestOffers.Sold(TestOffers.Rate(Meter.Requests, 1))
            .CostOf(TokenUsage.FromMeterParts(new(Meter.Output, 10), new(Meter.InputAudio, 10)).AsAggregateOf(requests), Now),
        "no price for audio input tokens");

    [Fact]
    public void MissingRate_LeftUnpriced_IsNamedInTheResult()
    {
        RateCard card = TestOffers.Card(Basic[0]);
        Offer strict = TestOffers.Sold(card);
        Offer lenient = TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, card);

        Cost cost = strict.CostOf(Usage, Now, new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });

        Assert.False(cost.IsComplete);
        Assert.Equal((new Usd(0.0001m), new MeterQuantity(Meter.Output, 10)), (cost.Total, Assert.Single(cost.Unpriced).Part));
        Assert.Equal("$0.0001, without 10 output tokens", cost.ToString());
        Assert.EndsWith("= $0.0001; 10 output tokens unpriced: seller/model publishes no price for output tokens, and no single rate of a parent meter applies.", cost.Explain(), StringComparison.Ordinal);
        Assert.Equal(cost, lenient.CostOf(Usage, Now));
        Assert.Equal(20, Assert.Single((cost + cost).Unpriced).Part.Quantity);
        Refuses(PricingError.MissingRate, () => lenient.CostOf(Usage, Now, new CostOptions { MissingRate = MissingRatePolicy.Throw }), "output tokens");
    }

    [Fact]
    public void UnknownServiceTier_UnlessStandardIsAllowed()
    {
        CostOptions batch = new() { ServiceTier = ServiceTier.Batch };

        Refuses(PricingError.UnknownServiceTier, () => TestOffers.Sold(Basic).CostOf(Usage, Now, batch), "seller/model has no batch prices; it has standard. Allow the standard tier to bill it as standard.");
        Refuses(
            PricingError.UnknownServiceTier,
            () => TestOffers.Sold(Basic).CostOf(Usage, Now, new CostOptions { ServiceTier = ServiceTier.Parse("standart") }),
            "seller/model has no standart prices; it has standard. Did you mean 'standard'? Allow the standard tier to bill it as standard.");
        Refuses(
            PricingError.UnknownServiceTier,
            () => TestOffers.Sold([.. Basic, TestOffers.Rate(Meter.Input, 0.5m, TestOffers.By(ServiceTier.Batch))]).CostOf(Usage, Now, new CostOptions { ServiceTier = ServiceTier.Flex }),
            "seller/model has no flex prices; it has standard and batch.");
        Assert.Equal(TestOffers.Sold(Basic).CostOf(Usage, Now).Total, TestOffers.Sold(Basic).CostOf(Usage, Now, batch with { AllowStandardTier = true }).Total);
    }

    [Fact]
    public void UnknownRegion_NamesTheRegionsThereAre()
    {
        CostOptions mars = new() { Region = "mars" };
        RateCard known = new([.. Basic], null, null, default, [TestOffers.Uplift("eu", 1.1m), TestOffers.Uplift("us", 1.2m)]);

        Refuses(PricingError.UnknownRegion, () => TestOffers.Sold(Basic).CostOf(Usage, Now, mars), "has no price for the region 'mars'; it lists no regions. Omit the region");
        Refuses(PricingError.UnknownRegion, () => TestOffers.Sold(known).CostOf(Usage, Now, mars), "'mars'; its regions are eu, us. Omit the region to bill without a regional uplift.");
    }

    [Fact]
    public void NoPublishedPrice_SaysWhereElseToLook() => Refuses(
        PricingError.NoPublishedPrice, () => TestOffers.Sold(Array.Empty<RateCard>()).CostOf(Usage, Now), "No source publishes a price of seller/model. Ask for another offer of the model");

    [Fact]
    public void NoPriceAtInstant_SaysFromOrUntilWhenThereIsOne()
    {
        Offer offer = TestOffers.Sold(TestOffers.Card(Basic, Now, Now + Duration.FromDays(1)));

        Refuses(PricingError.NoPriceAtInstant, () => offer.CostOf(Usage, Now - Duration.Epsilon), "holds from 2026-05-01T12:00:00Z; ask for an instant from then on");
        Refuses(PricingError.NoPriceAtInstant, () => offer.CostOf(Usage, Now + Duration.FromDays(1)), "held until 2026-05-02T12:00:00Z; ask for an earlier instant");
        Refuses(PricingError.NoPriceAtInstant, () => offer.CostOf(Usage.Over(new Interval(Now, Now + Duration.FromDays(2))), Now), "held until 2026-05-02T12:00:00Z");
    }

    [Fact]
    public void CostOf_Null_IsRefused()
    {
        Offer offer = TestOffers.Sold([.. Basic]);
        ServedCall call = ServedCall.FromResponse("""{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""");
        Assert.Throws<ArgumentNullException>(() => PricingExtensions.CostOf(null!, Usage, Now));
        Assert.Equal("offer", Assert.Throws<ArgumentNullException>(() => PricingExtensions.CostOf(null!, call, Now)).ParamName);
        Assert.Equal("call", Assert.Throws<ArgumentNullException>(() => offer.CostOf((ServedCall)null!, Now)).ParamName);
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => PricingExtensions.Availability(null!, new LocalDate(2026, 5, 1))).ParamName);
        Assert.Throws<ArgumentNullException>(() => Cost.Zero + null!);
        Assert.Throws<ArgumentNullException>(() => null! + Cost.Zero);
    }

    [Fact]
    public void CostOf_AServedCall_TakesWhatWasAskedWhereTheResponseIsSilent()
    {
        Offer offer = TestOffers.Sold(new RateCard([.. Basic], null, null, [], [TestOffers.Uplift("eu", 1.1m), TestOffers.Uplift("us", 1.2m)]));
        ServedCall silent = ServedCall.FromResponse("""{"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}""");
        CostOptions asked = new() { Region = "eu" };
        decimal plain = offer.CostOf(silent, Now).Cost.Total.Amount;

        Assert.Equal(plain * 1.1m, offer.CostOf(silent, Now, asked).Cost.Total.Amount);
        Assert.Equal(plain * 1.2m, offer.CostOf(silent with { Region = "us" }, Now, asked).Cost.Total.Amount);
        Assert.Equal(plain * 1.2m, offer.CostOf(silent with { Region = "us" }, Now).Cost.Total.Amount);
    }

    private static void Refuses(PricingError error, Func<Cost> cost, string message)
    {
        PricingException exception = Assert.Throws<PricingException>(cost);

        Assert.Equal(error, exception.Error);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
