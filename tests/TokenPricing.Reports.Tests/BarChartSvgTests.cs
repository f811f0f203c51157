using System.Globalization;
using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests.Reports;

public class BarChartSvgTests
{
    private static readonly decimal Smallest = new(1, 0, 0, false, 28);

    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Draw_AnyText_NeitherOverlapsNorLeavesTheView(string text)
    {
        SvgLayout.AssertTidy(Draw(new(text, [text, text], [new(text, [new(1, text), new(2, text)]), new(text, [new(0, text), new(null, text)])])));
        SvgLayout.AssertTidy(Draw(new(text, [text, text, text], [new("", [new(1, text), new(2, text), new(3, text), new(3, "fourth")])])));
        SvgLayout.AssertTidy(Draw(new(text, [], [new(text, [new(Smallest, text)]), new(text, [new(decimal.MaxValue, text)])])));
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1_600)]
    public void Draw_Ordinary_DrawsToOneScaleFromZero(int width)
    {
        XElement svg = Draw(ReportSamples.Bars, width);
        decimal[] lengths = [.. Bars(svg).Select(bar => Number(bar, "width"))];

        SvgLayout.AssertTidy(svg);
        Assert.Single(Bars(svg).Select(bar => Number(bar, "x")).Distinct());
        Assert.Equal(4, lengths.Length);
        Assert.InRange(lengths[0] - (lengths[3] * 0.075m), -0.1m, 0.1m);
        Assert.InRange(lengths[1] - (lengths[3] * 0.25m), -0.1m, 0.1m);
        Assert.InRange(lengths[2] - (lengths[3] * 0.225m), -0.1m, 0.1m);
        Assert.InRange(lengths[3], width / 2, width);
    }

    [Fact]
    public void Draw_Ordinary_LabelsGroupsSeriesAndValues()
    {
        XElement svg = Draw(ReportSamples.Bars);

        Assert.Equal("img", svg.Attribute("role")?.Value);
        Assert.Equal("US dollars per 1M tokens", svg.Element("title")?.Value);
        Assert.Equal(
            "Input: Mixtral 8x7B $0.15, o4-mini $0.50; Output: Mixtral 8x7B $0.45, o4-mini $2.00; Cached input: Mixtral 8x7B not sourced, o4-mini free",
            svg.Element("desc")?.Value);
        Assert.Equal(
            "Mixtral 8x7B|o4-mini|Input|$0.15|$0.50|Output|$0.45|$2.00|Cached input|Mixtral 8x7B: not sourced|o4-mini: free",
            string.Join('|', SvgLayout.Texts(svg)));
        Assert.Equal("tp-c0 tp-c1 tp-c0 tp-c1 tp-c0 tp-c1", string.Join(' ', svg.Elements("rect").Select(bar => bar.Attribute("class")?.Value)));
    }

    [Fact]
    public void Draw_UnknownAndZero_ShowTextWithoutBar()
    {
        XElement svg = Draw(new("Prices", ["USD"], [new("a", [new(null, "not sourced")]), new("b", [new(0, "free")])]));

        Assert.Empty(svg.Elements("rect"));
        Assert.Equal("a:tp-strong not sourced:tp-none b:tp-strong free:tp-label", string.Join(' ', svg.Elements("text").Select(text => $"{text.Value}:{text.Attribute("class")?.Value}")));
    }

    [Fact]
    public void Draw_WhatIsTakenOff_LiesOnTheOtherSideOfZero()
    {
        XElement svg = Draw(new("Cost", ["USD"], [new("Input", [new(4, "$4")]), new("Discount", [new(-1, "-$1")])]));
        XElement[] bars = Bars(svg);

        SvgLayout.AssertTidy(svg);
        Assert.Equal(Number(bars[0], "x"), Number(bars[1], "x") + Number(bars[1], "width"));
        Assert.InRange(Number(bars[0], "width") - (4 * Number(bars[1], "width")), -0.2m, 0.2m);
        Assert.All(SvgLayout.Named(svg, "path").Where(p => SvgLayout.Is(p, "base")), p => Assert.StartsWith($"M{DecimalText.Format(Number(bars[0], "x"))} ", p.Attribute("d")?.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_AnInterval_IsPaleFromItsLowestToItsHighest()
    {
        XElement svg = Draw(new("Cost", ["USD"], [new("Total", [new(2, "$2") { Between = (1, 4) }])]));
        XElement[] bars = Bars(svg);
        decimal unit = Number(bars[0], "width");

        SvgLayout.AssertTidy(svg);
        Assert.Equal(["tp-c0", "tp-c0 tp-pale"], bars.Select(b => b.Attribute("class")?.Value));
        Assert.Equal(Number(bars[0], "x") + unit, Number(bars[1], "x"));
        Assert.InRange(Number(bars[1], "width") - (3 * unit), -0.2m, 0.2m);
        string at = SvgLayout.Named(svg, "path").Single(p => SvgLayout.Is(p, "whisker")).Attribute("d")!.Value[1..].Split(' ')[0];
        Assert.InRange(decimal.Parse(at, CultureInfo.InvariantCulture) - Number(bars[1], "x") - unit, -0.2m, 0.2m);
    }

    [Fact]
    public void Draw_TinyBesideHuge_StillShowsABar()
    {
        XElement svg = Draw(new("Prices", ["USD"], [new("a", [new(Smallest, "tiny")]), new("b", [new(decimal.MaxValue, "huge")])]));

        SvgLayout.AssertTidy(svg);
        Assert.Equal(1.5m, Number(Bars(svg)[0], "width"));
    }

    [Fact]
    public void Draw_LongLabel_IsShortenedAndStillTold()
    {
        string name = string.Concat(Enumerable.Repeat("a long name ", 20)).Trim();
        XElement svg = Draw(new("Prices", ["USD"], [new(name, [new(1, "$1")])]), 360);
        string shown = svg.Elements("text").First().Value;

        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.StartsWith(shown[..^1], name, StringComparison.Ordinal);
        Assert.InRange(ChartText.Width(shown, isBold: true), 340, 360);
        Assert.Contains(name, svg.Element("desc")?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_InACultureWithCommas_WritesPoints()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("da-DK");
            SvgLayout.AssertTidy(Draw(ReportSamples.Bars));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static XElement Draw(BarChart chart, int width = 640)
    {
        MarkupWriter markup = new();
        ChartSvg.Inline(markup, chart, width);
        return XElement.Parse(markup.ToString());
    }

    private static XElement[] Bars(XElement svg) => [.. svg.Elements("rect").Where(rect => Number(rect, "height") == 12)];

    private static decimal Number(XElement element, string attribute) => SvgLayout.Number(element, attribute);
}
