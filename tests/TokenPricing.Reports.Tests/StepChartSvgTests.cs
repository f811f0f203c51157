using System.Xml.Linq;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests.Reports;

public class StepChartSvgTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 1, 8, 0, 0);

    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Draw_AnyText_NeitherOverlapsNorLeavesTheView(string text)
    {
        SvgLayout.AssertTidy(Draw(Chart(text, 600, [5, 2.5m, 2], [5, 5, 5], [0], [0.01m, 0.02m], [1], [4.9m])));
        SvgLayout.AssertTidy(Draw(Chart(text, 600, [2, 0.5m, 1.99m])));
    }

    [Property]
    public static void Draw_AnyPricesAndTime_NeitherOverlapsNorLeavesTheView(ushort[] prices, ushort days, byte scale)
    {
        decimal[][] lines = [.. prices.Select(p => p / (decimal)Math.Pow(10, scale % 12)).Chunk(3).Take(6)];
        if (lines.Length > 0)
        {
            SvgLayout.AssertTidy(Draw(Chart("p", 1 + (days % 9_000), lines)));
        }
    }

    [Property]
    public static bool Amounts_AnyPrice_AreRoundStepsFromZeroThatReachIt(uint digits, byte scale, byte most)
    {
        decimal largest = new((int)(digits & int.MaxValue), (int)(digits >> 31), 0, false, (byte)(scale % 19));
        int count = 1 + (most % 9);
        IReadOnlyList<decimal> amounts = SvgAxis.Amounts(largest, count);

        return amounts[0] == 0
            && amounts[^1] >= largest
            && amounts.Count <= count + 1
            && amounts.Zip(amounts.Skip(1)).All(pair => pair.Second - pair.First == amounts[1])
            && amounts[1].ToString(System.Globalization.CultureInfo.InvariantCulture).Trim('0', '.') is "1" or "2" or "5";
    }

    [Property]
    public static bool Dates_AnyTime_AreInItInOrderAndHaveRoom(ushort begin, ushort days)
    {
        LocalDate first = new LocalDate(2020, 1, 1).PlusDays(begin % 4_000);
        LocalDate last = first.PlusDays(days);
        IReadOnlyList<(LocalDate Day, string Label)> marks = SvgAxis.Dates(first, last, 400, label => label.Length * 8);

        return marks.All(m => m.Day >= first && m.Day <= last)
            && marks.Zip(marks.Skip(1)).All(pair => pair.First.Day < pair.Second.Day)
            && (marks.Count == 1 || marks.Sum(m => m.Label.Length * 8) <= 400);
    }

    [Fact]
    public void Draw_TwoPrices_DrawsAStepAndSaysWhatItCostBefore()
    {
        XElement svg = Draw(Chart("OpenAI", 100, [5, 2.5m]));

        Assert.Equal(
            "Input tokens|$0|$2|$4|$6|Feb 2024|Mar 2024|Apr 2024|$5.00|OpenAI", string.Join('|', SvgLayout.Texts(svg)));
        string path = svg.Elements("path").Single(p => p.Attribute("class")?.Value == "tp-line tp-l0").Attribute("d")!.Value;
        Assert.Matches("^M[0-9.]+ 58.3H[0-9.]+V129.2H[0-9.]+$", path);
        Assert.Equal("Input tokens: OpenAI", svg.Element("desc")?.Value);
    }

    [Fact]
    public void Draw_Gap_InterruptsTheLineAndEndsTheLabelsLeaderDotted()
    {
        StepLine line = new("p", [new(Start, Start + Duration.FromDays(10), 1), new(Start + Duration.FromDays(20), Start + Duration.FromDays(30), 1)]);
        XElement svg = Draw(new StepChart("t", Start, Start + Duration.FromDays(40), [new StepPanel("Input tokens", [line])]));

        Assert.Equal(2, svg.Elements("path").Single(p => p.Attribute("class")?.Value == "tp-line tp-l0").Attribute("d")!.Value.Count(c => c == 'M'));
        Assert.Single(svg.Elements("path"), p => p.Attribute("class")?.Value == "tp-tail tp-ended tp-l0");
    }

    [Fact]
    public void Draw_LineWithoutAPrice_IsNeitherDrawnNorNamed()
    {
        StepChart chart = Chart("p", 100, [1], [2]);
        StepPanel panel = chart.Panels[0];
        XElement svg = Draw(new StepChart(
            chart.Title, chart.From, chart.To, [panel with { Lines = [panel.Lines[0] with { Label = "none", Spans = [] }, panel.Lines[1]] }]));

        Assert.Equal("Input tokens: p", svg.Element("desc")?.Value);
        Assert.Equal("tp-line tp-l1", svg.Elements("path").Single(p => p.Attribute("class")!.Value.StartsWith("tp-line", StringComparison.Ordinal)).Attribute("class")!.Value);
    }

    [Fact]
    public void Draw_FromTheMiddleOfADay_MarksNoDateBeforeIt()
    {
        Instant noon = Start + Duration.FromHours(12);
        XElement svg = Draw(new StepChart("t", noon, noon + Duration.FromDays(4), [new StepPanel("Input tokens", [new StepLine("p", [new(noon, noon + Duration.FromDays(4), 1)])])]));

        Assert.Contains(svg.Elements("text"), t => t.Value == "2024-01-09");
        Assert.DoesNotContain(svg.Elements("text"), t => t.Value == "2024-01-08");
    }

    [Fact]
    public void Dates_NoRoomForAny_AreTheFirstAlone() =>
        Assert.Equal([(new LocalDate(2024, 1, 8), "2024-01-08")], SvgAxis.Dates(new LocalDate(2024, 1, 8), new LocalDate(2525, 1, 1), 10, _ => 100));

    private static StepChart Chart(string text, int days, params decimal[][] lines)
    {
        Instant end = Start + Duration.FromDays(days);
        return new StepChart(text, Start, end, [new StepPanel("Input tokens", [.. lines.Select(prices => new StepLine(text, [.. prices.Select(Stretch)]))])]);

        StepSpan Stretch(decimal usd, int i)
        {
            int count = lines.Max(l => l.Length);
            Duration part = (end - Start) / count;
            return new StepSpan(Start + (part * i), i + 1 == count ? end : Start + (part * (i + 1)), usd);
        }
    }

    private static XElement Draw(StepChart chart)
    {
        MarkupWriter markup = new();
        ChartSvg.Inline(markup, chart, 680);
        return XElement.Parse(markup.ToString());
    }
}
