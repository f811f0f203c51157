using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>A report: one content that renders as text, Markdown, HTML or JSON.</summary>
/// <remarks>
/// <para>
/// Answers become reports with the <c>ToReport</c> methods of <see cref="ReportExtensions"/>. For a report of your own, pass sections of
/// <see cref="Paragraph"/>, <see cref="BulletList"/>, <see cref="ReportTable"/>, <see cref="QuestionAndAnswer"/> and <see cref="BarChart"/>
/// to the constructor.
/// </para>
/// <para>Every format escapes the text of the report. All text that this package writes is English and independent of the culture.</para>
/// </remarks>
[TypeFormatterSource]
public sealed class Report
{
    private static readonly JsonWriterOptions JsonOptions =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Action<Utf8JsonWriter> _writeJson;

    /// <summary>Creates a report.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lead">The answer in a sentence or two; may be empty.</param>
    /// <param name="sections">The sections, from top to bottom.</param>
    /// <param name="writeJson">
    /// Writes the figures of the report as one JSON value; <see langword="null"/>: <see cref="ToJson"/> writes the title, the lead and the
    /// content of the sections.
    /// </param>
    public Report(string title, string lead, ImmutableArray<ReportSection> sections, Action<Utf8JsonWriter>? writeJson = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(lead);
        Page = new ReportPage(title, lead, sections.IsDefault ? [] : sections);
        _writeJson = writeJson ?? (json => PageJson.Write(json, Page));
    }

    /// <summary>The title, such as <c>Mixtral 8x7B vs o4-mini</c>.</summary>
    public string Title => Page.Title;

    /// <summary>The answer in a sentence or two.</summary>
    public string Lead => Page.Lead;

    /// <summary>The sections, from top to bottom.</summary>
    public ImmutableArray<ReportSection> Sections => Page.Sections;

    /// <summary>The content that every format renders.</summary>
    internal ReportPage Page { get; }

    /// <summary>Returns the report as plain text, with aligned tables and with bars made of characters.</summary>
    /// <param name="width">The highest number of columns in a line, at least 40; longer cells and sentences are wrapped.</param>
    /// <param name="isColored">Whether the text has ANSI escape codes for the colors of a terminal; the default is false.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is less than 40.</exception>
    public string ToText(int width = 100, bool isColored = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 40);
        return new TextRenderer(width, new TextInk(isColored)).Render(Page);
    }

    /// <summary>Returns the report as GitHub Flavored Markdown, without charts.</summary>
    public string ToMarkdown() => MarkdownRenderer.Render(Page);

    /// <summary>
    /// Returns the report as a complete HTML page for narrow and wide screens, with charts in SVG. It loads nothing and runs no script.
    /// </summary>
    public string ToHtml() => HtmlRenderer.Render(Page);

    /// <summary>
    /// Returns the first chart of the report as an SVG image (see <see cref="Chart"/>); <see langword="null"/> if there is no chart, or
    /// nothing to draw.
    /// </summary>
    /// <param name="options">
    /// The width and the colors; <see langword="null"/> for 720 pixels, light or dark like the reader's screen.
    /// </param>
    public string? ToSvg(ChartOptions? options = null) =>
        Page.Sections.SelectMany(s => s.Blocks).OfType<ChartBlock>().FirstOrDefault(ReportContent.IsShown) is { } chart
            ? new Chart(Title, Lead, chart).ToSvg(options)
            : null;

    /// <summary>
    /// Returns the figures of the report as indented JSON. Numbers have all of their digits; unknown values are <c>null</c>.
    /// </summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonOptions))
        {
            WriteJson(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Writes the figures of the report as one value into a larger JSON document.</summary>
    /// <param name="json">The writer of the document.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        _writeJson(json);
    }

    /// <summary>Returns the <see cref="Title"/>.</summary>
    public override string ToString() => Title;
}
