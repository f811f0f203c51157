namespace TokenPricing.Reports;

/// <summary>What charts are drawn on: text, rules, bars and marks at places in CSS pixels from the upper left corner.</summary>
internal sealed class ChartCanvas(int width)
{
    private readonly MarkupWriter _svg = new();

    public int Width => width;

    /// <summary>Whether names have no room next to what they name, as on a phone.</summary>
    public bool IsNarrow => width < 520;

    /// <summary>The elements that were drawn.</summary>
    public string Markup => _svg.ToString();

    /// <summary>A coordinate as it is written: to a tenth of a pixel.</summary>
    public static string Number(decimal value) => PlainText.Of(decimal.Round(value, 1));

    public void Text(string text, decimal x, decimal baseline, string kind = "label", string anchor = "start")
    {
        if (text.Length > 0)
        {
            _svg
                .Element("text", text, ("class", Classes(kind)), ("x", Number(x)), ("y", Number(baseline)), ("text-anchor", anchor))
                .NewLine();
        }
    }

    /// <returns>Where the lines end.</returns>
    public int Lines(IEnumerable<string> lines, decimal x, int top, string kind, int height)
    {
        foreach (string line in lines)
        {
            Text(line, x, top + ChartText.Ascent, kind);
            top += height;
        }

        return top;
    }

    public void Rule(decimal x1, decimal y1, decimal x2, decimal y2, string kind) =>
        Path($"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}", kind);

    public void Path(string path, string kind) => _svg.Void("path", ("class", Classes(kind)), ("d", path)).NewLine();

    public void Bar(decimal left, decimal top, decimal length, decimal height, string kind) => _svg.Void(
        "rect", ("class", Classes(kind)), (
            "x",
            Number(left)), ("y", Number(top)), ("width", Number(length)), ("height", Number(height)), ("rx", "2")).NewLine();

    /// <summary>A mark; what it stands for shows where a pointer rests on it.</summary>
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

    // A square and a diamond that look as large as the circle.
    private static string Outline(ChartMark mark, decimal x, decimal y, decimal radius)
    {
        decimal reach = radius * (mark == ChartMark.Square ? 0.9m : 1.25m);
        return mark == ChartMark.Square
            ? $"M{Number(x - reach)} {Number(y - reach)}H{Number(x + reach)}V{Number(y + reach)}H{Number(x - reach)}Z"
            : $"M{Number(
                x)} {Number(y - reach)}L{Number(x + reach)} {Number(y)}L{Number(x)} {Number(y + reach)}L{Number(x - reach)} {Number(y)}Z";
    }

    // Names of our own, so that neither a page's style touches a chart in it nor the chart's style the page.
    private static string Classes(string kinds) => string.Join(' ', kinds.Split(' ').Select(k => $"tp-{k}"));
}
