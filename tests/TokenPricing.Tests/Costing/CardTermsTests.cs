using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which options leave an offer with prices in whole numbers, and which only a receipt can apply.</summary>
public sealed class CardTermsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);
    private static readonly TokenUsage Million = TokenUsage.FromTotals(input: 1_000_000);

    // $100 x 1.1 x 1.5.
    [Fact]
    public void ProgramOf_RegionAndMarkupInPercent_PricesWithoutAReceipt()
    {
        CostOptions options = new() { Region = "eu", Adjustments = [Adjustment.Markup(Percentage.FromPercent(50))] };

        Assert.True(CardTerms.ProgramOf(Offer(), options).TryTotal(Million, Now, out Usd total));
        Assert.Equal(new Usd(165), total);
    }

    [Fact]
    public void ProgramOf_StandardTierInsteadOfAnother_PricesWithoutAReceipt()
    {
        CostOptions options = new() { ServiceTier = ServiceTier.Batch, AllowStandardTier = true };

        Assert.True(CardTerms.ProgramOf(Offer(), options).TryTotal(Million, Now, out Usd total));
        Assert.Equal(new Usd(100), total);
    }

    [Fact]
    public void ProgramOf_WhatOnlyAReceiptCanApply_HasNoPrices()
    {
        CostOptions[] all =
        [
            new() { Adjustments = [Adjustment.Markup(new Usd(1))] },
            new() { Region = "mars" },
            new() { Adjustments = [.. Enumerable.Repeat(Adjustment.Markup(Percentage.FromPercent(0.000001m)), 4)] },
        ];

        Assert.All(all, options => Assert.Null(CardTerms.ProgramOf(Offer(), options).SpanAt(Now)));
    }

    [Fact]
    public void ProgramOf_OrdinaryOptions_IsThatOfTheOffer()
    {
        Offer offer = Offer();

        Assert.Same(offer.Program(ServiceTier.Standard), CardTerms.ProgramOf(offer, null));
        Assert.Same(offer.Program(ServiceTier.Standard), CardTerms.ProgramOf(offer, new CostOptions()));
    }

    private static Offer Offer() =>
        TestOffers.Sold(new RateCard([TestOffers.Rate(Meter.Input, 100)], null, null, default, [TestOffers.Uplift("eu", 1.1m)]));
}
