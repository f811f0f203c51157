using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class AvailabilityTests
{
    private static readonly LocalDate Day = TestCatalog.Day;

    [Fact]
    public void Availability_OfEachKind_IsCountedOnce()
    {
        CatalogRows facts = TestCatalog.Facts([
            .. TestCatalog.Offer("m", "paid", 1, 2), .. TestCatalog.Offer("m", "dear", 3, 4), .. TestCatalog.Offer("m", "free", 0, 0),
            .. TestCatalog.Offer("m", "gone", 1, 1), .. TestCatalog.Offer("m", "unnamed", 0.5m, 0.5m)]);
        facts = facts with
        {
            Providers = [.. facts.Providers, new("silent", "Silent"), new("soon", "Soon")],
            Offers =
            [
                new("m", "gone", TestCatalog.Source, Day, Retired: Day),
                new("m", "silent", TestCatalog.Source, Day),
                new("m", "soon", TestCatalog.Source, Day, From: Day.PlusDays(1)),
            ],
            ProviderCounts = [new("m", 9, TestCatalog.Source, Day), new("m", 2, TestCatalog.Source, Day.PlusDays(-1))],
        };

        Availability availability = new PriceCatalog(facts).Model("m").Availability(on: Day);

        Assert.Equal(["dear", "paid"], Ids(availability.Paid));
        Assert.Equal(["free"], Ids(availability.Free));
        Assert.Equal(["silent"], Ids(availability.Unpriced));
        Assert.Equal(["gone"], Ids(availability.Retired));
        Assert.Equal(["unnamed"], availability.Unnamed.Select(o => o.Provider.Id));
        Assert.Equal(["dear", "free", "paid", "silent"], availability.Named.Select(p => p.Id));
        Assert.Equal(9, availability.ProviderCount);
        Assert.Equal(9, availability.StatedCount!.Providers);
    }

    [Fact]
    public void ProviderCount_OfSellersOfWhichOneStopped_IsWithoutIt()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "paid", 1, 2), .. TestCatalog.Offer("m", "gone", 1, 1)]);

        Availability availability = new PriceCatalog(facts with { Offers = [new("m", "gone", TestCatalog.Source, Day, Retired: Day)] }).Model("m").Availability(on: Day);

        Assert.Equal((1, 1), (availability.ProviderCount, availability.Retired.Length));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3.4, 3.4)]
    [InlineData(3.3, 10)]
    public void PriceBy_LessThanAThirdOfTheMedianAndStatedOnce_IsNotTheStandardPrice(decimal cheapest, decimal standard)
    {
        CatalogRows facts = TestCatalog.Facts([
            .. TestCatalog.Offer("m", "a", cheapest, cheapest), .. TestCatalog.Offer("m", "b", 10, 10), .. TestCatalog.Offer("m", "c", 12, 12)]);
        PriceCatalog prices = new(facts with { Providers = [.. facts.Providers.Select(p => p with { Kind = SellerKind.Host })] });

        Assert.Equal(standard, prices.Model("m").Availability(on: Day).PriceBy(Blend.InputOutput(1, 1))!.Rate.UsdPerMillion);
    }

    [Fact]
    public void ProviderCount_WithAnOlderStatedCountBelowTheNamedOnes_IsThatOfTheNamed()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "a", 1, 2), .. TestCatalog.Offer("m", "b", 1, 2)]);
        PriceCatalog prices = new(facts with { ProviderCounts = [new("m", 1, TestCatalog.Source, Day)] });

        Assert.Equal(2, prices.Model("m").Availability(Day).ProviderCount);
        Assert.Null(prices.Model("m").Availability(Day.PlusDays(-1)).StatedCount);
    }

    [Fact]
    public void PricesBy_SeveralOffers_HasCheapestMedianDearestAndSpread()
    {
        PriceSpread three = Prices(("a", 1), ("b", 5), ("c", 2));
        PriceSpread four = Prices(("a", 1), ("b", 5), ("c", 2), ("d", 4));

        Assert.Equal("a/m at $1.00 per 1M", three.Cheapest.ToString());
        Assert.Equal(Rate.PerMillion(2), three.Median);
        Assert.Equal("b", three.MostExpensive.Offer.Provider.Id);
        Assert.Equal(5m, three.Spread);
        Assert.Equal(Rate.PerMillion(3), four.Median);
    }

    // A batch costs half, and the price of a batch is none of the model.
    [Fact]
    public void PricesBy_AVariantThatIsAServiceTier_IsNoPriceOfTheModel()
    {
        CatalogRows facts = TestCatalog.Facts([
            .. TestCatalog.Offer("m", "a", 2, 2), .. TestCatalog.Offer("m-20260101", "b", 3, 3), .. TestCatalog.Offer("m:batch", "a", 1, 1)]);
        PriceCatalog prices = new(facts with
        {
            Models = [TestCatalog.Model("m"), TestCatalog.Model("m-20260101") with { Base = "m" }, TestCatalog.Model("m:batch") with { Base = "m", ServiceTier = ServiceTier.Batch }],
        });

        Instant at = Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Assert.Equal(["a/m", "b/m-20260101"], prices.Model("m").AllOffers.Select(o => o.Id.ToString()));
        Assert.Equal(["m-20260101", "m:batch"], prices.Model("m").Variants.Select(v => v.Id.Value));
        Assert.Equal([2m], prices.RankBy(Blend.InputOutput(1, 1), at).Models.Select(m => m.Price.UsdPerMillion));
        Assert.Equal(1m, prices.Model("m:batch").Availability(Day).PricesBy(Blend.InputOutput(1, 1))!.Cheapest.Rate.UsdPerMillion);
        Assert.Equal(new Usd(1), prices.Offer("a", "m:batch").TotalOf(TokenUsage.FromTotals(input: 1_000_000), at));
        Assert.Contains(
            "service_tier", Assert.Throws<PriceDataException>(() => new PriceCatalog(facts with { Models = [.. facts.Models.Select(m => m with { ServiceTier = ServiceTier.Batch })] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void PricesBy_OnlyFreeOffers_HasNoSpread()
    {
        PriceSpread prices = Prices(("a", 0));

        Assert.True(prices.Cheapest.Rate.IsFree);
        Assert.Null(prices.Spread);
    }

    [Fact]
    public void PricesBy_NoPrices_IsNull()
    {
        Assert.Null(ReviewedPrices.Catalog.Model("o4-api").Availability(Day).PricesBy(Blend.ThreeToOne));
    }

    [Fact]
    public void PricesBy_UnnamedProvider_TakesPart()
    {
        PriceSpread prices = ReviewedPrices.Catalog.Model("o4-mini").Availability(Day).PricesBy(Blend.ThreeToOne)!;

        Assert.Equal(Rate.PerMillion(0.875m), prices.Cheapest.Rate);
        Assert.False(prices.Cheapest.Offer.Provider.IsNamed);
        Assert.Equal("unnamed", prices.Cheapest.Offer.Provider.Id);
    }

    [Fact]
    public void ProviderCount_WithoutAStatedOne_IsOfPaidFreeAndUnpriced()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "paid", 1, 2), .. TestCatalog.Offer("m", "free", 0, 0)]);
        PriceCatalog prices = new(facts with
        {
            Providers = [.. facts.Providers, new("silent", "Silent")],
            Offers = [new("m", "silent", TestCatalog.Source, Day)],
        });

        Assert.Equal("m: 3 providers on 2026-04-24 (1 paid, 1 free, 1 unpriced)", prices.Model("m").Availability(Day).ToString());
    }

    /// <summary>A provider counts as what its best offer is, and says whether one is free.</summary>
    [Theory]
    [InlineData(0, 1, OfferStatus.Paid, true)]
    [InlineData(1, 0, OfferStatus.Paid, true)]
    [InlineData(1, 1, OfferStatus.Paid, false)]
    [InlineData(0, 0, OfferStatus.Free, true)]
    public void Availability_OffersOfAModelAndItsVariantAtOneProvider_AreOneProvider(decimal own, decimal variant, OfferStatus status, bool hasFree)
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", own, own), .. TestCatalog.Offer("v", "p", variant, variant)]);
        Availability availability = new PriceCatalog(facts with { Models = [TestCatalog.Model("m"), TestCatalog.Model("v") with { Base = "m" }] })
            .Model("m").Availability(Day);

        ProviderOffers provider = Assert.Single([.. availability.Paid, .. availability.Free]);

        Assert.Equal((status, hasFree, 1), (provider.Status, provider.HasFree, availability.ProviderCount));
        Assert.Equal(["p/m", "p/v"], provider.Offers.Select(o => o.ToString()));
    }

    [Fact]
    public void PriceBy_TwoMakers_IsThatOfTheFirstById()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "b", 1, 1), .. TestCatalog.Offer("m", "a", 2, 2)]);
        PriceCatalog prices = new(facts with
        {
            Models = [TestCatalog.Model("m") with { Developer = "Us" }],
            Providers = [.. facts.Providers.Select(p => p with { Kind = SellerKind.Maker, Makes = ["Us"] })],
        });

        Assert.Equal("a/m at $2.00 per 1M", prices.Model("m").Availability(Day).PriceBy(Blend.ThreeToOne)!.ToString());
    }

    [Fact]
    public void Offers_OfProviders_AreThereWhateverWasAskedBefore()
    {
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 1), .. TestCatalog.Offer("m", "unnamed", 2, 2)]);

        Assert.Equal(["p/m"], new PriceCatalog(facts).Provider("p").Offers.Select(o => o.ToString()));
        Assert.Equal(
            (ProviderId.Unnamed, "a provider that the source does not name", false),
            new PriceCatalog(facts).Model("m").Availability(Day).Unnamed.Select(o => (o.Provider.Id, o.Provider.Name, o.Provider.IsNamed)).Single());
    }

    private static PriceSpread Prices(params (string Provider, decimal Usd)[] offers) =>
        new PriceCatalog(TestCatalog.Facts([.. offers.SelectMany(o => TestCatalog.Offer("m", o.Provider, o.Usd, o.Usd))]))
            .Model("m").Availability(Day).PricesBy(Blend.ThreeToOne)!;

    private static IEnumerable<string> Ids(IEnumerable<ProviderOffers> providers) => providers.Select(p => p.Provider.Id.Value);
}
