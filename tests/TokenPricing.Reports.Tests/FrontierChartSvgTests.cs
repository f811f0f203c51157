using System.Collections.Immutable;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests.Reports;

public static class FrontierChartSvgTests
{
    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Property(Arbitrary = [typeof(Charts)])]
    public static void Draw_AnyChart_KeepsNamesApartFromEachOtherAndFromEveryDot(Cloud cloud) => SvgLayout.AssertTidy(Draw(OnTheirFrontier(cloud)));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public static void Draw_AnyText_IsTextAndStaysInView(string text)
    {
        XElement svg = Draw([new(text, text, 1, 8_000, true), new(text, text, 2, 128_000, true), new(text, text, 3, 32_000, false)]);

        SvgLayout.AssertTidy(svg);
        Assert.Contains(svg.Descendants("title"), title => title.Value.Contains(ReportText.OneLine(text)[..1], StringComparison.Ordinal));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "img");
    }

    [Fact]
    public static void Draw_AFrontier_DrawsItsStepsAndNames()
    {
        XElement svg = Draw([new("Small", "$1", 0.1m, 8_000, true), new("Grey", "$9", 9, 16_000, false), new("Large", "$2", 10, 1_000_000, true)]);
        string[] texts = [.. svg.Elements("text").Select(t => t.Value)];

        Assert.Equal(["Large", "Small"], SvgLayout.Texts(svg, "name"));
        Assert.Equal("Small: $1; Large: $2", svg.Element("desc")?.Value);
        Assert.Equal(["tp-dot", "tp-best", "tp-best"], svg.Elements("circle").Select(Class));
        Assert.Equal("Grey: $9", svg.Elements("circle").First().Element("title")?.Value);
        Assert.Contains("$0.10", texts);
        Assert.Contains("$10", texts);
        Assert.Contains("8K", texts);
        Assert.Contains("1M", texts);
        Assert.DoesNotContain("4M", texts);
        // Right and then up: what a longer context costs.
        Assert.Matches(@"^M48 (?<y>[\d.]+)V\k<y>H[\d.]+V[\d.]+H[\d.]+$", svg.Elements("path").Single(p => SvgLayout.Is(p, "step")).Attribute("d")!.Value);
    }

    [Fact]
    public static void Draw_EqualPlaces_NamesTheFirstAndCountsTheRest() =>
        Assert.Equal(["A +1"], Draw([new("A", "", 1, 8_000, true), new("B", "", 1, 8_000, true)]).Elements("text").Where(t => SvgLayout.Is(t, "name")).Select(t => t.Value));

    [Fact]
    public static void Draw_ManyInOnePlace_NumbersThemAndListsTheirNames()
    {
        XElement svg = Draw([.. Enumerable.Range(0, 60).Select(i => new FrontierPoint($"a rather long name {i}", "", 1 + (i * 0.001m), 128_000 + i, true))]);

        SvgLayout.AssertTidy(svg);
        Assert.All(SvgLayout.Texts(svg, "name"), n => Assert.Matches("^[0-9]+$", n));
        Assert.Equal(60, SvgLayout.Texts(svg, "label").Count(n => n.StartsWith("a rather long name", StringComparison.Ordinal)));
    }

    [Fact]
    public static void Draw_FewPrices_HasTicksBetweenPowersOfTen()
    {
        string[] texts = [.. Draw([new("A", "", 1, 8_000, true), new("B", "", 5, 16_000, false)]).Elements("text").Select(t => t.Value)];

        Assert.Contains("$2", texts);
        Assert.Contains("$5", texts);
    }

    [Fact]
    public static void Html_OfAReportWithAFrontier_HoldsTheChartAndTextFormatsLeaveItOut()
    {
        Report report = ReportSamples.Report(ReportSamples.Section(new FrontierChart("Chart", [new("A", "", 1, 8_000, true)])));

        Assert.Contains("<svg", report.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("Chart", report.ToText() + report.ToMarkdown(), StringComparison.Ordinal);
    }

    private static XElement Draw(ImmutableArray<FrontierPoint> points, int width = 720)
    {
        MarkupWriter markup = new();
        ChartSvg.Inline(markup, new FrontierChart("Chart", points), width);
        return XElement.Parse(markup.ToString());
    }

    private static string? Class(XElement element) => element.Attribute("class")?.Value;

    // The frontier is the true one, as a ranking makes it.
    private static ImmutableArray<FrontierPoint> OnTheirFrontier(Cloud cloud) =>
    [
        .. cloud.Points.Select(p => new FrontierPoint(
            p.Name, "", p.Usd, p.Tokens,
            !cloud.Points.Any(o => o.Usd <= p.Usd && o.Tokens >= p.Tokens && (o.Usd < p.Usd || o.Tokens > p.Tokens)))),
    ];

    public static class Charts
    {
        public static Arbitrary<Cloud> Clouds() => (
            from count in Gen.Choose(1, 30)
            from usd in Gen.OneOf(Gen.Elements(0.1m, 0.1m, 1m, 1.01m, 2m, 15m), Gen.Choose(1, 1_000_000).Select(n => n / 10_000m), Gen.Elements(0.000_000_001m, 1_000_000_000m)).ListOf(count)
            from tokens in Gen.OneOf(Gen.Elements(8_000L, 128_000, 131_072, 1_000_000, 1_048_576), Gen.Choose(1, 2_000_000).Select(n => (long)n)).ListOf(count)
            from names in Gen.Elements("A", "Gemini 2.5 Flash-Lite", "Llama 3.3 70B Instruct (free, fp8, in Europe)").ListOf(count)
            select new Cloud([.. Enumerable.Range(0, count).Select(i => (names[i], usd[i], tokens[i]))])).ToArbitrary();
    }

    /// <summary>Models by price and context window.</summary>
    public sealed record Cloud(ImmutableArray<(string Name, decimal Usd, long Tokens)> Points);
}
