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
    public void BlendedBy_OwnAndParentsRates_SaysHowEachWasBilled()
    {
        BlendedRate blended = TestOffers.Card(TestOffers.Rate(Meter.Input, 0.15m), TestOffers.Rate(Meter.Output, 0.6m)).BlendedBy(Blend.CacheInputOutput(7, 2, 1));

        Assert.Equal(["input=2 at $0.15 per 1M", "output=1 at $0.60 per 1M", "cache-read=7 at $0.15 per 1M as input"], blended.Parts.Select(p => p.ToString()));
        Assert.Equal([false, false, true], blended.Parts.Select(p => p.IsBilledAsParent));
    }

    [Fact]
    public void BlendedBy_PerMoreUnitsThanALongCounts_Overflows() => Assert.Throws<OverflowException>(
        () => TestOffers.Card(TestOffers.Rate(Meter.Input, new Rate(1, long.MaxValue)), TestOffers.Rate(Meter.Output, 0)).BlendedBy(Blend.InputOutput(2, 1)));
}
