using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>An answer laid out for people or programs: one content, four formats.</summary>
/// <remarks>Values from price data are escaped in every format. All text is English and invariant.</remarks>
[TypeFormatterSource]
public sealed class Report
{
    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Action<Utf8JsonWriter> _writeJson;

    internal Report(string title, string lead, ImmutableArray<ReportSection> sections, Action<Utf8JsonWriter> writeJson)
    {
        Page = new ReportPage(title, lead, sections);
        _writeJson = writeJson;
    }

    /// <summary>What the report is about, such as <c>Mixtral 8x7B vs o4-mini</c>.</summary>
    public string Title => Page.Title;

    /// <summary>The answer in a sentence or two.</summary>
    public string Lead => Page.Lead;

    internal ReportPage Page { get; }

    /// <summary>The report as plain text with aligned tables and drawn bars.</summary>
    /// <param name="width">How many characters a line may have, at least 40; longer cells and sentences are wrapped.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is less than 40.</exception>
    public string ToText(int width = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 40);
        return new TextRenderer(width).Render(Page);
    }

    /// <summary>The report as Markdown with GitHub's tables.</summary>
    public string ToMarkdown() => MarkdownRenderer.Render(Page);

    /// <summary>The report as one HTML page that needs nothing from elsewhere, with its charts drawn in SVG, for narrow and for wide screens.</summary>
    public string ToHtml() => HtmlRenderer.Render(Page);

    /// <summary>
    /// The report's first chart as an SVG image (see <see cref="Chart"/>); <see langword="null"/> where it has none, or nothing to draw.
    /// </summary>
    /// <param name="options">The width and the colours; <see langword="null"/>: 720 pixels, light or dark as the reader's screen.</param>
    public string? ToSvg(ChartOptions? options = null) =>
        Page.Sections.SelectMany(s => s.Blocks).OfType<ChartBlock>().FirstOrDefault(ReportContent.IsShown) is { } chart
            ? new Chart(Title, Lead, chart).ToSvg(options)
            : null;

    /// <summary>The report's figures as JSON: numbers with all their digits, and <c>null</c> for what is not known.</summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonOptions))
        {
            _writeJson(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>The <see cref="Title"/>.</summary>
    public override string ToString() => Title;
}
