namespace TokenPricing.Reports;

/// <summary>A chart that is drawn as an SVG image with a given width and colors.</summary>
/// <remarks>
/// The image loads nothing. It can be a separate file or part of an HTML page, even several times: it has no ids, and its style changes
/// nothing else on the page. Its text is escaped and can be selected; a title and a description tell screen readers what is drawn. Readers
/// who are color-blind can tell the colors apart, and shapes, dashes or words repeat what the colors say.
/// </remarks>
[TypeFormatterSource]
public sealed class Chart
{
    private readonly string _lead;
    private readonly ChartBlock _drawing;

    /// <summary>Initializes a chart.</summary>
    internal Chart(string title, string lead, ChartBlock drawing) => (Title, _lead, _drawing) = (title, lead, drawing);

    /// <summary>The title, such as <c>Price history of GPT-4o</c>.</summary>
    public string Title { get; }

    /// <summary>The description for screen readers: the answer in a sentence or two, and then the figures.</summary>
    public string Description => string.Join(' ', new[] { _lead, ChartSvg.Description(_drawing) }.Where(s => s.Length > 0));

    /// <summary>The chart with its notes, for a page with its own style.</summary>
    internal ReportPage Page => new(Title, _lead, [new("", [_drawing, .. _drawing.Notes.Select(n => new Paragraph(n))])]);

    /// <summary>Returns the chart as an SVG image. If there is nothing to draw, the image says why.</summary>
    /// <param name="options">
    /// The width and the colors; <see langword="null"/> for 720 pixels, light or dark like the reader's screen.
    /// </param>
    public string ToSvg(ChartOptions? options = null) => ChartSvg.Image(Title, _lead, Description, _drawing, options ?? new ChartOptions());

    /// <summary>Returns the <see cref="Title"/>.</summary>
    public override string ToString() => Title;
}
