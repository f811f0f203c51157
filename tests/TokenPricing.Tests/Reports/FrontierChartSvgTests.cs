using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests.Reports;

public static class FrontierChartSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Property(Arbitrary = [typeof(Charts)])]
    public static void Write_AnyChart_KeepsNamesApartFromEachOtherAndFromEveryDot(Cloud cloud) => AssertTidy(Draw(OnTheirFrontier(cloud)));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public static void Write_AnyText_IsTextAndStaysInView(string text)
    {
        XElement svg = Draw([new(text, text, 1, 8_000, true), new(text, text, 2, 128_000, true), new(text, text, 3, 32_000, false)]);

        AssertTidy(svg);
        Assert.Contains(svg.Descendants("title"), title => title.Value.Contains(ReportText.OneLine(text)[..1], StringComparison.Ordinal));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "img");
        XElement image = XElement.Parse(FrontierChartSvg.Image(new FrontierChart(text, [new(text, text, 1, 8_000, true)]), text, text));
        Assert.DoesNotContain(image.Descendants(), e => e.Name.LocalName is "script" or "img");
        Assert.All(image.DescendantsAndSelf(), e => Assert.Equal(Svg, e.Name.Namespace));
    }

    [Fact]
    public static void Write_AFrontier_DrawsItsStepsAndNames()
    {
        XElement svg = Draw([new("Small", "$1", 0.1m, 8_000, true), new("Grey", "$9", 9, 16_000, false), new("Large", "$2", 10, 1_000_000, true)]);
        string[] texts = [.. svg.Elements("text").Select(t => t.Value)];

        Assert.Equal(["Large", "Small"], svg.Elements("text").Where(t => Class(t) == "name").Select(t => t.Value));
        Assert.Equal("Small: $1; Large: $2", svg.Element("desc")?.Value);
        Assert.Equal(["dot", "best", "best"], svg.Elements("circle").Select(Class));
        Assert.Equal("Grey: $9", svg.Elements("circle").First().Element("title")?.Value);
        Assert.Contains("$0.10", texts);
        Assert.Contains("$10", texts);
        Assert.Contains("8K", texts);
        Assert.Contains("1M", texts);
        Assert.DoesNotContain("4M", texts);
        // Right and then up: what a longer context costs.
        Assert.Matches(@"^M 72 (?<y>[\d.]+) V \k<y> H [\d.]+ V [\d.]+ H [\d.]+$", svg.Elements("path").Single(p => Class(p) == "step").Attribute("d")!.Value);
    }

    [Fact]
    public static void Write_EqualPlaces_NamesTheFirstAndCountsTheRest() =>
        Assert.Equal(["A, and 1 more"], Draw([new("A", "", 1, 8_000, true), new("B", "", 1, 8_000, true)]).Elements("text").Where(t => Class(t) == "name").Select(t => t.Value));

    [Fact]
    public static void Write_ManyInOnePlace_LeavesOutNamesRatherThanOverlap()
    {
        XElement svg = Draw([.. Enumerable.Range(0, 60).Select(i => new FrontierPoint($"a rather long name {i}", "", 1 + (i * 0.001m), 128_000 + i, true))]);

        AssertTidy(svg);
        Assert.InRange(svg.Elements("text").Count(t => Class(t) == "name"), 1, 59);
    }

    [Fact]
    public static void Write_FewPrices_HasTicksBetweenPowersOfTen()
    {
        string[] texts = [.. Draw([new("A", "", 1, 8_000, true), new("B", "", 5, 16_000, false)]).Elements("text").Select(t => t.Value)];

        Assert.Contains("$2", texts);
        Assert.Contains("$5", texts);
    }

    [Fact]
    public static void Image_AnyChart_StandsAloneInLightAndDark()
    {
        string image = FrontierChartSvg.Image(new FrontierChart("Title", [new("A", "", 1, 8_000, true)]), "Heading", "The lead.");

        Assert.Contains("prefers-color-scheme: dark", image, StringComparison.Ordinal);
        Assert.Contains(XElement.Parse(image).Elements(Svg + "text"), t => t.Value == "Heading");
        Assert.DoesNotContain("href", image, StringComparison.Ordinal);
    }

    [Fact]
    public static void Html_OfAReportWithAFrontier_HoldsTheChartAndTextFormatsLeaveItOut()
    {
        Report report = ReportSamples.Report(ReportSamples.Section(new FrontierChart("Chart", [new("A", "", 1, 8_000, true)])));

        Assert.Contains("<svg", report.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("Chart", report.ToText() + report.ToMarkdown(), StringComparison.Ordinal);
    }

    private static XElement Draw(ImmutableArray<FrontierPoint> points)
    {
        MarkupWriter markup = new();
        FrontierChartSvg.Write(markup, new FrontierChart("Chart", points), "c");
        return XElement.Parse(markup.ToString());
    }

    private static void AssertTidy(XElement svg)
    {
        ChartBox[] names = [.. svg.Elements("text").Where(t => Class(t) == "name").Select(BoxOf)];
        ChartBox[] dots = [.. svg.Elements("circle").Select(c => Around(Number(c, "cx"), Number(c, "cy"), 3))];
        ChartBox[] ticks = [.. svg.Elements("text").Where(t => Class(t) == "axis").Select(BoxOf)];

        Assert.All(names.Concat(dots), b => Assert.True(b.Left >= 0 && b.Top >= 0 && b.Right <= FrontierChartSvg.Width && b.Bottom <= FrontierChartSvg.Height, $"{b} leaves the view"));
        for (int i = 0; i < names.Length; i++)
        {
            Assert.All(names[..i].Concat(ticks), b => Assert.False(b.Overlaps(names[i]), $"{b} overlaps {names[i]}"));
            Assert.All(dots, d => Assert.False(d.Overlaps(names[i]), $"{names[i]} covers the dot {d}"));
        }
    }

    private static ChartBox BoxOf(XElement text)
    {
        (decimal x, decimal y, decimal width) = (Number(text, "x"), Number(text, "y"), BarChartSvg.TextWidth(text.Value, isBold: false));
        decimal left = text.Attribute("text-anchor")?.Value switch
        {
            "end" => x - width,
            "middle" => x - (width / 2),
            _ => x,
        };
        return new ChartBox(left, y - 12, left + width, y + 4);
    }

    private static ChartBox Around(decimal x, decimal y, decimal radius) => new(x - radius, y - radius, x + radius, y + radius);

    private static string? Class(XElement element) => element.Attribute("class")?.Value;

    private static decimal Number(XElement element, string attribute) =>
        decimal.Parse(element.Attribute(attribute)!.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

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
