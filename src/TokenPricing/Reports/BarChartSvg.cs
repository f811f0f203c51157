using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TokenPricing;

/// <summary>Draws bars in SVG: the label of a group over its bars, each value beside its bar.</summary>
/// <remarks>
/// Widths of text are estimated from above (the widest usual system font), so that no text runs into another or out of view.
/// The view is as wide as a phone's, so that its text is still read there.
/// </remarks>
internal static class BarChartSvg
{
    public const int ViewWidth = 360;
    public const int FontSize = 13;

    private const int BarHeight = 12;
    private const int RowHeight = 19;
    private const int LabelHeight = 20;
    private const int GroupGap = 12;
    private const int TextGap = 6;
    private const int Baseline = 14;
    private const int SwatchSize = 10;
    private const int LegendGap = 18;
    private const int LegendHeight = 30;
    private const decimal ShortestBar = 1.5m;

    public static void Write(MarkupWriter svg, BarChart chart, string id)
    {
        // Drawn first, for the height is known last.
        MarkupWriter drawing = new();
        int top = Legend(drawing, chart.Series);
        decimal largest = BarScale.Of(chart);
        int longest = LongestBar(chart);
        foreach (BarGroup group in chart.Groups)
        {
            top = Group(drawing, chart.Series, group, top, largest, longest);
        }

        int height = Math.Max(top - GroupGap, 1);
        svg.Open("svg", ("viewBox", $"0 0 {ViewWidth} {Number(height)}"), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-desc")).NewLine();
        svg.Element("title", chart.Title, ("id", $"{id}-title")).NewLine();
        svg.Element("desc", Description(chart), ("id", $"{id}-desc")).NewLine();
        svg.Trusted(drawing.ToString()).Close();
    }

    /// <summary>How wide the text is at most, in units of the view.</summary>
    public static int TextWidth(string text, bool isBold) => (ReportText.Measure(text, Measure(isBold)) + 999) / 1000;

    private static int Legend(MarkupWriter svg, ImmutableArray<string> series)
    {
        if (series.Length < 2)
        {
            return 0;
        }

        int left = 0;
        int top = 0;
        foreach ((int i, string name) in series.Index())
        {
            string label = Shorten(name, ViewWidth - SwatchSize - TextGap, isBold: false);
            int width = SwatchSize + TextGap + TextWidth(label, isBold: false);
            if (left > 0 && left + width > ViewWidth)
            {
                left = 0;
                top += RowHeight;
            }

            Rectangle(svg, left, top + 4, SwatchSize, SwatchSize, i);
            Text(svg, label, left + SwatchSize + TextGap, top + Baseline, "legend");
            left += width + LegendGap;
        }

        return top + LegendHeight;
    }

    private static int Group(MarkupWriter svg, ImmutableArray<string> series, BarGroup group, int top, decimal largest, int longest)
    {
        if (group.Bars.Length == 0)
        {
            return top;
        }

        if (group.Label.Length > 0)
        {
            Text(svg, Shorten(group.Label, ViewWidth, isBold: true), 0, top + Baseline, "group");
            top += LabelHeight;
        }

        foreach ((int i, BarValue bar) in group.Bars.Index())
        {
            if (bar.Value is { } value and > 0)
            {
                decimal length = Math.Max(ShortestBar, decimal.Round(BarScale.Length(value, largest, longest), 1));
                Rectangle(svg, 0, top + 3, length, BarHeight, i);
                Text(svg, Beside(bar), length + TextGap, top + Baseline, "value");
            }
            else
            {
                // Without a bar there is no colour that says whose it is.
                Text(svg, Shorten(Named(series, i, bar.Text, ": "), ViewWidth, isBold: false), 0, top + Baseline, bar.Value is null ? "none" : "value");
            }

            top += RowHeight;
        }

        return top + GroupGap;
    }

    // The widest text beside a bar decides how long the longest bar may be; texts without a bar need no such room.
    private static int LongestBar(BarChart chart)
    {
        int widest = chart.Groups
            .SelectMany(group => group.Bars)
            .Where(bar => bar.Value > 0)
            .Select(bar => TextWidth(Beside(bar), isBold: false))
            .DefaultIfEmpty(0)
            .Max();
        return ViewWidth - TextGap - widest;
    }

    private static string Beside(BarValue bar) => Shorten(bar.Text, ViewWidth / 2, isBold: false);

    private static string Description(BarChart chart)
    {
        IEnumerable<string> groups = chart.Groups.Select(group =>
        {
            IEnumerable<string> bars = group.Bars.Select((bar, i) => Named(chart.Series, i, bar.Text, " "));
            return $"{group.Label}: {string.Join(", ", bars)}";
        });
        return string.Join("; ", groups);
    }

    private static string Named(ImmutableArray<string> series, int index, string text, string separator) =>
        series.Length > 1 && index < series.Length ? series[index] + separator + text : text;

    private static void Rectangle(MarkupWriter svg, decimal left, decimal top, decimal width, decimal height, int series)
    {
        string colour = series switch
        {
            0 => "s0",
            1 => "s1",
            _ => "more",
        };
        svg.Void(
            "rect",
            ("class", colour),
            ("x", Number(left)),
            ("y", Number(top)),
            ("width", Number(width)),
            ("height", Number(height)),
            ("rx", "2")).NewLine();
    }

    private static void Text(MarkupWriter svg, string text, decimal left, decimal baseline, string kind)
    {
        if (text.Length > 0)
        {
            svg.Element("text", text, ("class", kind), ("x", Number(left)), ("y", Number(baseline))).NewLine();
        }
    }

    private static string Number(decimal value) => DecimalText.Format(value);

    /// <summary>The text in one line, or as much of its beginning as is at most so wide.</summary>
    public static string Shorten(string text, int width, bool isBold) =>
        ReportText.Shorten(ReportText.OneLine(text), width * 1000, Measure(isBold));

    // In thousandths of a unit of the view.
    private static Func<Rune, int> Measure(bool isBold) => rune => Thousandths(rune) * FontSize * (isBold ? 112 : 100) / 100;

    // In thousandths of the font's size; DejaVu Sans, the widest of the usual fonts, stays within these.
    private static int Thousandths(Rune rune) => rune.Value switch
    {
        _ when ReportText.IsInvisible(rune) => 0,
        ' ' or '!' or '\'' or '(' or ')' or ',' or '-' or '.' or '/' or ':' or ';' or '[' or ']' or '|' => 420,
        'f' or 'i' or 'j' or 'l' or 'r' or 't' or 'I' => 420,
        '%' or '@' or 'M' or 'W' or 'm' or 'w' or '#' or '&' or '+' or '<' or '=' or '>' or '~' or '^' => 1000,
        >= 'A' and <= 'Z' => 800,
        < 0x80 => 650,
        < 0x250 => 1000,
        _ when ReportText.IsWide(rune) => 1300,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol ? 1300 : 1050,
    };
}
