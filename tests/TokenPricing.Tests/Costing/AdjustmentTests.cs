using System.Collections.Immutable;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class AdjustmentTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly Adjustment Tenth = Adjustment.Markup(Percentage.FromPercent(10));

    // 100 x 1.1 = 110; x 0.5 = 55; x 0.8 = 44; - 4 = 40; x 1.5 = 60; + 1 = 61.
    [Fact]
    public void Apply_AllKinds_InTheFixedOrderWhateverTheOrderGiven()
    {
        RateCard card = new([TestOffers.Rate(Meter.Input, 100)], null, null, default, [TestOffers.Uplift("eu", 1.1m)]);
        Adjustment[] given =
        [
            Adjustment.Markup(new Usd(1)), Adjustment.NegotiatedDiscount(new Usd(4)), Adjustment.Markup(Percentage.FromPercent(50)),
            Adjustment.NegotiatedDiscount(Percentage.FromPercent(20)), Adjustment.ProviderDiscount(Percentage.FromPercent(50)),
        ];

        Cost cost = TestOffers.Sold(card).CostOf(TokenUsage.FromTotals(input: 1_000_000), Now, new CostOptions { Region = "EU", Adjustments = [.. given] });

        Assert.Equal(new Usd(61), cost.Total);
        Assert.Equal([10m, -55m, -11m, -4m, 20m, 1m], cost.Adjustments.Select(a => a.Amount.Amount));
        Assert.Equal("region eu", cost.Adjustments[0].Adjustment.Label);
        Assert.Equal((new Usd(66), new Usd(-5)), (cost.Input, cost.Other));
    }

    [Fact]
    public void Add_AnAdjustmentThatIsThereTwice_StaysTwoLines()
    {
        Cost cost = TestOffers.Sold(TestOffers.Rate(Meter.Input, 100))
            .CostOf(TokenUsage.FromTotals(input: 1_000_000), Now, new CostOptions { Adjustments = [Tenth, Tenth] });

        Assert.Equal(cost, cost + Cost.Zero);
        Assert.Equal([new Usd(20), new Usd(22)], (cost + cost).Adjustments.Select(a => a.Amount));
    }

    [Fact]
    public void Markup_WithMoreDigitsThanADecimalHolds_IsRefused()
    {
        Percentage precise = Percentage.FromFraction(7.9228162514264337593543950335m);

        Assert.Throws<OverflowException>(() => Adjustment.Markup(precise));
    }

    [Fact]
    public void Factories_OutOfRange_AreRefused()
    {
        Percentage less = Percentage.FromPercent(-1);

        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.RegionalUplift(less));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.Markup(less));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.ProviderDiscount(less));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.NegotiatedDiscount(less));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.NegotiatedDiscount(Percentage.FromPercent(101)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.NegotiatedDiscount(new Usd(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Adjustment.Markup(new Usd(-1)));
        Assert.Equal(0, Adjustment.NegotiatedDiscount(Percentage.FromPercent(100)).Multiple);
        Assert.Equal(1, Adjustment.Markup(Percentage.FromPercent(0)).Multiple);
        Assert.Equal(Usd.Zero, Adjustment.NegotiatedDiscount(Usd.Zero).Amount);
        Assert.Equal(Usd.Zero, Adjustment.Markup(Usd.Zero).Amount);
    }

    // One kind, no multiples: by amount, then by label.
    [Fact]
    public void Apply_FixedAmountsOfOneKind_TheSmallestFirstAndThenByLabel()
    {
        ImmutableArray<Adjustment> given =
            [Adjustment.Markup(new Usd(2), "b"), Adjustment.Markup(new Usd(2), "a"), Adjustment.Markup(new Usd(1), "c"), Adjustment.Markup(new Usd(2), "B")];
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 100));

        foreach (ImmutableArray<Adjustment> order in new[] { given, [.. given.Reverse()] })
        {
            Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 1), Now, new CostOptions { Adjustments = order });

            Assert.Equal(["c", "B", "a", "b"], cost.Adjustments.Select(a => a.Adjustment.Label));
        }
    }

    [Fact]
    public void InOrder_OfOne_IsNotSorted()
    {
        ImmutableArray<Adjustment> one = [Tenth];

        Assert.Equal(one, Assert.IsType<ImmutableArray<Adjustment>>(Adjustment.InOrder(one)));
        Assert.IsNotType<ImmutableArray<Adjustment>>(Adjustment.InOrder([Tenth, Tenth]));
    }

    [Fact]
    public void IsRegional_OfEachKind_IsThatOfTheSurchargeOfARegion()
    {
        Percentage tenth = Percentage.FromPercent(10);

        Assert.True(Adjustment.RegionalUplift(tenth).IsRegional);
        Assert.False(Adjustment.ProviderDiscount(tenth).IsRegional);
        Assert.False(Adjustment.NegotiatedDiscount(tenth).IsRegional);
        Assert.False(Tenth.IsRegional);
    }

    [Fact]
    public void ToString_SaysWhatItDoes()
    {
        Assert.Equal("markup: x 1.1", Tenth.ToString());
        Assert.Equal("negotiated discount: -$5.00", Adjustment.NegotiatedDiscount(new Usd(5)).ToString());
        Assert.Equal("x: -$0.50", new AppliedAdjustment(Adjustment.ProviderDiscount(Percentage.FromPercent(50), "x"), new Usd(-0.5m)).ToString());
    }
}
