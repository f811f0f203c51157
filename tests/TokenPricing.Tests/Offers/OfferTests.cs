using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class OfferTests
{
    private static readonly Instant January = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Instant May = Instant.FromUtc(2026, 5, 1, 0, 0);

    [Fact]
    public void RateCardAt_BothSidesOfAChange_AreHalfOpen()
    {
        Offer offer = Sold(Priced(1, January, March), Priced(2, March, null));

        Assert.Equal(Rate.PerMillion(1), Input(offer, January));
        Assert.Equal(Rate.PerMillion(1), Input(offer, March - Duration.Epsilon));
        Assert.Equal(Rate.PerMillion(2), Input(offer, March));
        Assert.Equal((January, March), (offer.History[0].From, offer.History[0].To));
        Assert.Equal((March, null), (offer.History[1].From, offer.History[1].To));
    }

    [Fact]
    public void RateCardAt_BeforeTheFirstPrice_SaysWhenItBegins()
    {
        Offer offer = Sold(Priced(1, January, null));

        PricingException exception = Assert.Throws<PricingException>(() => offer.RateCardAt(January - Duration.Epsilon));

        Assert.Equal(PricingError.NoPriceAtInstant, exception.Error);
        Assert.Contains("2026-01-01", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RateCardAt_InAGapOrAfterTheEnd_SaysUntilWhenAPriceHeld()
    {
        Offer offer = Sold(Priced(1, January, March), Priced(2, May, May + Duration.FromDays(1)));

        Assert.Equal(PricingError.NoPriceAtInstant, Assert.Throws<PricingException>(() => offer.RateCardAt(March)).Error);
        PricingException after = Assert.Throws<PricingException>(() => offer.RateCardAt(May + Duration.FromDays(2)));
        Assert.Contains("2026-05-02", after.Message, StringComparison.Ordinal);
        Assert.False(offer.TryGetRateCard(March, out _));
    }

    [Fact]
    public void RateCardAt_WithoutAnyPrice_SaysNoSourcePublishesOne()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 2)]);
        PriceCatalog prices = new(facts with { Rates = [], Offers = [new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day)] });

        PricingException exception = Assert.Throws<PricingException>(() => prices.Offer("p", "m").RateCardAt(January));

        Assert.Equal(PricingError.NoPublishedPrice, exception.Error);
    }

    [Fact]
    public void History_RowRecordedLater_CorrectsTheEarlierOneWithinItsPeriod()
    {
        RateRow correction = Priced(9, March, May) with { Recorded = TestCatalog.Day.PlusDays(1) };
        Offer offer = Sold(Priced(1, January, null), correction);

        Assert.Equal(Rate.PerMillion(1), Input(offer, January));
        Assert.Equal(Rate.PerMillion(9), Input(offer, March));
        Assert.Equal(Rate.PerMillion(1), Input(offer, May));
        Assert.Equal(TestCatalog.Day.PlusDays(1), offer.RateCardAt(March).Rates.Single().Recorded);
    }

    [Fact]
    public void AsKnownOn_BeforeACorrection_HasThePriceThatWasBelievedThen()
    {
        RateRow correction = Priced(9, January, null) with { Recorded = TestCatalog.Day.PlusDays(10) };
        PriceCatalog now = Catalog(Priced(1, January, null), correction);
        PriceCatalog then = now.AsKnownOn(TestCatalog.Day.PlusDays(9));

        Assert.Equal(Rate.PerMillion(9), Input(now.Offer("p", "m"), March));
        Assert.Equal(Rate.PerMillion(1), Input(then.Offer("p", "m"), March));
        Assert.Equal(TestCatalog.Day, then.RecordedThrough);
        Assert.Empty(now.AsKnownOn(TestCatalog.Day.PlusDays(-1)).Models);
        Assert.Equal(now.Rows, now.AsKnownOn(TestCatalog.Day.PlusDays(10)).Rows);
    }

    [Fact]
    public void AsKnownOn_AModelWhoseRowIsNewerThanItsPrice_KeepsIt()
    {
        CatalogRows facts = TestCatalog.Facts(Priced(1, January, null));
        PriceCatalog prices = new(facts with { Models = [facts.Models[0] with { Recorded = TestCatalog.Day.PlusDays(5) }] });

        Assert.Equal("m", Assert.Single(prices.AsKnownOn(TestCatalog.Day).Models).Id);
    }

    [Fact]
    public void PriceChanges_BetweenCards_SayWhatChangedWhenAndByHowMuch()
    {
        RateRow output = TestCatalog.Rate("m", "p", Meter.Output, 5) with { From = March };
        Offer offer = Sold(Priced(4, January, March), Priced(3, March, May), Priced(0, May, null), output);

        PriceStep[] changes = [.. offer.PriceChanges()];

        Assert.Equal([((Instant?)March, Meter.Input), (May, Meter.Input)], changes.Select(c => (c.From, c.Meter)));
        Assert.Equal((Rate.PerMillion(4), Rate.PerMillion(3), Percentage.FromPercent(-25)), (changes[0].Before, changes[0].Rate, changes[0].Change));
        Assert.Equal(Percentage.FromPercent(-100), changes[1].Change);
        Assert.Empty(Sold(Priced(1, null, March), Priced(1, May, null)).PriceChanges());
        Assert.Empty(Sold(Priced(1, null, null)).PriceChanges());
    }

    [Fact]
    public void History_WithoutDates_HoldsAlways()
    {
        Offer offer = Sold(Priced(1, null, null));

        RateCard card = Assert.Single(offer.History);
        Assert.Null(card.From);
        Assert.Null(card.To);
        Assert.Equal(Rate.PerMillion(1), Input(offer, Instant.MinValue));
    }

    [Fact]
    public void History_MetersThatChangeApart_MakeACardForEachStretch()
    {
        RateRow output = TestCatalog.Rate("m", "p", Meter.Output, 5) with { From = January };
        Offer offer = Sold(Priced(1, January, March), Priced(2, March, null), output);

        Assert.Equal(2, offer.History.Length);
        Assert.All(offer.History, card => Assert.Equal(Rate.PerMillion(5), card.RateOf(Meter.Output)));
    }

    [Fact]
    public void BlendedBy_MissingRate_ThrowsUnderEveryPolicy()
    {
        PriceCatalog prices = Catalog(Priced(1, null, null));
        Offer strict = prices.Offer("p", "m");
        Offer lenient = prices.With(s => s with { MissingRate = MissingRatePolicy.LeaveUnpriced }).Offer("p", "m");

        PricingException exception = Assert.Throws<PricingException>(() => strict.BlendedBy(Blend.ThreeToOne, March));
        Assert.Equal(PricingError.MissingRate, exception.Error);
        Assert.Contains("output", exception.Message, StringComparison.Ordinal);
        Assert.Throws<PricingException>(() => lenient.BlendedBy(Blend.ThreeToOne, March));
        Assert.False(strict.RateCardAt(March).TryGetBlended(Blend.ThreeToOne, out _));
        Assert.Throws<PricingException>(() => strict.RateCardAt(March).BlendedBy(Blend.ThreeToOne));
    }

    [Fact]
    public void BlendedBy_CacheReadWithoutARate_IsBilledAsInput()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 4, 10)]));

        Assert.Equal(Rate.PerMillion(4.6m), prices.Offer("p", "m").BlendedBy(Blend.CacheInputOutput(7, 2, 1), March));
    }

    // Artificial Analysis' published 7:2:1 mix, checked on cached 0.015, input 0.06, output 0.20: 0.0425.
    [Fact]
    public void BlendedBy_CachedInputAndOutput_WeighsEach()
    {
        PriceCatalog prices = new(TestCatalog.Facts([
            .. TestCatalog.Offer("m", "p", 0.06m, 0.20m), TestCatalog.Rate("m", "p", Meter.CacheRead, 0.015m)]));

        Assert.Equal(Rate.PerMillion(0.0425m), prices.Offer("p", "m").BlendedBy(Blend.CacheInputOutput(7, 2, 1), March));
    }

    [Fact]
    public void BlendedBy_WeightsThatDoNotDivideEvenly_StaysExact()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 0)]));

        Rate blended = prices.Offer("p", "m").BlendedBy(Blend.InputOutput(2, 1), March);

        Assert.Equal(new Rate(2, 3_000_000), blended);
        Assert.Equal(0.666666666666666667m, blended.UsdPerMillion);
    }

    [Fact]
    public void BlendedBy_MissingRate_NamesTheMeterAndTheBlend() => Assert.Equal(
        $"p/m publishes no price for output, which the blend {Blend.ThreeToOne} needs.",
        Assert.Throws<PricingException>(() => Sold(Priced(1, null, null)).BlendedBy(Blend.ThreeToOne, March)).Message);

    [Fact]
    public void RateCardAt_OnTheDayOfTheReleaseBeforeTheFirstPrice_IsAPriceThatNobodyKnows()
    {
        CatalogRows rows = TestCatalog.Facts(Priced(1, March, null));
        Offer offer = new PriceCatalog(rows with { Models = [TestCatalog.Model("m") with { Released = new PartialDate(new LocalDate(2026, 1, 1)) }] }).Offer("p", "m");

        Assert.Equal(PricingError.NotReleased, Assert.Throws<PricingException>(() => offer.RateCardAt(January - Duration.Epsilon)).Error);
        PricingException exception = Assert.Throws<PricingException>(() => offer.RateCardAt(January));
        Assert.Equal(
            (PricingError.NoPriceAtInstant, "No price of p/m is known to hold at 2026-01-01T00:00:00Z: the first known price holds from 2026-03-01T00:00:00Z; "
                + "ask for an instant from then on, or add the rates to the catalog."),
            (exception.Error, exception.Message));
    }

    [Fact]
    public void StatusAt_OfAnOfferThatBeganAfterTheRelease_IsNoneUntilThen()
    {
        CatalogRows rows = TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2));
        Offer offer = new PriceCatalog(rows with
        {
            Models = [TestCatalog.Model("m") with { Released = new PartialDate(new LocalDate(2026, 1, 1)) }],
            Offers = [new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day, From: new LocalDate(2026, 3, 1))],
        }).Offer("p", "m");

        Assert.Equal((null, OfferStatus.Paid), (offer.StatusAt(March - Duration.Epsilon), offer.StatusAt(March)));
    }

    /// <summary>Of several rows about one offer, the one recorded last holds.</summary>
    [Theory]
    [InlineData(0, 1, "2026-06-02")]
    [InlineData(1, 0, "2026-06-01")]
    public void Retired_OfSeveralRows_IsThatOfTheNewest(int first, int second, string retired)
    {
        CatalogRows rows = TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2));
        Offer offer = new PriceCatalog(rows with
        {
            Offers =
            [
                new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day.PlusDays(first), Retired: new LocalDate(2026, 6, 1)),
                new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day.PlusDays(second), Retired: new LocalDate(2026, 6, 2)),
            ],
        }).Offer("p", "m");

        Assert.Equal(retired, $"{offer.Retired:uuuu-MM-dd}");
    }

    [Fact]
    public void History_SeveralTiersAndRegions_HasThemAll()
    {
        RateCard card = Tiered(
            [new("m", "p", ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day), new("m", "p", ServiceTier.Priority, 2, TestCatalog.Source, TestCatalog.Day)],
            [new("m", "p", "us", 1.1m, TestCatalog.Source, TestCatalog.Day), new("m", "p", "eu", 1.2m, TestCatalog.Source, TestCatalog.Day)])
            .RateCardAt(March);

        Assert.Equal([(ServiceTier.Batch, 0.5m), (ServiceTier.Priority, 2m)], card.TierMultiples.Select(t => (t.Tier, t.Multiple)));
        Assert.Equal([("us", 1.1m), ("eu", 1.2m)], card.RegionalUplifts.Select(r => (r.Region, r.Multiple)));
    }

    /// <summary>What a tier costs is worked out once, and of tiers that the offer never had nothing is kept.</summary>
    [Fact]
    public void Program_OfATier_IsKeptIfAnyCardHasTheTier()
    {
        Offer offer = Tiered(
            [
                new("m", "p", ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day, From: March),
                new("m", "p", ServiceTier.Priority, 2, TestCatalog.Source, TestCatalog.Day),
            ],
            []);
        PriceProgram batch = offer.Program(ServiceTier.Batch);
        PriceProgram priority = offer.Program(ServiceTier.Priority);

        Assert.Same(batch, offer.Program(ServiceTier.Batch));
        Assert.Same(priority, offer.Program(ServiceTier.Priority));
        Assert.NotSame(offer.Program(ServiceTier.Flex), offer.Program(ServiceTier.Flex));
        Assert.Equal((false, true), (batch.TryTotal(TokenUsage.FromTotals(1, 1), January, out _), batch.TryTotal(TokenUsage.FromTotals(1, 1), March, out _)));
    }

    private static RateRow Priced(decimal usd, Instant? from, Instant? to) => TestCatalog.Rate("m", "p", Meter.Input, usd) with { From = from, To = to };

    private static PriceCatalog Catalog(params RateRow[] rates) => new(TestCatalog.Facts(rates));

    private static Offer Sold(params RateRow[] rates) => Catalog(rates).Offer("p", "m");

    private static Offer Tiered(TierMultipleRow[] tiers, RegionalUpliftRow[] regions) => new PriceCatalog(
        TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2)) with { TierMultiples = [.. tiers], RegionalUplifts = [.. regions] }).Offer("p", "m");

    private static Rate? Input(Offer offer, Instant at) => offer.RateCardAt(at).RateOf(Meter.Input);
}
