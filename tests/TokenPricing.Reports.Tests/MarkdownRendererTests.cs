using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenPricing.Tests.Reports;

public partial class MarkdownRendererTests
{
    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Render_HostileText_HasNoMarkupOfItsOwn(string text)
    {
        string[] lines = ReportSamples.Everywhere(text).ToMarkdown().Split('\n');

        Assert.DoesNotContain(lines, line => line.Contains('<', StringComparison.Ordinal) || line.Contains('>', StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => BareAddress().IsMatch(line));
        foreach (string line in lines)
        {
            // What we write ourselves: headings, bullets, tables. The rest has every special character escaped.
            string own = Own().Replace(line, "");
            string rest = line.StartsWith('|') ? CellEdge().Replace(own, "") : own;
            Assert.DoesNotMatch(Special(), Escaped().Replace(rest, ""));
            Assert.DoesNotMatch(Beginning(), line.StartsWith('|') || line.StartsWith('#') ? "" : own);
        }
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Render_HostileText_ShowsAsItIs(string text)
    {
        string markdown = ReportSamples.Report(ReportSamples.Section(new Paragraph(text))).ToMarkdown();
        string paragraph = markdown.Split("\n\n")[^1].TrimEnd('\n');

        // What a reader of Markdown does: a backslash before punctuation goes, an entity becomes its character.
        string shown = WebUtility.HtmlDecode(Escaped().Replace(paragraph, match => match.Value.Length > 1 && match.Value[0] == '\\' ? match.Value[1..] : match.Value));

        Assert.Equal(ReportText.OneLine(text), shown.Replace("\u2060", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Render_HostileTable_KeepsItsCells(string text)
    {
        ReportTable table = new([text, text], ReportSamples.Rows([text, text], [text, text]), isNumeric: false);
        string[] lines = ReportSamples.Report(ReportSamples.Section(table)).ToMarkdown().TrimEnd('\n').Split("\n\n")[^1].Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(3, Unescaped().Count(line)));
    }

    [Fact]
    public void Render_LinesInText_StayOneLine()
    {
        string[] lines = ReportSamples.Everywhere("a\n\n# b\r\n\tc\u2028d\u0085e").ToMarkdown().Split('\n');

        Assert.Contains("a \\# b c d e", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("# b", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_Ordinary_ReadsAsWritten()
    {
        Report report = ReportSamples.Report(
            ReportSamples.Section(new Paragraph("From $0.15, at 70 %."), ReportSamples.Prices, ReportSamples.Bars, new BulletList("Choose:", ["-1", "b"])),
            ReportSamples.Section(new QuestionAndAnswer("Open?", "Yes.")));

        Assert.Equal(
            """
            # Title

            Lead.

            ## Section

            From $0.15, at 70 %.

            |              | Mixtral 8x7B | o4-mini | Difference |
            | ------------ | -----------: | ------: | ---------: |
            | Input        |        $0.15 |   $0.50 |      $0.35 |
            | Output       |        $0.45 |   $2.00 |      $1.55 |
            | Cached input |  not sourced |    free |  not known |

            Choose:

            - \-1
            - b

            ## Section

            ### Open?

            Yes.

            """.ReplaceLineEndings("\n"),
            report.ToMarkdown());
    }

    [Fact]
    public void Render_NothingToShow_LeavesTheSectionOut() =>
        Assert.Equal("# Title\n\nLead.\n", ReportSamples.Report(
            ReportSamples.Section(), ReportSamples.Section(ReportSamples.Bars, new ReportTable(["a"], [], false))).ToMarkdown());

    [Fact]
    public void Render_RaggedRows_AreFilledUp()
    {
        ReportTable table = new(["a", "b"], ReportSamples.Rows(["1"], ["1", "2"]), isNumeric: false);

        Assert.EndsWith("| 1   |     |\n| 1   | 2   |\n", ReportSamples.Report(ReportSamples.Section(table)).ToMarkdown(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]|&(amp|lt|gt);")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"[\\`*_{}\[\]#|~!<>&]|\$(?![0-9])")]
    private static partial Regex Special();

    [GeneratedRegex(@"^([-+=]|[0-9]+[.)])")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(#{1,3} |- )")]
    private static partial Regex Own();

    [GeneratedRegex(@"^\| | \| | \|$|^\| [-: |]+ \|$")]
    private static partial Regex CellEdge();

    [GeneratedRegex(@"(?<!\\)(\\\\)*\|")]
    private static partial Regex Unescaped();

    [GeneratedRegex(@"https?://|www\.|@[A-Za-z0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex BareAddress();
}
