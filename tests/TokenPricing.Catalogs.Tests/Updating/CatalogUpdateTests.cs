using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Newer lists are merged into a catalog: what is news is added, and what was known stays.</summary>
public sealed class CatalogUpdateTests
{
    private static readonly LocalDate July = new(2026, 7, 1);
    private static readonly LocalDate August = new(2026, 8, 1);
    private static readonly LocalDate September = new(2026, 9, 1);

    // Two sellers whose prices nobody else knows, a price on which two lists agree, and one on which they do not.
    private static readonly PriceCatalog Present = Lists.Merge(
        Lists.ModelsDev(July, ("acme/alpha", "\"input\": 1, \"output\": 2, \"cache_read\": 0.1"), ("acme/beta", "\"input\": 3, \"output\": 6"), ("acme/gamma", "\"input\": 5, \"output\": 10")),
        LiteLlm(July.PlusDays(1), ("acme/beta", 3, 6), ("acme/gamma", 4, 8), ("other/delta", 7, 14)));

    [Fact]
    public void UpdateWith_ListsThatAreKnown_ChangesNothing()
    {
        CatalogUpdate update = Present.UpdateWith(
            Lists.ModelsDev(August, ("acme/alpha", "\"input\": 1, \"output\": 2, \"cache_read\": 0.1"), ("acme/beta", "\"input\": 3, \"output\": 6"), ("acme/gamma", "\"input\": 5, \"output\": 10")),
            LiteLlm(August, ("acme/beta", 3, 6), ("acme/gamma", 4, 8), ("other/delta", 7, 14)));

        Assert.True(update.Difference.IsEmpty, update.ToString());
        Assert.Equal(Present.Rows.Rates.Select(r => r.ToString()), update.Catalog.Rows.Rates.Select(r => r.ToString()));
        Assert.Equal([August, August], update.Catalog.Rows.Sources.Select(s => s.Reviewed!.Value));
        Assert.Equal(August, update.Catalog.RecordedThrough);
    }

    [Fact]
    public void UpdateWith_NewPrice_AddsItFromTheDayOfTheListAndKeepsTheHistory()
    {
        PriceCatalog updated = Present.UpdateWith(ModelsDev(August, alpha: "\"input\": 0.5, \"output\": 2, \"cache_read\": 0.1")).Catalog;

        Assert.Equal((1m, 2m), Lists.PricesOn(updated, "acme/alpha", August.PlusDays(-1)));
        Assert.Equal((0.5m, 2m), Lists.PricesOn(updated, "acme/alpha", August));
        Assert.Equal((1m, 2m), Lists.PricesOn(updated.AsKnownOn(August.PlusDays(-1)), "acme/alpha", August));
        RateRow added = Assert.Single(updated.Rows.Rates, r => r.Model == "alpha" && !Present.Rows.Rates.Contains(r));
        Assert.Equal((Meter.Input, August, Instant.FromUtc(2026, 8, 1, 0, 0), "models.dev"), (added.Meter, added.Recorded, added.From!.Value, added.Source));
    }

    [Fact]
    public void UpdateWith_DisputedPrice_FollowsTheRulesOfTheMarket()
    {
        // Nothing says which price changed last, so the newest list is believed; the other stays disputed.
        Assert.Equal((4m, 8m), Lists.PricesOn(Present, "acme/gamma", July.PlusDays(2)));

        PriceCatalog updated = Present.UpdateWith(ModelsDev(August)).Catalog;

        Assert.Equal((4m, 8m), Lists.PricesOn(updated, "acme/gamma", July.PlusDays(2)));
        Assert.Equal((5m, 10m), Lists.PricesOn(updated, "acme/gamma", August));
        Assert.Equal("litellm", Assert.Single(updated.Rows.Disputes, d => d.Model == "gamma" && d.Meter == Meter.Input && d.Recorded == July.PlusDays(1)).Source);
    }

    [Fact]
    public void UpdateWith_ListThatIsNotReadAgain_KeepsItsVoteAndItsOffers()
    {
        PriceCatalog updated = Present.UpdateWith(ModelsDev(August, beta: "\"input\": 30.5, \"output\": 61")).Catalog;

        // LiteLLM still says 3; ten times as much is an outlier of two.
        Assert.Equal((7m, 14m), Lists.PricesOn(updated, "other/delta", August));
        Assert.Null(updated.Offer("other", "delta").Retired);
        Assert.Contains(updated.Rows.Sources, s => s.Id == "litellm" && s.Reviewed == July.PlusDays(1));
    }

