using System.Text.Json;
using System.Xml.Linq;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CatalogCommandTests
{
    [Fact]
    public void Info_AsJson_HasTheCounts()
    {
        using ToolPrices prices = new([.. TestCatalog.Offer("m", "p", 1, 2), .. TestCatalog.Offer("m", "q", 0, 0)]);
        (int code, string output, string error) = ToolRun.OfReviewed("catalog", "info", "--prices", prices.Folder, "--format", "json");

        Assert.Equal((0, ""), (code, error));
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(
            [2, 1, 2, 2, 1, 4, 0],
            new[] { "providers", "models", "offers", "pricedOffers", "freeOffers", "rates", "priceChanges" }.Select(key => json.RootElement.GetProperty(key).GetInt32()));
        Assert.Equal("2026-04-24", json.RootElement.GetProperty("recordedThrough").GetString());
        Assert.Equal("A test", json.RootElement.GetProperty("sources")[0].GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("html")]
    public void Info_InEveryFormat_SaysHowMuchIsKnown(string format)
    {
        (int code, string output, _) = ToolRun.OfReviewed("catalog", "info", "--format", format);

        Assert.Equal(0, code);
        Assert.Contains("9 models", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_Facts_CountsWhatIsKnownOfTheModelsThatMostSell()
    {
        using ToolPrices prices = new([.. TestCatalog.Offer("m", "p", 1, 2), .. TestCatalog.Offer("m", "q", 1, 2), .. TestCatalog.Offer("n", "p", 1, 2)]);
        (_, string all, _) = ToolRun.OfReviewed("catalog", "info", "--facts", "--prices", prices.Folder, "--format", "json");
        (_, string one, _) = ToolRun.OfReviewed("catalog", "info", "--facts", "1", "--prices", prices.Folder, "--format", "json");

        using JsonDocument json = JsonDocument.Parse(all);
        Assert.Equal(2, json.RootElement.GetProperty("models").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("known").GetProperty("license").GetInt32());
        Assert.Contains("license", json.RootElement.GetProperty("without").GetProperty("n").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"m\":", one, StringComparison.Ordinal);
        Assert.DoesNotContain("\"n\":", one, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200_000, "error", 1)]
    [InlineData(200_000, "never", 0)]
    [InlineData(3, "error", 0)]
    [InlineData(3, "warning", 1)]
    [InlineData(1, "warning", 0)]
    public void Audit_FailOn_DecidesTheExitCode(int input, string failOn, int expected)
    {
        using ToolPrices prices = new(TestCatalog.Offer("m", "p", input, input == 1 ? 2 : 2.5m));
        (int code, string output, _) = ToolRun.OfReviewed("catalog", "audit", "--prices", prices.Folder, "--fail-on", failOn, "--format", "json");

        Assert.Equal(expected, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(input == 1 ? 0 : input == 3 ? 1 : 2, json.RootElement.GetProperty("findings").GetArrayLength());
        Assert.Equal("2026-04-24", json.RootElement.GetProperty("asOf").GetString());
    }

    [Fact]
    public void Audit_Limit_ShortensTheTableAndNotTheCsv()
    {
        using ToolPrices prices = new(TestCatalog.Offer("m", "p", 200_000, 100_000));
        (int code, string table, _) = ToolRun.OfReviewed("catalog", "audit", "--prices", prices.Folder, "--limit", "1");
        (_, string csv, _) = ToolRun.OfReviewed("catalog", "audit", "--prices", prices.Folder, "--limit", "1", "--format", "csv");
        ToolRun.OfReviewed("catalog", "audit", "--prices", prices.Folder, "--out", prices.PathOf("findings.csv"));

        Assert.Equal(1, code);
        Assert.Contains("2 more are not shown here", table, StringComparison.Ordinal);
        Assert.Equal(5, csv.Split('\n').Length);
        Assert.Equal(csv, File.ReadAllText(prices.PathOf("findings.csv")));
    }

    [Fact]
    public void Audit_WrongOption_SaysWhatIsRightAndWhereHelpIs()
    {
        (int code, _, string error) = ToolRun.OfReviewed("catalog", "audit", "--limit", "-1", "--fail-on", "notes");

        Assert.Equal(2, code);
        Assert.Contains("'-1' is not what --limit takes: expected a whole number such as 50, zero or more.", error, StringComparison.Ordinal);
        Assert.Contains("'notes' is not what --fail-on takes: expected error or warning or never.", error, StringComparison.Ordinal);
        Assert.Contains("Try 'token-pricing catalog audit --help'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_TwoFolders_SummarisesThenLists()
    {
        using ToolPrices before = new(TestCatalog.Offer("m", "p", 2, 8));
        using ToolPrices after = new([.. TestCatalog.Offer("m", "p", 1, 10), .. TestCatalog.Offer("n", "p", 1, 10)]);
        (int code, string output, string error) = ToolRun.Of("catalog", "diff", before.Folder, after.Folder);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("2 price differences, 1 offer difference and 1 model difference.", output.Replace('\n', ' '), StringComparison.Ordinal);
        Assert.Contains("-50 %", output, StringComparison.Ordinal);
        Assert.Contains("+25 %", output, StringComparison.Ordinal);
        Assert.Equal(1, ToolRun.Of("catalog", "diff", before.Folder, after.Folder, "--exit-code").Code);
        Assert.Equal(0, ToolRun.Of("catalog", "diff", after.Folder, after.Folder, "--exit-code").Code);
        Assert.Contains("nothing differs", ToolRun.Of("catalog", "diff", after.Folder, after.Folder).Output, StringComparison.Ordinal);
        Assert.Equal(6, ToolRun.Of("catalog", "diff", before.Folder, after.Folder, "--format", "csv").Output.Split('\n').Length);
    }

    [Fact]
    public void Diff_AsJson_HasCountsAndRows()
    {
        using ToolPrices before = new([.. TestCatalog.Offer("m", "p", 2, 0), TestCatalog.Rate("m", "p", Meter.CacheRead, 1)]);
        using ToolPrices after = new([.. TestCatalog.Offer("m", "p", 1, 10), .. TestCatalog.Offer("n", "p", 1, 10), TestCatalog.Rate("m", "p", Meter.Requests, 1)]);
        using JsonDocument json = JsonDocument.Parse(ToolRun.Of("catalog", "diff", before.Folder, after.Folder, "--format", "json").Output);
        JsonElement root = json.RootElement;

        Assert.False(root.GetProperty("same").GetBoolean());
        Assert.Equal(1, root.GetProperty("counts").GetProperty("pricesFallen").GetInt32());
        Assert.Equal(1, root.GetProperty("counts").GetProperty("offersAdded").GetInt32());
        Assert.Equal(-50, root.GetProperty("rates")[0].GetProperty("changePercent").GetDecimal());
        Assert.Equal("added", root.GetProperty("offers")[0].GetProperty("difference").GetString());
        Assert.Equal("n", root.GetProperty("models")[0].GetProperty("after").GetString());
        Assert.Equal("removed", JsonDocument.Parse(ToolRun.Of("catalog", "diff", after.Folder, before.Folder, "--format", "json").Output).RootElement.GetProperty("offers")[0].GetProperty("difference").GetString());
        string markdown = ToolRun.Of("catalog", "diff", before.Folder, after.Folder, "--format", "markdown").Output;
        Assert.All(["was free", "gone", "new"], word => Assert.Contains(word, markdown, StringComparison.Ordinal));
    }

    [Fact]
    public void History_OutputAloneAndAPriceOfLater_AreDrawnInTheirPanels()
    {
        Instant later = Instant.FromUtc(2026, 6, 1, 0, 0);
        using ToolPrices prices = new(
            TestCatalog.Rate("m", "p", Meter.Input, 4) with { To = later }, TestCatalog.Rate("m", "p", Meter.Input, 3) with { From = later }, TestCatalog.Rate("m", "q", Meter.Output, 9));
        string text = ToolRun.OfReviewed("history", "m", "--prices", prices.Folder).Output;

        Assert.Contains("to 2026-07-01\n", text, StringComparison.Ordinal);
        Assert.Contains("$3.00 p\n\nOutput tokens\n", text, StringComparison.Ordinal);
        Assert.Contains("$9.00 q\n\nPrices", text, StringComparison.Ordinal);
    }

    [Fact]
    public void History_Formats_TellTheSame()
    {
        using ToolPrices prices = WithHistory();
        string[] command = ["history", "m", "--prices", prices.Folder];
        (int code, string text, _) = ToolRun.OfReviewed(command);

        Assert.Equal(0, code);
        Assert.Contains("1 provider, 1 price change on 2026-02-01. 1 price took the place of wrong ones.", text, StringComparison.Ordinal);
        Assert.Contains("-50 %", text, StringComparison.Ordinal);
        Assert.Contains("corrects", text, StringComparison.Ordinal);
        Assert.Contains("████", text, StringComparison.Ordinal);
        Assert.Contains("-50 %", ToolRun.OfReviewed([.. command, "--format", "markdown"]).Output, StringComparison.Ordinal);
        Assert.Contains("class=\"tp-line tp-l0\"", ToolRun.OfReviewed([.. command, "--format", "html"]).Output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(ToolRun.OfReviewed([.. command, "--format", "json"]).Output);
        JsonElement steps = json.RootElement.GetProperty("offers")[0].GetProperty("steps");
        Assert.Equal([4m, 2m], steps.EnumerateArray().Select(s => s.GetProperty("usd").GetDecimal()));
        Assert.Equal(-50, steps[1].GetProperty("changePercent").GetDecimal());
        Assert.Equal("2026-04-23", steps[1].GetProperty("corrected")[0].GetProperty("recorded").GetString());
    }

    [Fact]
    public void History_OutSvg_WritesADrawing()
    {
        using ToolPrices prices = WithHistory();
        (int code, _, string error) = ToolRun.OfReviewed("history", "m", "--provider", "p", "--from", "2026-01-01", "--to", "2026-03-01", "--prices", prices.Folder, "--out", prices.PathOf("m.svg"));

        Assert.Equal((0, $"Written to {prices.PathOf("m.svg")}."), (code, error.Trim()));
        XElement svg = XElement.Parse(File.ReadAllText(prices.PathOf("m.svg")));
        Assert.Contains("US dollars per 1M tokens, 2026-01-01 to 2026-03-01", svg.Descendants().Select(e => e.Value));
    }

    [Fact]
    public void History_AtATerminal_DrawsBlocks()
    {
        using ToolPrices prices = WithHistory();
        StringWriter output = new();
        PricingTool.Run(["history", "m", "--prices", prices.Folder], new ToolConsole(output, TextWriter.Null, IsTerminal: true, Width: 120));

        Assert.Contains("█▄", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("knows no model 'nothing'", "history", "nothing")]
    [InlineData("--to is before --from", "history", "o4-mini", "--from", "2026-02-01", "--to", "2026-01-01")]
    [InlineData("does not offer", "history", "mixtral-8x7b", "--provider", "openai-api")]
    [InlineData("no chart to draw", "history", "mistral-medium-3.2", "--format", "svg")]
    public void History_WithoutAnAnswer_SaysWhy(string expected, params string[] command)
    {
        (int code, _, string error) = ToolRun.OfReviewed(command);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void History_ManyProviders_DrawsSixLinesAndJoinsEqualOnes()
    {
        using ToolPrices prices = new([.. Enumerable.Range(0, 9).SelectMany(i => TestCatalog.Offer("m", $"p{i}", i < 3 ? 1 : i, 9))]);
        string svg = ToolRun.OfReviewed("history", "m", "--prices", prices.Folder, "--format", "svg").Output;

        Assert.Contains("$1.00 p0, p1 +1", svg, StringComparison.Ordinal);
        Assert.Contains("6 of 7 price lines", svg, StringComparison.Ordinal);
    }

    private static ToolPrices WithHistory()
    {
        Instant change = Instant.FromUtc(2026, 2, 1, 0, 0);
        RateRow rate = TestCatalog.Rate("m", "p", Meter.Input, 4);
        return new ToolPrices(
            rate with { To = change, Recorded = TestCatalog.Day.PlusDays(-1) },
            rate with { From = change, Rate = Rate.PerMillion(3), Recorded = TestCatalog.Day.PlusDays(-1) },
            rate with { From = change, Rate = Rate.PerMillion(2) });
    }
}
