using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The rows of offers as a flat table: which there are, of which time, and what stands in each.</summary>
public static class PriceRowTests
{
    private const int All = 0b11111111;
    private const int OutputAndReasoning = 0b01000010;

    private static readonly Instant First = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Instant Second = Instant.FromUtc(2026, 7, 1, 0, 0);
    private static readonly Interval Horizon = new(First, First + Duration.FromDays(2));
    private static readonly long[] Nothing = new long[8];

    [Fact]
    public static void Meters_AreTheOrdinaryOnesAndRequests() => Assert.Equal(
        ["input", "output", "cache-read", "cache-write", "cache-write-5m", "cache-write-1h", "reasoning", "requests"], PriceRow.Meters.Select(m => m.Id));

    [Fact]
    public static void Of_OneCard_IsARowForEachBand()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 3, TestOffers.MoreThan(10)), TestOffers.Rate(Meter.Output, 2), TestOffers.Rate(Meter.Requests, Rate.PerUnit(0.5m)));

        Assert.Equal(
            [
                Row(null, null, [1_000_000, 2_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 2_000_000, 500_000_000_000]) with { BelowInput = 11 },
                Row(null, null, [3_000_000, 2_000_000, 3_000_000, 3_000_000, 3_000_000, 3_000_000, 2_000_000, 500_000_000_000]) with { LeastInput = 11 },
            ],
            PriceRow.Of(offer, Horizon).AsEnumerable());
    }

    [Fact]
    public static void Of_RatesThatAreMissingOrNotWhole_HasThemInItsMasks()
    {
        long[] input = [1_000_000, 0, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 0, 0];

        Assert.Equal([Row(null, null, input) with { Missing = OutputAndReasoning }], PriceRow.Of(TestOffers.Sold(TestOffers.Rate(Meter.Input, 1)), Horizon).AsEnumerable());
        Assert.Equal(
            [Row(null, null, Nothing) with { Missing = OutputAndReasoning, Inexact = All & ~OutputAndReasoning }],
            PriceRow.Of(TestOffers.Sold(TestOffers.Rate(Meter.Input, new Rate(1, 3))), Horizon).AsEnumerable());
        Assert.Equal(
            [Row(null, null, Nothing) with { Inexact = All }],
            PriceRow.Of(TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Reasoning, 2, new RateCondition { WhenReasoned = true })), Horizon).AsEnumerable());
        Assert.Equal(
            [Row(null, null, Nothing) with { Missing = OutputAndReasoning, Inexact = 0b00111101 }],
            PriceRow.Of(TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, TestOffers.Beyond(10))), Horizon).AsEnumerable());
    }

    [Fact]
    public static void Of_RatesThatDependOnAMetersOwnQuantity_AreNotInTheTable()
    {
        PricedMeter many = TestOffers.Rate(Meter.Input, 2, new RateCondition { Context = new ContextTier(10, false, true) });

        Assert.Equal([Row(null, null, Nothing) with { Inexact = All }], PriceRow.Of(TestOffers.Sold(TestOffers.Rate(Meter.Input, 1), many), Horizon).AsEnumerable());
    }

    [Fact]
    public static void Of_TimesWithoutAPrice_HaveRowsOfTheirOwn()
    {
        PricedMeter[] rates = [TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 1)];
        long[] one = [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 0];

        Assert.Equal([Error(null, null, PricingError.NoPublishedPrice)], PriceRow.Of(TestOffers.Sold((RateCard[])[]), Horizon).AsEnumerable());
        Assert.Equal([Row(null, null, one)], PriceRow.Of(TestOffers.Sold(TestOffers.Card(rates, null, null)), Horizon).AsEnumerable());
        Assert.Equal(
            [Error(null, First, PricingError.NoPriceAtInstant), Row(First, null, one)],
            PriceRow.Of(TestOffers.Sold(TestOffers.Card(rates, First, null)), Horizon).AsEnumerable());
        Assert.Equal(
            [Row(null, First, one), Error(First, null, PricingError.NoPriceAtInstant)],
            PriceRow.Of(TestOffers.Sold(TestOffers.Card(rates, null, First)), Horizon).AsEnumerable());
        Assert.Equal(
            [Row(null, First, one), Error(First, Second, PricingError.NoPriceAtInstant), Row(Second, null, one)],
            PriceRow.Of(TestOffers.Sold(TestOffers.Card(rates, null, First), TestOffers.Card(rates, Second, null)), Horizon).AsEnumerable());
        Assert.Equal(
            [Row(null, First, one), Row(First, Second, one), Error(Second, null, PricingError.NoPriceAtInstant)],
            PriceRow.Of(TestOffers.Sold(TestOffers.Card(rates, null, First), TestOffers.Card(rates, First, Second)), Horizon).AsEnumerable());
    }

    [Theory]
    [InlineData("2026-05-31", "NotReleased -2026-05-31, NoPriceAtInstant 2026-05-31-2026-06-01, 2026-06-01-2026-07-01, NoPriceAtInstant 2026-07-01-")]
    [InlineData("2026-06-01", "NotReleased -2026-06-01, 2026-06-01-2026-07-01, NoPriceAtInstant 2026-07-01-")]
    [InlineData("2026-06", "NotReleased -2026-06-01, 2026-06-01-2026-07-01, NoPriceAtInstant 2026-07-01-")]
    [InlineData("2026-08-01", "NotReleased -2026-06-01, 2026-06-01-2026-07-01, NoPriceAtInstant 2026-07-01-")]
    [InlineData("", "NoPriceAtInstant -2026-06-01, 2026-06-01-2026-07-01, NoPriceAtInstant 2026-07-01-")]
    public static void Of_BeforeTheRelease_SaysSo(string released, string rows)
    {
        CatalogRows facts = TestCatalog.Facts(TestCatalog.Rate("m", "p", Meter.Input, 1) with { From = First, To = Second });
        Offer offer = new PriceCatalog(facts with
        {
            Models = [TestCatalog.Model("m") with { Released = released.Length == 0 ? null : PartialDate.Parse(released) }],
        }).Offer("p", "m");

        Assert.Equal(rows, string.Join(", ", PriceRow.Of(offer, Horizon).Select(r => $"{r.Error} {CellText.Of(r.From)}-{CellText.Of(r.To)}".TrimStart())));
    }

    [Fact]
    public static void Of_OptionsInPercent_AreInTheRates()
    {
        Offer offer = TestOffers.Sold(new RateCard(
            [TestOffers.Rate(Meter.Input, 4), TestOffers.Rate(Meter.Output, 8)], null, null, [TestOffers.Multiple(ServiceTier.Batch, 0.5m)], [TestOffers.Uplift("eu", 1.1m)]));
        CostOptions options = new() { ServiceTier = ServiceTier.Batch, Region = "eu", Adjustments = [Adjustment.Markup(Percentage.FromPercent(10))] };
        long[] plain = [4_000_000, 8_000_000, 4_000_000, 4_000_000, 4_000_000, 4_000_000, 8_000_000, 0];
        long[] asked = [2_420_000, 4_840_000, 2_420_000, 2_420_000, 2_420_000, 2_420_000, 4_840_000, 0];

        Assert.Equal([Row(null, null, asked)], PriceRow.Of(offer, Horizon, options).AsEnumerable());
        Assert.Equal([Row(null, null, plain)], PriceRow.Of(offer, Horizon).AsEnumerable());
        Assert.Equal([Row(null, null, plain) with { Error = PricingError.UnknownRegion }], PriceRow.Of(offer, Horizon, new CostOptions { Region = "mars" }).AsEnumerable());
        Assert.Equal([Error(null, null, PricingError.UnknownServiceTier)], PriceRow.Of(offer, Horizon, new CostOptions { ServiceTier = ServiceTier.Flex }).AsEnumerable());
        Assert.Equal([Row(null, null, plain)], PriceRow.Of(offer, Horizon, new CostOptions { ServiceTier = ServiceTier.Flex, AllowStandardTier = true }).AsEnumerable());
        Assert.Equal(
            "A fixed amount is not a price of units. Add it to the sum instead. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => PriceRow.Of(offer, Horizon, new CostOptions { Adjustments = [Adjustment.Markup(new Usd(0.01m))] })).Message);
    }

    [Fact]
    public static void Of_DailyWindows_AreRowsWithinTheHorizon()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 2), TestOffers.Rate(Meter.Output, 2), TestOffers.Rate(Meter.Input, 1, TestOffers.During(new DailyWindow(new(0, 0), new(6, 0)))));
        long[] day = [2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 0];
        long[] night = [1_000_000, 2_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 2_000_000, 0];

        Assert.Equal(
            [
                Row(null, First, Nothing) with { Inexact = All },
                Row(First, First + Duration.FromHours(6), night), Row(First + Duration.FromHours(6), First + Duration.FromHours(24), day),
                Row(First + Duration.FromHours(24), First + Duration.FromHours(30), night), Row(First + Duration.FromHours(30), First + Duration.FromHours(48), day),
                Row(First + Duration.FromHours(48), null, Nothing) with { Inexact = All },
            ],
            PriceRow.Of(offer, Horizon).AsEnumerable());
    }

    [Fact]
    public static void Equals_OneDifference_Differs()
    {
        PriceRow row = Row(First, Second, [1, 2, 3]);
        PriceRow[] others =
        [
            row with { From = null }, row with { To = null }, row with { LeastInput = 1 }, row with { BelowInput = 1 }, row with { Error = PricingError.NotReleased },
            row with { Missing = 1 }, row with { Inexact = 1 }, row with { PicoUsd = [1, 2, 4] }, row with { PicoUsd = [1, 2] },
        ];

        Assert.All(others, other => Assert.NotEqual(row, other));
        Assert.All(others[..7], other => Assert.NotEqual(row.GetHashCode(), other.GetHashCode()));
        Assert.Equal((row, row.GetHashCode()), (row with { PicoUsd = [1, 2, 3] }, (row with { PicoUsd = [1, 2, 3] }).GetHashCode()));
        Assert.False(row.Equals(null));
    }

    private static PriceRow Row(Instant? from, Instant? to, long[] rates) => new(from, to, 0, null, null, [.. rates], 0, 0);

    private static PriceRow Error(Instant? from, Instant? to, PricingError error) => new(from, to, 0, null, error, [.. Nothing], 0, 0);
}
