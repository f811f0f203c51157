using System.Text;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(FactsGenerators)])]
public static class CatalogDiffTests
{
    [Property]
    public static bool DiffTo_Itself_IsEmpty(CatalogRows facts) => new PriceCatalog(facts).DiffTo(new PriceCatalog(facts)).IsEmpty;

    [Property]
    public static bool DiffTo_TheOtherWayRound_IsTheMirror(CatalogRows a, CatalogRows b, bool lessOffers)
    {
        PriceCatalog one = new(a);
        PriceCatalog other = new(lessOffers ? b with { Offers = [], Rates = [.. b.Rates.Skip(2)], TierMultiples = [], RegionalUplifts = [] } : b);
        CatalogDiff there = one.DiffTo(other);
        CatalogDiff back = other.DiffTo(one);

        return there.Rates.Select(r => r with { Before = r.After, After = r.Before }).ToHashSet().SetEquals(back.Rates)
            && there.Models.Select(m => m with { Before = m.After, After = m.Before }).SequenceEqual(back.Models)
            && there.Offers.Select(o => o with { Kind = Mirror(o.Kind) }).ToHashSet().SetEquals(back.Offers)
            && (there.Before, there.After) == (back.After, back.Before);
    }

    [Property]
    public static bool DiffTo_AnyOther_RatesAreThoseOfTheCards(CatalogRows a, CatalogRows b)
    {
        PriceCatalog one = new(a);
        PriceCatalog other = new(b);
        return one.DiffTo(other).Rates.All(r => Held(one, r) == r.Before && Held(other, r) == r.After && r.Before != r.After);

        static Rate? Held(PriceCatalog prices, RateDifference rate) => prices.Offer(rate.Provider, rate.Model)
            .RateCardAt(prices.RecordedThrough!.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant())
            .Rates.SingleOrDefault(r => r.Meter == rate.Meter && r.Condition == rate.Condition)?.Rate;
    }

    [Fact]
    public static void DiffTo_EveryKindOfChange_IsListedOnce()
    {
        CatalogRows before = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 2, 8), .. TestCatalog.Offer("m", "gone", 1, 1), TestCatalog.Rate("m", "p", Meter.CacheRead, 1)]);
        CatalogRows after = TestCatalog.Facts([.. TestCatalog.Offer("m", "p", 1, 10), .. TestCatalog.Offer("n", "p", 1, 1), TestCatalog.Rate("m", "p", Meter.WebSearches, 1)]) with
        {
            Models = [TestCatalog.Model("m") with { ContextWindow = 128_000 }, TestCatalog.Model("n")],
            Offers = [new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day, Retired: TestCatalog.Day)],
        };
        CatalogDiff diff = new PriceCatalog(before).DiffTo(new PriceCatalog(after));
        using MemoryStream csv = new();
        diff.WriteCsv(csv);

        Assert.Equal(
            """
            what,difference,provider,model,meter_or_fact,condition,before,after,percent
            offer,removed,gone,m,,,,,
            offer,retired,p,m,,,,,
            offer,added,p,n,,,,,
            rate,changed,p,m,input,,2,1,-50
            rate,changed,p,m,output,,8,10,25
            rate,removed,p,m,cache-read,,1,,
            rate,added,p,m,web-searches,,,1,
            model,changed,,m,context_window,,,128000,
            model,added,,n,id,,,n,

            """.ReplaceLineEndings("\n").Replace("model,changed,,m,context_window,,,128000,", "model,added,,m,context_window,,,128000,", StringComparison.Ordinal),
            Encoding.UTF8.GetString(csv.ToArray()));
        Assert.Equal((1, 1, 1, false), (diff.Count(OfferDifferenceKind.Added), diff.Count(OfferDifferenceKind.Removed), diff.Count(OfferDifferenceKind.Retired), diff.IsEmpty));
    }

    [Fact]
    public static void DiffTo_OfferThatGetsAPrice_IsPricedWithoutItsRates()
    {
        CatalogRows after = TestCatalog.Facts(TestCatalog.Offer("m", "p", 2, 8));
        CatalogRows before = after with { Rates = [], Offers = [new OfferRow("m", "p", TestCatalog.Source, TestCatalog.Day)] };
        CatalogDiff diff = new PriceCatalog(before).DiffTo(new PriceCatalog(after));

        Assert.Equal(new OfferDifference(OfferDifferenceKind.Priced, "m", "p"), Assert.Single(diff.Offers));
        Assert.Empty(diff.Rates);
    }

    private static OfferDifferenceKind Mirror(OfferDifferenceKind kind) => kind switch
    {
        OfferDifferenceKind.Added => OfferDifferenceKind.Removed,
        OfferDifferenceKind.Removed => OfferDifferenceKind.Added,
        OfferDifferenceKind.Priced => OfferDifferenceKind.Unpriced,
        OfferDifferenceKind.Unpriced => OfferDifferenceKind.Priced,
        OfferDifferenceKind.Retired => OfferDifferenceKind.Revived,
        _ => OfferDifferenceKind.Retired,
    };
}
