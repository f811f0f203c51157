namespace TokenPricing.Reports;

/// <summary>
/// Draws text, lines, bars and marks as SVG elements. Coordinates are CSS pixels from the upper left corner; a kind is a CSS class without
/// its prefix.
/// </summary>
internal sealed class ChartCanvas(int width)
{
    private readonly MarkupWriter _svg = new();

    /// <summary>The width of the drawing.</summary>
    public int Width => width;

    /// <summary>Whether the drawing is too narrow for labels next to the plot, as on a phone.</summary>
    public bool IsNarrow => width < 520;

    /// <summary>The SVG elements that were drawn.</summary>
    public string Markup => _svg.ToString();

    /// <summary>Formats a coordinate, rounded to a tenth of a pixel.</summary>
    public static string Number(decimal value) => PlainText.Of(decimal.Round(value, 1));

    /// <summary>Draws a text at a point on its baseline; nothing if it is empty.</summary>
    public void Text(string text, decimal x, decimal baseline, string kind = "label", string anchor = "start")
    {
        if (text.Length > 0)
        {
            _svg
                .Element("text", text, ("class", Classes(kind)), ("x", Number(x)), ("y", Number(baseline)), ("text-anchor", anchor))
                .NewLine();
        }
    }

    /// <summary>Draws lines of text below each other.</summary>
    /// <returns>The vertical coordinate below the last line.</returns>
    public int Lines(IEnumerable<string> lines, decimal x, int top, string kind, int height)
    {
        foreach (string line in lines)
        {
            Text(line, x, top + ChartText.Ascent, kind);
            top += height;
        }

        return top;
    }

    /// <summary>Draws a straight line.</summary>
    public void Rule(decimal x1, decimal y1, decimal x2, decimal y2, string kind) =>
        Path($"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}", kind);

    /// <summary>Draws an SVG path.</summary>
    public void Path(string path, string kind) => _svg.Void("path", ("class", Classes(kind)), ("d", path)).NewLine();

    /// <summary>Draws a rectangle with rounded corners.</summary>
    public void Bar(decimal left, decimal top, decimal length, decimal height, string kind) => _svg.Void(
        "rect", ("class", Classes(kind)), (
            "x",
            Number(left)), ("y", Number(top)), ("width", Number(length)), ("height", Number(height)), ("rx", "2")).NewLine();

    /// <summary>Draws a mark. <paramref name="says"/> is shown while a pointer rests on it.</summary>
    public void Mark(ChartMark mark, decimal x, decimal y, decimal radius, string kind, string says = "")
    {
        if (mark == ChartMark.Circle)
        {
            _svg.Open("circle", ("class", Classes(kind)), ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)));
        }
        else
        {
            _svg.Open("path", ("class", Classes(kind)), ("d", Outline(mark, x, y, radius)));
        }

        if (says.Length > 0)
        {
            _svg.Element("title", says);
        }

        _svg.Close().NewLine();
    }

    /// <summary>Returns the outline of a square or a diamond that looks as large as a circle of this radius.</summary>
    private static string Outline(ChartMark mark, decimal x, decimal y, decimal radius)
    {
        decimal reach = radius * (mark == ChartMark.Square ? 0.9m : 1.25m);
        return mark == ChartMark.Square
            ? $"M{Number(x - reach)} {Number(y - reach)}H{Number(x + reach)}V{Number(y + reach)}H{Number(x - reach)}Z"
            : $"M{Number(x)} {Number(y - reach)}L{Number(x + reach)} {Number(y)}L{Number(x)} "
                + $"{Number(y + reach)}L{Number(x - reach)} {Number(y)}Z";
    }

    /// <summary>Adds a prefix to CSS classes, so that the styles of a page and of a chart in it do not affect each other.</summary>
    private static string Classes(string kinds) => string.Join(' ', kinds.Split(' ').Select(k => $"tp-{k}"));
}
