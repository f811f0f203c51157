using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests.Reports;

/// <summary>A report that a user of the package builds.</summary>
public static class ReportBuildingTests
{
    private static readonly Report Report = new(
        "Spend",
        "Two teams spent $3.50.",
        [
            new("Teams",
            [
                new ReportTable(["", "Spent"], [["Search", "$1.50"], ["Chat", "$2.00"]], isNumeric: true),
                new BarChart("US dollars", ["Spent"], [new("Search", [new(1.5m, "$1.50")]), new("Chat", [new(null, "unknown")])]),
                new Paragraph("Without discounts."),
                new BulletList("Not counted:", ["tests"]),
                new QuestionAndAnswer("Which month?", "May."),
                new ReportTable(["empty"], [], isNumeric: false),
            ]),
        ]);

    [Fact]
    public static void ToJson_WithoutAWriter_HasTheContent()
    {
        using JsonDocument json = JsonDocument.Parse(Report.ToJson());

        Assert.Equal("Spend", json.RootElement.GetProperty("title").GetString());
        Assert.Equal("Two teams spent $3.50.", json.RootElement.GetProperty("lead").GetString());
        JsonElement section = Assert.Single(json.RootElement.GetProperty("sections").EnumerateArray());
        Assert.Equal("Teams", section.GetProperty("heading").GetString());
        Assert.Equal(
            [
                """{"header":["","Spent"],"rows":[["Search","$1.50"],["Chat","$2.00"]]}""",
                """{"chart":"US dollars","series":["Spent"],"groups":[{"label":"Search","bars":[{"value":1.5,"text":"$1.50"}]},{"label":"Chat","bars":[{"value":null,"text":"unknown"}]}]}""",
                """{"text":"Without discounts."}""",
                """{"introduction":"Not counted:","items":["tests"]}""",
                """{"question":"Which month?","answer":"May."}""",
            ],
            section.GetProperty("blocks").EnumerateArray().Select(b => JsonSerializer.Serialize(b)));
    }

    [Fact]
    public static void ToText_Colored_HasEscapeCodesAndTheSameText()
    {
        string colored = Report.ToText(isColored: true);

        Assert.DoesNotContain('\u001b', Report.ToText());
        Assert.Contains('\u001b', colored);
        Assert.Equal(Report.ToText(), System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[[0-9;]*m", ""));
    }

    [Fact]
    public static void Formats_AllOfThem_ShowTheTable()
    {
        Assert.Contains("| Search | $1.50 |", Report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("<td class=\"short\">$1.50</td>", Report.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("<svg", Report.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public static void Blocks_OfNothing_AreLeftOut()
    {
        Report empty = new("Empty", "", [new("None", [new Paragraph(""), new BulletList("None:", default), new ReportTable(default, default, isNumeric: false)])]);

        Assert.DoesNotContain("None", empty.ToText() + empty.ToMarkdown(), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new Paragraph(null!));
        Assert.Throws<ArgumentNullException>(() => new Report("", null!, []));
        Assert.Empty(new Report("", "", default).Sections);
    }
}
