namespace TokenPricing.Reports;

/// <summary>A drawn answer: an SVG image at the width and in the colours that are asked for.</summary>
/// <remarks>
/// The image needs nothing from elsewhere. It can be a file of its own or stand in an HTML page, several times over: it has no ids, and its
/// style touches nothing beside it. All text in it is text, escaped, and can be selected; a title and a description tell screen readers what
/// is drawn. Colours are told apart by colour-blind eyes, and never alone: shapes, dashes or words say the same.
/// </remarks>
[TypeFormatterSource]
public sealed class Chart
{
    private readonly string _lead;
    private readonly ChartBlock _drawing;

    internal Chart(string title, string lead, ChartBlock drawing) => (Title, _lead, _drawing) = (title, lead, drawing);

    /// <summary>What the chart is about, such as <c>Price history of GPT-4o</c>.</summary>
    public string Title { get; }

    /// <summary>What a screen reader says of the image: the answer in a sentence or two, and then the figures that are drawn.</summary>
    public string Description => string.Join(' ', new[] { _lead, ChartSvg.Description(_drawing) }.Where(s => s.Length > 0));

    /// <summary>The chart with its words, for a page that has its own style.</summary>
    internal ReportPage Page => new(Title, _lead, [new("", [_drawing, .. _drawing.Notes.Select(n => new Paragraph(n))])]);

    /// <summary>The chart as an SVG image. Where there is nothing to draw, the image says why.</summary>
    /// <param name="options">The width and the colours; <see langword="null"/>: 720 pixels, light or dark as the reader's screen.</param>
    public string ToSvg(ChartOptions? options = null) => ChartSvg.Image(Title, _lead, Description, _drawing, options ?? new ChartOptions());

    /// <summary>The <see cref="Title"/>.</summary>
    public override string ToString() => Title;
}
