using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests.Reports;

public class HtmlRendererTests
{
    private const string Doctype = "<!DOCTYPE html>\n";

    public static TheoryData<string> HostileTexts => ReportSamples.HostileTexts;

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Render_HostileText_StaysText(string text)
    {
        XElement page = Parse(ReportSamples.Everywhere(text));

        Assert.All(
            page.Descendants(),
            element => Assert.Contains(
                element.Name.ToString(),
                "head meta title style body main header h1 h2 p section ul li div table caption thead tbody tr th td figure figcaption svg desc rect path text dl dt dd".Split(' ')));
        Assert.All(
            page.Descendants().Attributes(),
            attribute => Assert.Contains(
                attribute.Name.ToString(),
                "lang charset http-equiv content name class role tabindex aria-label scope id viewBox x y width height rx d text-anchor".Split(' ')));
        string[] holders = ["title", "h1", "h2", "p", "li", "caption", "th", "td", "figcaption", "dt", "dd"];
        XElement[] texts = [.. page.Descendants().Where(element => holders.Contains(element.Name.LocalName))];
        Assert.Equal(holders.Order(), texts.Select(element => element.Name.LocalName).Distinct().Order());
        Assert.All(texts, element => Assert.Equal(text, element.Value));
        Assert.Contains(text, page.Descendants("desc").First().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("\u001B[31m", "\uFFFD[31m")]
    [InlineData("\u009F\uFFFE\uFFFF", "\uFFFD\uFFFD\uFFFD")]
    public void Render_CharacterNoPageMayHold_IsReplaced(string text, string expected) =>
        Assert.Equal(expected, Parse(ReportSamples.Everywhere(text)).Descendants("h1").Single().Value);

    [Fact]
    public void Render_HalfASurrogatePair_IsReplaced()
    {
        string half = new('\uD83D', 1);

        Assert.Equal("\uFFFD", Parse(ReportSamples.Everywhere(half)).Descendants("h1").Single().Value);
    }

    [Fact]
    public void Render_Quotes_AreEncodedInTextToo()
    {
        string html = ReportSamples.Everywhere("\"'").ToHtml();

        Assert.Contains("<h1>&quot;&#39;</h1>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Page_LoadsNothing()
    {
        string html = ReportSamples.Ordinary.ToHtml();
        XElement page = Parse(ReportSamples.Ordinary);

        Assert.StartsWith(Doctype, html, StringComparison.Ordinal);
        Assert.Equal("en", page.Attribute("lang")?.Value);
        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'", Meta(page, "http-equiv", "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("width=device-width, initial-scale=1", Meta(page, "name", "viewport"));
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.DoesNotContain(page.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" or "style");
    }

    [Fact]
    public void Render_Table_NamesItsRowsAndColumns()
    {
        XElement table = Parse(ReportSamples.Report(ReportSamples.Section(ReportSamples.Prices))).Descendants("table").Single();

        Assert.Equal("numbers", table.Attribute("class")?.Value);
        Assert.Equal("Section", table.Element("caption")?.Value);
        Assert.Equal("Mixtral 8x7B|o4-mini|Difference", string.Join('|', Scoped(table, "col")));
        Assert.Equal("Input|Output|Cached input", string.Join('|', Scoped(table, "row")));
    }

    [Fact]
    public void Render_QuestionsInARow_AreOneList()
    {
        XElement page = Parse(ReportSamples.Report(ReportSamples.Section(
            new QuestionAndAnswer("A?", "a"), new QuestionAndAnswer("B?", "b"), new Paragraph("between"), new QuestionAndAnswer("C?", "c"))));

        Assert.Equal("A?aB?b|C?c", string.Join('|', page.Descendants("dl").Select(list => string.Concat(list.Elements().Select(e => e.Value)))));
    }

    [Fact]
    public void Render_AChart_IsLaidOutForNarrowAndForWideScreensWithoutIds()
    {
        XElement page = Parse(ReportSamples.Report(ReportSamples.Section(ReportSamples.Bars, ReportSamples.Bars)));

        Assert.Equal(["320", "680", "320", "680"], page.Descendants("svg").Select(svg => svg.Attribute("width")?.Value));
        Assert.Equal(["narrow", "wide", "narrow", "wide"], page.Descendants("svg").Select(svg => svg.Parent?.Attribute("class")?.Value));
        Assert.Empty(page.Descendants().Attributes("id"));
    }

    [Fact]
    public void Render_NothingToShow_LeavesTheSectionOut()
    {
        XElement page = Parse(ReportSamples.Report(
            ReportSamples.Section(),
            ReportSamples.Section(
                new Paragraph(""), new BulletList("None:", []), new ReportTable(["a"], [], true), new BarChart("None", [], []), new BarChart("None", [], [new("x", [])]))));

        Assert.Empty(page.Descendants("section"));
    }

    private static XElement Parse(Report report)
    {
        string html = report.ToHtml();
        return XDocument.Parse(html[Doctype.Length..]).Root!;
    }

    private static string? Meta(XElement page, string attribute, string value) =>
        page.Descendants("meta").Single(meta => meta.Attribute(attribute)?.Value == value).Attribute("content")?.Value;

    private static IEnumerable<string> Scoped(XElement table, string scope) =>
        table.Descendants("th").Where(th => th.Attribute("scope")?.Value == scope).Select(th => th.Value);
}
