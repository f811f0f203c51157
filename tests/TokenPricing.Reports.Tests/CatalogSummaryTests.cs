using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(FactsGenerators)])]
public static class CatalogSummaryTests
{
    [Property]
    public static bool Summary_AnyCatalog_CountsWhatIsThere(CatalogRows facts)
    {
        PriceCatalog prices = new(facts);
        CatalogSummary summary = prices.Summary();
        Instant now = prices.RecordedThrough!.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Offer[] priced = [.. prices.Offers.Where(o => facts.Rates.Any(r => r.Model == o.Model.Id && r.Provider == o.Provider.Id && !(r.From > now) && !(r.To <= now)))];

        return (summary.Providers, summary.Models, summary.Aliases, summary.Rates) == (facts.Providers.Length, facts.Models.Length, facts.Aliases.Length, facts.Rates.Length)
            && summary.Offers == facts.Rates.Select(r => (r.Model, r.Provider)).Concat(facts.Offers.Select(o => (o.Model, o.Provider))).Distinct().Count()
            && summary.PricedOffers == priced.Length
            && summary.PricedOffers + summary.UnpricedOffers == summary.Offers
            && summary.FreeOffers == priced.Count(o => o.RateCardAt(now).IsFree)
            && summary.RetiredOffers == prices.Offers.Count(o => o.Retired <= prices.RecordedThrough)
            && summary.DisputedOffers == 1
            && summary.Sources.Sum(s => s.Rates) == facts.Rates.Length
            && summary.RecordedThrough == prices.RecordedThrough;
    }

    [Fact]
    public static void Summary_PriceChanges_AreThoseFromANumberToANumber()
    {
        Instant day = Instant.FromUtc(2026, 2, 1, 0, 0);
        RateRow[] offer = TestCatalog.Offer("m", "p", 5, 15);
        PriceCatalog prices = new(TestCatalog.Facts(
            offer[0] with { To = day }, offer[0] with { From = day, Rate = Rate.PerMillion(4) }, offer[1], TestCatalog.Rate("m", "p", Meter.CacheRead, 1) with { From = day }));

        Assert.Equal(1, prices.Summary().PriceChanges);
    }

    [Fact]
    public static void Summary_Agreement_NeedsASecondSourceAndNoDispute()
    {
        RateRow[] rates = [.. new[] { "alone", "agreed", "disputed" }.Select(p => TestCatalog.Rate("m", p, Meter.Input, 1) with { ConfirmedBy = p == "alone" ? [] : ["other"] })];
        CatalogRows facts = TestCatalog.Facts(rates);
        CatalogSummary summary = new PriceCatalog(facts with
        {
            Sources = [.. facts.Sources, new PriceSource("other", "Another")],
            Disputes = [new DisputedRateRow("m", "disputed", Meter.Input, Rate.PerMillion(2), "Older.", "other", TestCatalog.Day)],
        }).Summary();

        Assert.Equal((1, 1, 3), (summary.AgreedOffers, summary.DisputedOffers, summary.PricedOffers));
        Assert.Equal("3 providers, 1 models, 3 offers, 3 of them priced; 3 rates, 0 price changes", summary.ToString());
    }

    [Fact]
    public static void Summary_EmptyCatalog_IsZero()
    {
        CatalogSummary summary = new PriceCatalog(new CatalogRows()).Summary();

        Assert.Equal((0, 0, 0, null), (summary.Offers, summary.PricedOffers, summary.PriceChanges, summary.RecordedThrough));
        Assert.Contains("Nothing is recorded.", summary.ToReport().Lead, StringComparison.Ordinal);
    }
}