    [Fact]
    public void UpdateWith_NewAndMissingOffers_AddsThemAndEndsThem()
    {
        PriceImport list = Lists.ModelsDev(August, ("acme/alpha", "\"input\": 1, \"output\": 2, \"cache_read\": 0.1"), ("acme/beta", "\"input\": 3, \"output\": 6"), ("acme/epsilon", "\"input\": 9, \"output\": 18"), ("newcomer/alpha", "\"input\": 2, \"output\": 2"));
        CatalogUpdate update = Present.UpdateWith(list, LiteLlm(August, ("acme/beta", 3, 6), ("other/delta", 7, 14)));

        Assert.Equal((9m, 18m), Lists.PricesOn(update.Catalog, "acme/epsilon", August));
        Assert.Equal((2m, 2m), Lists.PricesOn(update.Catalog, "newcomer/alpha", August));
        Assert.Same(update.Catalog.Model("alpha"), update.Catalog.Offer("newcomer", "alpha").Model);
        Assert.Equal(August, update.Catalog.Offer("acme", "gamma").Retired);
        Assert.Equal(2, update.Difference.Count(OfferDifferenceKind.Added));
        Assert.Equal(1, update.Difference.Count(OfferDifferenceKind.Retired));

        // It comes back.
        PriceCatalog back = update.Catalog.UpdateWith(Lists.ModelsDev(September, ("acme/alpha", "\"input\": 1, \"output\": 2, \"cache_read\": 0.1"), ("acme/gamma", "\"input\": 6, \"output\": 12"))).Catalog;
        Assert.Null(back.Offer("acme", "gamma").Retired);
        Assert.Equal((6m, 12m), Lists.PricesOn(back, "acme/gamma", September));
    }

    [Fact]
    public void UpdateWith_MeterThatTheListDrops_HasItsPriceUntilThen()
    {
        PriceCatalog updated = Present.UpdateWith(ModelsDev(August, alpha: "\"input\": 1, \"output\": 2")).Catalog;

        Assert.Equal(0.1m, Price(updated, "alpha", Meter.CacheRead, August.PlusDays(-1)));
        Assert.Null(Price(updated, "alpha", Meter.CacheRead, August));
        Assert.Equal(1m, Price(updated, "alpha", Meter.Input, August));
    }

    [Fact]
    public void UpdateWith_TwoListsOfOneDay_BelievesTheLater()
    {
        PriceCatalog first = Present.UpdateWith(ModelsDev(August, alpha: "\"input\": 0.5, \"output\": 2, \"cache_read\": 0.1")).Catalog;
        PriceCatalog second = first.UpdateWith(ModelsDev(August, alpha: "\"input\": 0.6, \"output\": 2, \"cache_read\": 0.1")).Catalog;

        Assert.Equal((0.6m, 2m), Lists.PricesOn(second, "acme/alpha", August));
        Assert.Equal((1m, 2m), Lists.PricesOn(second, "acme/alpha", July));
        Assert.Equal(first.Rows.Rates.Length, second.Rows.Rates.Length);
    }

    [Fact]
    public void UpdateWith_AnnouncedChangeThatDidNotCome_KeepsThePrice()
    {
        const string Announced = """[{"prices": {"input_mtok": 1, "output_mtok": 2}}, {"constraint": {"start_date": "2026-08-10"}, "prices": {"input_mtok": 9, "output_mtok": 18}}]""";
        PriceCatalog announced = Lists.Merge(Lists.Genai(July, ("acme/alpha", Announced)));
        Assert.Equal((9m, 18m), Lists.PricesOn(announced, "acme/alpha", September));

        PriceCatalog updated = announced.UpdateWith(Lists.Genai(September, ("acme/alpha", "\"input_mtok\": 1, \"output_mtok\": 2"))).Catalog;

        Assert.Equal((1m, 2m), Lists.PricesOn(updated, "acme/alpha", September));
        Assert.Equal((1m, 2m), Lists.PricesOn(updated, "acme/alpha", new LocalDate(2026, 8, 20)));
        Assert.Equal((9m, 18m), Lists.PricesOn(updated.AsKnownOn(August), "acme/alpha", September));
    }

