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
    public void Add_LinesThatAreExact_BecomeOne()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Audio, new Rate(0.36m, 3_600)));
        Cost one = offer.CostOf(TokenUsage.FromMeterParts(new MeterQuantity(Audio, 5)), Now);

        Assert.Equal((10L, new Usd(0.001m)), (Assert.Single((one + one).Lines).Quantity, (one + one).Total));
    }
}
