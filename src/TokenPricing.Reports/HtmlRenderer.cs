using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Writes a report as one HTML page that loads nothing and runs no script.</summary>
internal sealed class HtmlRenderer
{
    // A second line of defense: if data were ever written as markup, the browser would neither run nor load it.
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    // The longest cell that is not broken, so that dates, prices and "not sourced" stay on one line on a phone.
    private const int LongestUnbroken = 12;

    /// <summary>The widths of charts, in CSS pixels: for the narrowest screens, and for those with room for names next to a plot.</summary>
    private static readonly ImmutableArray<(string Name, int Width)> Layouts = [("narrow", 320), ("wide", 680)];

    private readonly MarkupWriter _html = new();
    private readonly string? _heading;

    /// <summary>Initializes a renderer with the element of section headings; <see langword="null"/> for no headings.</summary>
    private HtmlRenderer(string? heading) => _heading = heading;

    /// <summary>Returns a complete page.</summary>
    public static string Render(ReportPage page)
    {
        HtmlRenderer renderer = new("h2");
        renderer.Write(page);
        return renderer._html.ToString();
    }

    /// <summary>Returns a fragment for any page, without changing the style of that page.</summary>
    public static string Fragment(ReportPage page)
    {
        // A single section needs no heading below the title.
        HtmlRenderer renderer = new(page.Sections.Count(s => s.Blocks.Any(ReportContent.IsShown)) > 1 ? "h5" : null);
        MarkupWriter html = renderer._html;
        html.Open("div", ("class", "token-pricing")).NewLine().Element("h4", page.Title).NewLine();
        html.Open("style").NewLine().Trusted(NotebookStyle.For(page)).NewLine().Close().NewLine();
        if (page.Lead.Length > 0)
        {
            html.Element("p", page.Lead).NewLine();
        }

        foreach (ReportSection section in page.Sections)
        {
            renderer.Section(section);
        }

        return html.Close().NewLine().ToString();
    }

    private void Write(ReportPage page)
    {
        _html.Trusted("<!DOCTYPE html>\n").Open("html", ("lang", "en")).NewLine();
        Head(page.Title);
        _html.Open("body").NewLine().Open("main").NewLine();
        _html.Open("header").NewLine().Element("h1", page.Title).NewLine();
        _html.Element("p", page.Lead, ("class", "lead")).NewLine().Close().NewLine();
        foreach (ReportSection section in page.Sections)
        {
            Section(section);
        }

        _html.Close().NewLine().Close().NewLine().Close().NewLine();
    }

    private void Head(string title)
    {
        _html.Open("head").NewLine();
        _html.Void("meta", ("charset", "utf-8")).NewLine();
        _html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentSecurityPolicy)).NewLine();
        _html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).NewLine();
        _html.Element("title", title).NewLine();
        _html.Open("style").NewLine().Trusted(HtmlStyle.Css).NewLine().Close().NewLine();
        _html.Close().NewLine();
    }

    /// <summary>Writes a section, unless it has no content.</summary>
    private void Section(ReportSection section)
    {
        ReportBlock[] blocks = [.. section.Blocks.Where(ReportContent.IsShown)];
        if (blocks.Length == 0)
        {
            return;
        }

        _html.Open("section").NewLine();
        if (_heading is not null)
        {
            _html.Element(_heading, section.Heading).NewLine();
        }

        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i] is QuestionAndAnswer)
            {
                // Consecutive questions form one list.
                QuestionAndAnswer[] questions =
                    [.. blocks.Skip(i).TakeWhile(block => block is QuestionAndAnswer).Cast<QuestionAndAnswer>()];
                Questions(questions);
                i += questions.Length - 1;
            }
            else
            {
                Block(blocks[i], section.Heading);
            }
        }

        _html.Close().NewLine();
    }

    private void Block(ReportBlock block, string heading)
    {
        switch (block)
        {
            case Paragraph paragraph:
                _html.Element("p", paragraph.Text).NewLine();
                break;
            case BulletList list:
                Bullets(list);
                break;
            case ReportTable table:
                Table(table, heading);
                break;
            case ChartBlock chart:
                Chart(chart);
                break;
            default:
                throw new NotSupportedException($"No HTML form for {block.GetType().Name}.");
        }
    }

    private void Bullets(BulletList list)
    {
        if (list.Introduction.Length > 0)
        {
            _html.Element("p", list.Introduction, ("class", "introduction")).NewLine();
        }

        _html.Open("ul").NewLine();
        foreach (string item in list.Items)
        {
            _html.Element("li", item).NewLine();
        }

        _html.Close().NewLine();
    }

    private void Questions(QuestionAndAnswer[] questions)
    {
        _html.Open("dl").NewLine();
        foreach (QuestionAndAnswer faq in questions)
        {
            _html.Element("dt", faq.Question).NewLine().Element("dd", faq.Answer).NewLine();
        }

        _html.Close().NewLine();
    }

    private void Table(ReportTable table, string heading)
    {
        // Wide tables scroll in this box, also by keyboard.
        _html.Open("div", ("class", "table"), ("role", "region"), ("tabindex", "0"), ("aria-label", heading)).NewLine();
        _html.Open("table", ("class", table.IsNumeric ? "numbers" : "words")).NewLine();
        _html.Element("caption", heading).NewLine();
        _html.Open("thead").NewLine();
        Row(table.Header, (cell, _) => cell.Length > 0 ? "col" : null);
        _html.Close().NewLine().Open("tbody").NewLine();
        foreach (ImmutableArray<string> row in table.Rows)
        {
            Row(row, (_, column) => column == 0 ? "row" : null);
        }

        _html.Close().NewLine().Close().NewLine().Close().NewLine();
    }

    private void Row(ImmutableArray<string> cells, Func<string, int, string?> scopeOf)
    {
        _html.Open("tr");
        foreach ((int column, string cell) in cells.Index())
        {
            string length = cell.Length <= LongestUnbroken ? "short" : "long";
            if (scopeOf(cell, column) is { } scope)
            {
                _html.Element("th", cell, ("scope", scope), ("class", length));
            }
            else
            {
                _html.Element("td", cell, ("class", length));
            }
        }

        _html.Close().NewLine();
    }

    /// <summary>Writes a chart in all widths, of which the style sheet shows one.</summary>
    private void Chart(ChartBlock chart)
    {
        _html.Open("figure").NewLine().Element("figcaption", chart.Title).NewLine();
        foreach ((string name, int width) in Layouts)
        {
            _html.Open("div", ("class", name)).NewLine();
            ChartSvg.Inline(_html, chart, width);
            _html.Close().NewLine();
        }

        _html.Close().NewLine();
    }
}