    [Fact]
    public void UpdateWith_ChangeThatTheListAnnounces_IsToCome()
    {
        const string Announced = """[{"prices": {"input_mtok": 1, "output_mtok": 2}}, {"constraint": {"start_date": "2026-09-10"}, "prices": {"input_mtok": 9, "output_mtok": 18}}]""";
        PriceCatalog updated = Lists.Merge(Lists.Genai(July, ("acme/alpha", "\"input_mtok\": 1, \"output_mtok\": 2"))).UpdateWith(Lists.Genai(August, ("acme/alpha", Announced))).Catalog;

        Assert.Equal((1m, 2m), Lists.PricesOn(updated, "acme/alpha", new LocalDate(2026, 9, 9)));
        Assert.Equal((9m, 18m), Lists.PricesOn(updated, "acme/alpha", new LocalDate(2026, 9, 10)));
    }

    [Fact]
    public void UpdateWith_NoList_AnOlderOneOrAnEmptyOne_SaysWhatIsWrong()
    {
        Assert.Contains("Give at least one", Assert.Throws<ArgumentException>(() => Present.UpdateWith()).Message, StringComparison.Ordinal);
        Assert.Contains("is of 2026-06-30, but the catalog knows the one of 2026-07-01", Assert.Throws<ArgumentException>(() => Present.UpdateWith(ModelsDev(July.PlusDays(-1)))).Message, StringComparison.Ordinal);
        Assert.Contains("models.dev has no offer", Assert.Throws<ArgumentException>(() => Present.UpdateWith(Lists.ModelsDev(August))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UpdateWith_ACatalogOfOnesOwn_KeepsItsSettings()
    {
        PriceCatalog own = Present.With(s => s with { DefaultBlend = Blend.InputOutput(1, 1) });
        Assert.Equal(own.Settings, own.UpdateWith(ModelsDev(August)).Catalog.Settings);
    }

    [Fact]
    public void MarketRules_AreTheTablesOfTheRepository()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "pricing-data", "rules"), "*.csv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(files, MarketRules.BuiltIn.Order(StringComparer.Ordinal));
        Assert.Equal(files, MarketRules.Used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RatesByMoney_OfSeveralMeters_PutsTheLargestDifferenceFirst()
    {
        PriceCatalog updated = Present.UpdateWith(ModelsDev(August, alpha: "\"input\": 0.5, \"output\": 4, \"cache_read\": 0.2")).Catalog;
        CatalogDiff diff = Present.DiffTo(updated);

        // The difference, in dollars: 2 and 2 of output, 1 and 0.5 of input, 0.1.
        Assert.Equal(
            ["alpha output", "gamma output", "gamma input", "alpha input", "alpha cache-read"],
            diff.RatesByMoney().Select(r => $"{r.Model} {r.Meter}"));
        Assert.Equal(diff.Rates.Length, diff.RatesByMoney().Length);
    }

    private static PriceImport ModelsDev(
        LocalDate day, string alpha = "\"input\": 1, \"output\": 2, \"cache_read\": 0.1", string beta = "\"input\": 3, \"output\": 6") =>
        Lists.ModelsDev(day, ("acme/alpha", alpha), ("acme/beta", beta), ("acme/gamma", "\"input\": 5, \"output\": 10"));

    private static PriceImport LiteLlm(LocalDate day, params (string Offer, decimal Input, decimal Output)[] listings)
    {
        string json = "{" + string.Join(",", listings.Select(l => FormattableString.Invariant(
            $$""" "{{Lists.Model(l.Offer)}}": {"litellm_provider": "{{Lists.Provider(l.Offer)}}", "mode": "chat", "input_cost_per_token": {{l.Input / 1_000_000}}, "output_cost_per_token": {{l.Output / 1_000_000}}} """))) + "}";
        return PriceImport.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), day, PriceListFormat.LiteLlm);
    }

    private static decimal? Price(PriceCatalog prices, string model, Meter meter, LocalDate day) =>
        prices.Offer("acme", model).RateCardAt(day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()).RateOf(meter)?.UsdPerMillion;
}
