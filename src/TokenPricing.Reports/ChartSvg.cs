namespace TokenPricing.Reports;

/// <summary>Draws any chart in SVG, as a separate image or inside an HTML page with its own style.</summary>
internal static class ChartSvg
{
    private const int LineHeight = 19;
    private const int HeadingHeight = 25;
    private const int MostLines = 6;

    /// <summary>Returns the figures of a chart in words.</summary>
    public static string Description(ChartBlock chart) => string.Join(' ', chart.Notes.Prepend(chart.Description).Where(s => s.Length > 0));

    /// <summary>Returns an image with a heading, the answer in words, the drawing and its notes.</summary>
    public static string Image(string title, string lead, string description, ChartBlock chart, ChartOptions options)
    {
        int margin = options.Width < 480 ? 16 : 24;
        int width = options.Width - (2 * margin);
        ChartCanvas head = new(width);
        int top = head.Lines(ChartText.Wrap(title, width, 3, isBold: true, ChartText.HeadingSize), 0, 4, "heading", HeadingHeight) + 2;
        top = head.Lines(ChartText.Wrap(lead, width, MostLines), 0, top, "lead", LineHeight) + 4;
        top = head.Lines(ReportContent.IsShown(chart) ? ChartText.Wrap(chart.Title, width, 2) : [], 0, top, "axis", LineHeight) + 14;

        ChartCanvas body = new(width);
        int bottom = ReportContent.IsShown(chart) ? Draw(body, chart) + 12 : 0;
        foreach (string note in chart.Notes)
        {
            bottom = body.Lines(ChartText.Wrap(note, width, MostLines), 0, bottom, "note", LineHeight) + 4;
        }

        int height = (2 * margin) + top + bottom;
        MarkupWriter svg = new();
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", $"tp-chart tp-{Words.Lower(options.Theme)}"), ("role", "img"),
            ("viewBox", $"0 0 {options.Width} {height}"), ("width", $"{options.Width}"), ("height", $"{height}")).NewLine();
        svg.Element("title", title).NewLine().Element("desc", description).NewLine();
        svg.Open("style").NewLine().Trusted(HtmlStyle.Svg).Close().NewLine();
        svg.Void("rect", ("class", "tp-page"), ("width", $"{options.Width}"), ("height", $"{height}")).NewLine();
        Group(svg, margin, margin, head.Markup);
        Group(svg, margin, margin + top, body.Markup);
        svg.Close().NewLine();
        return svg.ToString();
    }

    /// <summary>Writes only the drawing, for a page that contains the rest as text.</summary>
    public static void Inline(MarkupWriter html, ChartBlock chart, int width)
    {
        ChartCanvas canvas = new(width);
        int height = Draw(canvas, chart);
        html.Open(
            "svg",
            ("class", "tp-chart"),
            ("role", "img"),
            ("viewBox", $"0 0 {width} {height}"),
            ("width", $"{width}"),
            ("height", $"{height}")).NewLine();
        html.Element("title", chart.Title).NewLine().Element("desc", Description(chart)).NewLine();
        html.Trusted(canvas.Markup).Close().NewLine();
    }

    /// <summary>Writes elements at an offset.</summary>
    private static void Group(MarkupWriter svg, int x, int y, string markup)
    {
        svg.Open("g", ("transform", $"translate({x} {y})")).NewLine().Trusted(markup).Close().NewLine();
    }

    /// <summary>Draws a chart.</summary>
    /// <returns>The height of the drawing.</returns>
    private static int Draw(ChartCanvas canvas, ChartBlock chart) => chart switch
    {
        StepChart steps => StepChartSvg.Draw(canvas, steps),
        BarChart bars => BarChartSvg.Draw(canvas, bars),
        DotChart dots => DotChartSvg.Draw(canvas, dots),
        ShareChart shares => ShareChartSvg.Draw(canvas, shares),
        FrontierChart frontier => FrontierChartSvg.Draw(canvas, frontier),
        _ => throw new NotSupportedException($"No drawing for {chart.GetType().Name}."),
    };
}
