using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CostAddingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly Meter Audio = Meter.Parse("input-audio-seconds");

    // Groq's whisper-large-v3-turbo, $0.04 an hour (groq.com/pricing): a second has no end of decimal places.
    [Fact]
    public void Add_LinesThatAreRounded_StillSumToTheTotal()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Audio, new Rate(0.04m, 3_600)));
        Cost one = offer.CostOf(TokenUsage.FromMeterParts(new MeterQuantity(Audio, 5)), Now);

        Cost sum = one + one + one;

        Assert.Equal(sum.Total, sum.Lines.Aggregate(Usd.Zero, (total, line) => total + line.Amount));
        Assert.Equal(one + (one + one), sum);
    }

    [Fact]
    public void Add_AdjustmentsOfSeveralKinds_KeepTheOrderInWhichTheyApply()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 100));
        Adjustment[] kinds =
        [
            Adjustment.RegionalUplift(Percentage.FromPercent(10)), Adjustment.ProviderDiscount(Percentage.FromPercent(20)),
            Adjustment.NegotiatedDiscount(Percentage.FromPercent(30)), Adjustment.Markup(Percentage.FromPercent(40)),
        ];
        Cost[] costs = [.. kinds.Select(a => offer.CostOf(TokenUsage.FromTotals(input: 1_000_000), Now, new CostOptions { Adjustments = [a] }))];

        Cost sum = costs[3] + costs[0] + costs[2] + costs[1];

        Assert.Equal(kinds, sum.Adjustments.Select(a => a.Adjustment));
        Assert.Equal([10m, -20m, -30m, 40m], sum.Adjustments.Select(a => a.Amount.Amount));
    }

    [Fact]
    public void Add_LinesThatAreExact_BecomeOne()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Audio, new Rate(0.36m, 3_600)));
        Cost one = offer.CostOf(TokenUsage.FromMeterParts(new MeterQuantity(Audio, 5)), Now);

        Assert.Equal((10L, new Usd(0.001m)), (Assert.Single((one + one).Lines).Quantity, (one + one).Total));
    }
}
