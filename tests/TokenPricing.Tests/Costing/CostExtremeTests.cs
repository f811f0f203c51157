using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>At the ends of what the types hold, a figure is exact or there is none.</summary>
public sealed class CostExtremeTests
{
    private const long Trillion = 1_000_000_000_000;

    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);

    [Theory]
    [InlineData("$1000000 per 1M", Trillion, "1000000000000")]
    [InlineData("$1000000 per 1", Trillion, "1000000000000000000")]
    [InlineData("$1000000 per 1", long.MaxValue, "9223372036854775807000000")]
    [InlineData("$0.000000000001 per 1M", long.MaxValue, "9.223372036854775807")]
    [InlineData("$0.08333333333333334 per 1M", Trillion, "83333.33333333334")]
    [InlineData("$0.08333333333333334 per 1M", 1, "0.00000008333333333333334")]
    [InlineData("$7.9228162514264337593543950335 per 1", 1, "7.9228162514264337593543950335")]
    [InlineData("$7.9228162514264337593543950335 per 1", 10, "79.228162514264337593543950335")]
    [InlineData("$0.0000000000000000000000000001 per 1", long.MaxValue, "0.0000000009223372036854775807")]
    [InlineData("$7.9228162514264337593543950335 per 1", 3, null)]
    [InlineData("$0.0000000000000000000000000001 per 1M", 1, null)]
    [InlineData("$79228162514264337593543950335 per 1", 2, null)]
    public void CostOf_OneLine_IsExactOrOverflows(string rate, long units, string? usd)
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, Rate.Parse(rate)));
        TokenUsage usage = TokenUsage.FromTotals(input: units);

        if (usd is null)
        {
            Assert.Throws<OverflowException>(() => offer.CostOf(usage, Now));
        }
        else
        {
            Assert.Equal(Usd.Parse(usd), offer.CostOf(usage, Now).Total);
        }
    }

    [Fact]
    public void CostOf_LinesOfVeryDifferentSize_IsExactOrOverflows()
    {
        Assert.Equal(Usd.Parse("1.0000000000000000000000000001"), Sum("1", "0.0000000000000000000000000001").Total);
        Assert.Throws<OverflowException>(() => Sum("10", "0.0000000000000000000000000001"));

        static Cost Sum(string input, string output) => TestOffers
            .Sold(TestOffers.Rate(Meter.Input, Rate.PerUnit(Usd.Parse(input).Amount)), TestOffers.Rate(Meter.Output, Rate.PerUnit(Usd.Parse(output).Amount)))
            .CostOf(TokenUsage.FromTotals(input: 1, output: 1), Now);
    }

    [Fact]
    public void CostOf_AdjustmentBeyondTheDigits_Overflows()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, Rate.PerUnit(0.0000000000000000000000000001m)));
        CostOptions tenth = new() { Adjustments = [Adjustment.NegotiatedDiscount(Percentage.FromPercent(90))] };

        Assert.Equal(Usd.Parse("0.0000000000000000000000000001"), offer.CostOf(TokenUsage.FromTotals(input: 10), Now, tenth).Total);
        Assert.Throws<OverflowException>(() => offer.CostOf(TokenUsage.FromTotals(input: 1), Now, tenth));
    }

    [Fact]
    public void CostOf_MoreInputThanALongCounts_Overflows()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 0));

        Assert.Throws<OverflowException>(() => offer.CostOf(TokenUsage.FromParts(uncachedInput: long.MaxValue, cacheRead: 1), Now));
        Assert.Equal(Usd.Zero, offer.CostOf(TokenUsage.FromParts(uncachedInput: long.MaxValue), Now).Total);
    }

    [Fact]
    public void CostOf_ThresholdsAtTheEndOfALong_AreNeverBeyondIt()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 5, TestOffers.MoreThan(long.MaxValue)),
            TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 5, TestOffers.Beyond(long.MaxValue)),
            TestOffers.Rate(Meter.WebSearches, 1), TestOffers.Rate(Meter.WebSearches, 5, TestOffers.Beyond(long.MaxValue, true)));
        TokenUsage usage = TokenUsage.FromMeterParts(new(Meter.Input, long.MaxValue), new(Meter.Output, long.MaxValue), new(Meter.WebSearches, long.MaxValue));

        Cost cost = offer.CostOf(usage, Now);

        Assert.Equal((cost.Input, new Usd(0.000004m)), (cost.Output, cost.Other - cost.Input));
        Assert.Equal(cost.Total, offer.CostOf(usage.AsAggregateOf(1), Now).Total);
        Assert.Equal(cost.Input, offer.CostOf(usage.AsAggregateOf(3), Now).Input);
        Assert.Equal(cost.Input, offer.CostOf(usage.AsAggregateOf(3), Now).Other);
    }

    [Fact]
    public void CostOf_ABillionRequests_IsBoundedAtOnce()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, TestOffers.MoreThan(200_000)));

        // 10^9 requests of at most 200,000 tokens hold 200 * 10^12 of the 300 * 10^12; one has the rest.
        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 300 * Trillion).AsAggregateOf(1_000_000_000), Now);

        Assert.Equal((new Usd(600_000_000m), new Usd(600_000_000m)), (cost.Total, cost.High));
        Assert.Equal(new Usd(200_000_000m - 0.2m + (2 * (100_000_000m + 0.2m))), cost.Low);
    }

    /// <summary>A single line of any rate and quantity: the exact amount, the nearest where it has no end, or an overflow.</summary>
    [Property(Arbitrary = [typeof(Values)])]
    public bool CostOf_AnyRateAndQuantity_IsTheFigureOrNone(Rate rate, long units)
    {
        Rate positive = rate.Usd < 0 ? -rate : rate;
        Fraction exact = Fraction.Of(positive.Usd) * Fraction.Of(units) / Fraction.Of(positive.Per);
        (bool fits, Cost? cost) = Law.Try(() => TestOffers.Sold(TestOffers.Rate(Meter.Output, positive)).CostOf(TokenUsage.FromTotals(output: units), Now));
        return fits
            ? cost!.Total == cost.Output && (exact.Places is null ? exact.IsNearest(cost.Total.Amount, 18) : Fraction.Of(cost.Total.Amount) == exact)
            : !exact.FitsDecimal;
    }
}
