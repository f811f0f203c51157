using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RankingTests
{
    private const string S = TestCatalog.Source;

    private static readonly LocalDate Day = TestCatalog.Day;

    private static readonly Instant At = Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    private static readonly PriceCatalog Market = new(new CatalogRows
    {
        Sources = [new(S, "A price list")],
        Providers = [new("one", "One"), new("two", "Two")],
        Models =
        [
            TestCatalog.Model("small") with { ContextWindow = 32_000, License = "MIT" },
            TestCatalog.Model("small:free") with { Base = "small" },
            TestCatalog.Model("small-2026") with { Base = "small", ContextWindow = 8_000 },
            TestCatalog.Model("large") with { ContextWindow = 200_000, OpenWeights = false },
            TestCatalog.Model("dear") with { ContextWindow = 128_000, OpenWeights = true },
            TestCatalog.Model("embedder") with { ContextWindow = 8_000 },
            TestCatalog.Model("painter") with { OutputModalities = ["image"] },
            TestCatalog.Model("gift"),
            TestCatalog.Model("silent"),
            TestCatalog.Model("nowhere"),
        ],
        Capabilities = [new("small", "vision", true, S, Day), new("large", "vision", false, S, Day)],
        Offers = [new("silent", "one", S, Day)],
        Rates =
        [
            .. TestCatalog.Offer("small", "two", 2, 2), .. TestCatalog.Offer("small:free", "one", 0, 0), .. TestCatalog.Offer("small-2026", "one", 1, 1),
            .. TestCatalog.Offer("large", "one", 4, 4), .. TestCatalog.Offer("dear", "two", 8, 8), .. TestCatalog.Offer("embedder", "one", 0.1m, 0),
            .. TestCatalog.Offer("painter", "one", 1, 1), .. TestCatalog.Offer("gift", "one", 0, 0),
        ],
    });

    [Fact]
    public void RankBy_NoNeeds_RanksModelsByTheirCheapestPaidOfferAndCountsTheRest()
    {
        Ranking ranking = Market.RankBy(Blend.ThreeToOne, At);

        Assert.Equal(["1. one/small-2026 at $1.00 per 1M", "2. one/large at $4.00 per 1M", "3. two/dear at $8.00 per 1M"], ranking.Models.Select(m => m.ToString()));
        Assert.Equal(["small", "large"], ranking.Frontier.Select(m => m.Model.Id));
        Assert.Equal(new RankExclusions(NotOffered: 1, NoText: 2, Unmet: 0, Unknown: 0, Unpriced: 1, Free: 1), ranking.Exclusions);
        Assert.Equal((2, 8_000), (ranking.Models[0].Providers, ranking.Models[0].ContextWindow));
        Assert.Equal((Blend.ThreeToOne, At, new RankRequirements()), (ranking.Blend, ranking.At, ranking.Needs));
    }

    [Fact]
    public void RankBy_ANeededContext_TakesTheOfferThatHasIt()
    {
        Ranking ranking = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { MinContextWindow = 32_000, Capabilities = ["Vision"] });

        Assert.Equal(["1. two/small at $2.00 per 1M"], ranking.Models.Select(m => m.ToString()));
        Assert.Equal(new RankExclusions(NotOffered: 1, NoText: 1, Unmet: 2, Unknown: 4 - 1, Unpriced: 0, Free: 0), ranking.Exclusions);
    }

    [Fact]
    public void RankBy_Open_TakesOpenWeightsOrAnOpenSourceLicense() =>
        Assert.Equal(["small", "dear"], Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Open = true }).Models.Select(m => m.Model.Id));

    [Fact]
    public void RankBy_FreeOnes_RanksThemAtZero() =>
        Assert.Equal(["gift", "small"], Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { IncludeFree = true }).Models.Where(m => m.Rank == 1).Select(m => m.Model.Id));

    [Fact]
    public void RankBy_OneProvider_CountsItsOffersOnly()
    {
        Ranking ranking = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Providers = ["TWO"] });

        Assert.Equal(["small", "dear"], ranking.Models.Select(m => m.Model.Id));
        Assert.Equal(7 - 1, ranking.Exclusions.NotOffered);
    }

    [Fact]
    public void RankBy_InputOnly_RanksEmbeddersToo() =>
        Assert.Equal("embedder", Market.RankBy(Blend.InputOutput(1, 0), At).Models[0].Model.Id);

    [Fact]
    public void RankBy_UnknownNames_NamesNearOnes()
    {
        PricingException capability = Assert.Throws<PricingException>(() => Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Capabilities = ["vison"] }));
        PricingException provider = Assert.Throws<PricingException>(() => Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Providers = ["on"] }));

        Assert.Equal((PricingError.UnknownCapability, "The catalog knows no capability 'vison'. Is 'vision' meant?"), (capability.Error, capability.Message));
        Assert.Equal(PricingError.UnknownProvider, provider.Error);
    }

    [Fact]
    public void MinContextWindow_BelowOne_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new RankRequirements { MinContextWindow = 0 });

    [Fact]
    public void RankNeeds_SameWords_AreEqual()
    {
        RankRequirements needs = new() { Capabilities = ["vision"], Providers = ["one"], MinContextWindow = 5, Open = true };

        Assert.Equal(needs, needs with { Capabilities = ["Vision"] });
        Assert.Equal(needs.GetHashCode(), (needs with { Capabilities = ["Vision"] }).GetHashCode());
        Assert.NotEqual(needs, needs with { Capabilities = [] });
        Assert.NotEqual(needs, needs with { Providers = [] });
        Assert.NotEqual(needs, needs with { Open = false });
        Assert.False(needs.Equals(null));
        Assert.Equal(new RankRequirements(), new RankRequirements { Capabilities = default, Providers = default });
    }

    [Fact]
    public void Report_OfARanking_ShowsPlacesFrontierAndWhatIsLeftOut()
    {
        Report report = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Capabilities = ["vision"], MinContextWindow = 8_000, Open = true, Providers = ["one", "two"] }).ToReport(limit: 1);
        string text = Words(report.ToText(2_000) + report.ToMarkdown());

        Assert.Equal(
            "SMALL from One is the only model that fits: $1.00 per 1M tokens by 75 % input tokens and 25 % output tokens, on 2026-04-24. "
                + "Asked for: vision; a context window of 8K tokens or more; open weights or an open-source license; an offer of one or two.",
            report.Lead);
        Assert.Contains("1. SMALL One $1.00 $1.00 $1.00 8K 2", text, StringComparison.Ordinal);
        Assert.Contains("none of these providers offers on the day", text, StringComparison.Ordinal);
        Assert.Contains("that is not a no", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_WithALimit_SaysHowManyThereAreAndKeepsTheFrontier()
    {
        Report report = Market.RankBy(Blend.ThreeToOne, At).ToReport(limit: 1);
        string text = Words(report.ToText(2_000));

        Assert.Contains("These are the first 1 of 3.", text, StringComparison.Ordinal);
        Assert.Contains("200K LARGE One $4.00", text, StringComparison.Ordinal);
        Assert.Contains("1 model that nobody offers on the day", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Market.RankBy(Blend.ThreeToOne, At).ToReport(limit: 0));
    }

    [Fact]
    public void Report_WithFreeAndUnknownContexts_SaysWhatIsNotDrawn()
    {
        Report report = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { IncludeFree = true }).ToReport();
        string text = Words(report.ToText(2_000));

        Assert.Contains("Of 1 model no source states the context window, so it has no place here.", text, StringComparison.Ordinal);
        Assert.Contains("1 free model is not drawn", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfNothing_SaysSoAndDrawsNothing()
    {
        Report report = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { Capabilities = ["vision"], MinContextWindow = 1_000_000 }).ToReport();

        Assert.StartsWith("No model can be ranked", report.Lead, StringComparison.Ordinal);
        Assert.Null(report.ToSvg());
        PriceCatalog free = new(TestCatalog.Facts(TestCatalog.Offer("m", "p", 0, 0)) with { Models = [TestCatalog.Model("m") with { ContextWindow = 8_000 }] });
        Assert.Null(free.RankBy(Blend.ThreeToOne, At, new RankRequirements { IncludeFree = true }).ToReport().ToSvg());
    }

    [Fact]
    public void Json_OfARanking_HasFiguresAndCounts()
    {
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(Market.RankBy(Blend.ThreeToOne, At).ToReport(2).ToJson());
        System.Text.Json.JsonElement root = json.RootElement;
        System.Text.Json.JsonElement first = root.GetProperty("models")[0];

        Assert.Equal((3, 2, 2), (root.GetProperty("count").GetInt32(), root.GetProperty("models").GetArrayLength(), root.GetProperty("frontier").GetArrayLength()));
        Assert.Equal(("small", "one", "small-2026", 1m), (first.GetProperty("model").GetString(), first.GetProperty("provider").GetString(), first.GetProperty("listing").GetString(), first.GetProperty("blendedUsdPerMillion").GetDecimal()));
        Assert.Equal((2, "2026-04-24T00:00:00Z"), (root.GetProperty("leftOut").GetProperty("noText").GetInt32(), root.GetProperty("at").GetString()));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
