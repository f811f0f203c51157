using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rows laid over a catalog: what they say holds for the time that they say, and nothing else changes.</summary>
[Properties(Arbitrary = [typeof(FactsGenerators)])]
public static class CatalogOverlayLaws
{
    private static readonly Instant First = Instant.FromUtc(2026, 5, 1, 0, 0);

    [Property]
    public static bool Check_AnyRowsOverAnyOthers_FindsWhatIsWrongWithAllOfThem(CatalogRows under, CatalogRows over, byte left)
    {
        CatalogRows some = Without(over, left);
        return (CatalogOverlay.Check(under, some).Count == 0) == (CatalogOverlay.Lay(under, some).Check().Count == 0);
    }

    [Property]
    public static bool Lay_AnyRates_HoldInTheirTime_AndThoseBelowInAllOther(byte[] below, byte[] above)
    {
        (RateRow[] under, RateRow[] over) = ([.. Rates(below)], [.. Rates(above)]);
        CatalogRows laid = CatalogOverlay.Lay(new CatalogRows { Rates = [.. under] }, new CatalogRows { Rates = [.. over] });
        return laid.Rates.All(r => !(r.To <= r.From)) && Enumerable.Range(-1, 24).All(half => new[] { Meter.Input, Meter.Output }.All(meter =>
        {
            Instant at = First + Duration.FromHours(12 * half);
            Rate[] taking = At(over, meter, at);
            return At(laid.Rates, meter, at).SequenceEqual(taking.Length > 0 ? taking : At(under, meter, at));
        }));
    }

    [Property]
    public static bool Lay_NothingOverAnything_IsTheSame(CatalogRows facts) => CatalogOverlay.Lay(facts, new CatalogRows()) == facts;

    [Property]
    public static bool Lay_AnythingOverItself_IsTheSame(CatalogRows facts) => CatalogOverlay.Lay(facts, facts) with { Disputes = facts.Disputes } == facts;

    [Property]
    public static bool With_AnyRows_AnOfferAskedForFirst_IsAsReadAtOnce(CatalogRows under, CatalogRows over, byte left)
    {
        CatalogRows some = Without(over, left);
        if (CatalogOverlay.Check(under, some).Count > 0)
        {
            return true;
        }

        PriceCatalog whole = new(CatalogOverlay.Lay(under, some));
        return whole.Offers.All(o => Words(new PriceCatalog(under).With(some).Offer(o.Provider.Id.Value.ToUpperInvariant(), o.Model.Id.Value)) == Words(o));
    }

    [Fact]
    public static void With_RowsThatNameWhatIsNotThere_SaysSoByTheirOwnPlaces()
    {
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Offer("alpha", "one", 1, 2)));

        PriceDataException exception = Assert.Throws<PriceDataException>(() => prices.With(new CatalogRows { Rates = [TestCatalog.Rate("alhpa", "one", Meter.Input, 1)] }));

        Assert.Equal("rates.csv, row 0, column model: 'alhpa' found, expected the id of a row of models.csv. Did you mean 'alpha'?", Assert.Single(exception.Errors).ToString());
    }

    [Fact]
    public static void With_ARowThatMakesOneBelowWrong_NamesTheTable()
    {
        CatalogRows facts = TestCatalog.Facts(TestCatalog.Offer("alpha", "one", 1, 2));
        PriceCatalog prices = new(facts with { Models = [.. facts.Models, TestCatalog.Model("form") with { Base = "alpha" }, TestCatalog.Model("origin")] });

        PriceDataException exception = Assert.Throws<PriceDataException>(() => prices.With(new CatalogRows { Models = [TestCatalog.Model("alpha") with { Base = "origin" }] }));

        Assert.StartsWith("models.csv, column base: 'alpha' found", Assert.Single(exception.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public static void With_RowsOfConditions_LeavesTheOthers()
    {
        RateCondition batch = new() { ServiceTier = ServiceTier.Batch };
        CatalogRows facts = TestCatalog.Facts([.. TestCatalog.Offer("alpha", "one", 1, 2), TestCatalog.Rate("alpha", "one", Meter.Input, 0.5m) with { Condition = batch }]);

        Offer offer = new PriceCatalog(facts).With(new CatalogRows { Rates = [TestCatalog.Rate("ALPHA", "One", Meter.Input, 0.1m) with { Condition = batch }] }).Offer("one", "alpha");

        Assert.Equal(
            [(Meter.Input, Rate.PerMillion(1)), (Meter.Input, Rate.PerMillion(0.1m)), (Meter.Output, Rate.PerMillion(2))],
            offer.History.Single().Rates.Select(r => (r.Meter, r.Rate)));
    }

    [Fact]
    public static void Discounts_TwoOfOneProvider_AreRefused()
    {
        (ProviderId Provider, Percentage Discount) discount = ("one", Percentage.FromPercent(5));

        Assert.Throws<ArgumentException>(() => new PricingSettings { Discounts = [discount, discount with { Provider = "ONE" }] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PricingSettings { Discounts = [discount with { Discount = Percentage.FromPercent(101) }] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PricingSettings { Discounts = [("one", Percentage.FromPercent(-1))] });
        Assert.Equal(new PricingSettings { Discounts = [discount] }, new PricingSettings { Discounts = [discount with { }] });
        Assert.Equal(new PricingSettings { Discounts = [discount] }.GetHashCode(), new PricingSettings { Discounts = [discount] }.GetHashCode());
    }

    // Rows may lack what they refer to.
    private static CatalogRows Without(CatalogRows facts, byte left) => facts with
    {
        Sources = (left & 1) == 0 ? facts.Sources : [],
        Providers = (left & 2) == 0 ? facts.Providers : [],
        Models = (left & 4) == 0 ? facts.Models : [],
        Rates = (left & 8) == 0 ? facts.Rates : [],
        TierMultiples = (left & 16) == 0 ? facts.TierMultiples : [],
        RegionalUplifts = (left & 32) == 0 ? facts.RegionalUplifts : [],
        Offers = (left & 64) == 0 ? facts.Offers : [],
        Aliases = (left & 128) == 0 ? facts.Aliases : [],
    };

    // Rates of two meters, from and to one of a few days.
    private static IEnumerable<RateRow> Rates(byte[] bytes) => bytes.Chunk(3).Where(c => c.Length == 3).Select((c, i) =>
    {
        Instant from = First + Duration.FromDays(c[1] % 6);
        return TestCatalog.Rate("alpha", "one", c[0] % 2 == 0 ? Meter.Input : Meter.Output, i) with
        {
            From = c[1] % 5 == 0 ? null : from,
            To = c[2] % 5 == 0 ? null : from + Duration.FromDays(c[2] % 5),
        };
    });

    private static Rate[] At(IEnumerable<RateRow> rates, Meter meter, Instant at) =>
        [.. rates.Where(r => r.Meter == meter && !(r.From > at) && !(at >= r.To)).Select(r => r.Rate)];

    private static string Words(Offer offer) => $"{offer} {offer.Model.Name} {offer.Provider.Name} {offer.From} {offer.Retired} "
        + string.Join("; ", offer.History.Select(card => $"[{card.From}, {card.To}) {new AnyCard(card)} {string.Join(' ', card.Rates.Select(r => r.Source.Title))}"));
}
