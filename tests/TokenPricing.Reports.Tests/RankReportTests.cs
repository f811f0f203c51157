using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RankReportTests
{
    private static readonly Instant At = TestMarket.At;

    private static readonly PriceCatalog Market = TestMarket.Prices;

    [Fact]
    public void Report_OfARanking_ShowsPlacesFrontierAndWhatIsLeftOut()
    {
        Report report = Market.RankBy(
            Blend.ThreeToOne,
            At,
            new RankRequirements { Capabilities = ["vision"], MinContextWindow = 8_000, Open = true, Providers = ["one", "two"] })
                .ToReport(limit: 1);
        string text = Words(report.ToText(2_000) + report.ToMarkdown());

        Assert.Equal(
            "SMALL from One is the only model that fits: $1.00 per 1M tokens by 75 % input tokens and 25 % output tokens, on 2026-04-24. "
                + "Asked for: vision; a context window of 8K tokens or more; open weights or an open-source license; an offer of one "
                    + "or two.",
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
        Assert.Contains("1 model that no provider offers on the day", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Market.RankBy(Blend.ThreeToOne, At).ToReport(limit: 0));
    }

    [Fact]
    public void Report_WithFreeAndUnknownContexts_SaysWhatIsNotDrawn()
    {
        Report report = Market.RankBy(Blend.ThreeToOne, At, new RankRequirements { IncludeFree = true, Basis = PriceBasis.Cheapest }).ToReport();
        string text = Words(report.ToText(2_000));

        Assert.Contains("Of 1 model no source states the context window, so it has no place here.", text, StringComparison.Ordinal);
        Assert.Contains("1 free model is not drawn", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfNothing_SaysSoAndDrawsNothing()
    {
        Report report = Market
            .RankBy(Blend.ThreeToOne, At, new RankRequirements { Capabilities = ["vision"], MinContextWindow = 1_000_000 })
            .ToReport();

        Assert.StartsWith("No model can be ranked", report.Lead, StringComparison.Ordinal);
        Assert.Null(report.ToSvg());
        PriceCatalog free = new(TestCatalog.Facts(TestCatalog.Offer("m", "p", 0, 0)) with
        {
            Models = [TestCatalog.Model("m") with { ContextWindow = 8_000 }],
        });
        Assert.Null(free.RankBy(Blend.ThreeToOne, At, new RankRequirements { IncludeFree = true }).ToReport().ToSvg());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public void Report_OfAPriceThatOneSourceStates_MarksItWhateverTheLimit(int? limit)
    {
        string[] sources = ["other"];
        CatalogRows facts = TestCatalog.Facts(
        [
            .. TestCatalog.Offer("cheap", "p", 1, 1), .. TestCatalog.Offer("cheaper", "p", 0.5m, 0.5m),
            .. TestCatalog.Offer("sure", "p", 2, 2).Select(r => r with { ConfirmedBy = [.. sources] }),
        ]);
        PriceCatalog prices = new(facts with
        {
            Sources = [.. facts.Sources, new("other", "Another list", "https://example.org/other", TestCatalog.Day, "CC0")],
            Models = [.. new[] { "cheap", "cheaper", "sure" }.Select((m, i) => TestCatalog.Model(m) with { ContextWindow = 1_000 * (i + 1) })],
        });
        string text = Words(prices.RankBy(Blend.ThreeToOne, At).ToReport(limit).ToText(2_000));

        Assert.Contains("1. cheaper p", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("$0.50 $0.50 $0.50 *", text, StringComparison.Ordinal);
        Assert.Contains("* One source states the price.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$2.00 *", text, StringComparison.Ordinal);

        // The frontier says it too.
        Assert.Contains("2K cheaper P $0.50 *", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Report_WithoutAnySecondSource_SaysSoOnce() => Assert.Contains(
        "One source states each of the prices.", Words(Market.RankBy(Blend.ThreeToOne, At).ToReport().ToText(2_000)), StringComparison.Ordinal);

    [Fact]
    public void Report_OfAnotherKind_DoesNotCallChatModelsEmbeddingModels()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("chat", "p", 1, 1), TestCatalog.Rate("embed", "p", Meter.Input, 1)]) with
        {
            Models = [TestCatalog.Model("chat") with { Kind = ModelKind.Chat }, TestCatalog.Model("embed") with { Kind = ModelKind.Embedding }],
        });
        string text = Words(prices.RankBy(Blend.InputOutput(1, 0), At, new RankRequirements { Kind = ModelKind.Embedding }).ToReport().ToText(2_000));

        Assert.Contains("1 model for another kind of work than embedding models", text, StringComparison.Ordinal);
        Assert.DoesNotContain("such as embedding models", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfARanking_HasFiguresAndCounts()
    {
        using JsonDocument json = JsonDocument.Parse(Market.RankBy(Blend.ThreeToOne, At).ToReport(2).ToJson());
        JsonElement root = json.RootElement;
        JsonElement first = root.GetProperty("models")[0];

        Assert.Equal(3, root.GetProperty("count").GetInt32());
        Assert.Equal((2, 2), (root.GetProperty("models").GetArrayLength(), root.GetProperty("frontier").GetArrayLength()));
        Assert.Equal(("small", "one"), (first.GetProperty("model").GetString(), first.GetProperty("provider").GetString()));
        Assert.Equal(
            ("small-2026", 1m),
            (first.GetProperty("listing").GetString(), first.GetProperty("blendedUsdPerMillion").GetDecimal()));
        Assert.Equal(
            (2, "2026-04-24T00:00:00Z"),
            (root.GetProperty("exclusions").GetProperty("otherKind").GetInt32(), root.GetProperty("at").GetString()));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
