namespace TokenPricing.Reports;

/// <summary>
/// Draws bars in SVG, each with its value next to it. The label of a group is on the left, or above if the drawing is narrow.
/// </summary>
internal sealed class BarChartSvg
{
    private const int BarHeight = 12;
    private const int RowHeight = 20;
    private const int LabelHeight = 20;
    private const int GroupGap = 12;
    private const int Gap = 8;
    private const int Baseline = 14;
    private const int SwatchSize = 10;
    private const int LegendGap = 18;
    private const int LegendHeight = 30;
    private const decimal ShortestBar = 1.5m;

    /// <summary>The color index of a bar that is the sum of others.</summary>
    public const int Sum = 3;

    private readonly ChartCanvas _canvas;
    private readonly BarChart _chart;
    private readonly decimal _left;
    private readonly decimal _zero;
    private readonly decimal _largest;
    private readonly decimal _length;

    /// <summary>Determines the scale. Lengths are in CSS pixels, as everywhere in the drawings.</summary>
    private BarChartSvg(ChartCanvas canvas, BarChart chart)
    {
        (_canvas, _chart) = (canvas, chart);
        decimal widest = chart.Groups.Where(g => g.Bars.Length > 0).Select(g => Math.Max(
            ChartText.Width(ReportText.OneLine(g.Label), isBold: true),
            ChartText.Width(ReportText.OneLine(g.Detail)))).DefaultIfEmpty(0).Max();
        _left = canvas.IsNarrow || widest == 0 ? 0 : Math.Min(widest, canvas.Width * 0.4m) + (2 * Gap);
        BarValue[] bars = [.. chart.Groups.SelectMany(g => g.Bars)];
        decimal[] values =
        [
            0,
            .. bars.Select(b => b.Value).OfType<decimal>(),
            .. bars.SelectMany(b => b.Between is { } between ? new[] { between.Low, between.High } : []),
        ];
        _largest = values.Max(Math.Abs);

        // The widest text next to a bar limits the length of the bars. Texts without a bar do not count.
        decimal text = bars.Where(b => b.Value is not (null or 0)).Select(b => ChartText.Width(Beside(b))).DefaultIfEmpty(0).Max();
        decimal room = canvas.Width - _left - text - Gap;
        decimal below = _largest == 0 ? 0 : -values.Min() / _largest;
        _length = _largest == 0 ? 0 : room / (below + (values.Max() / _largest));
        _zero = _left + (below * _length);
    }

    /// <summary>Draws a chart.</summary>
    /// <returns>The height of the drawing.</returns>
    public static int Draw(ChartCanvas canvas, BarChart chart) => new BarChartSvg(canvas, chart).Draw();

    private int Draw()
    {
        int top = Legend();
        foreach (BarGroup group in _chart.Groups.Where(g => g.Bars.Length > 0))
        {
            top = Group(group, top) + GroupGap;
        }

        return Math.Max(top - GroupGap, 1);
    }

    /// <summary>Draws the legend if there are several series, and returns its height.</summary>
    private int Legend()
    {
        if (_chart.Series.Length < 2)
        {
            return 0;
        }

        int left = 0;
        int top = 0;
        foreach ((int i, string name) in _chart.Series.Index())
        {
            string label = ChartText.Shorten(name, _canvas.Width - SwatchSize - Gap);
            int width = SwatchSize + Gap + ChartText.Width(label);
            if (left > 0 && left + width > _canvas.Width)
            {
                left = 0;
                top += RowHeight;
            }

            _canvas.Bar(left, top + 4, SwatchSize, SwatchSize, Color(i));
            _canvas.Text(label, left + SwatchSize + Gap, top + Baseline);
            left += width + LegendGap;
        }

        return top + LegendHeight;
    }

    /// <summary>Draws a group and returns where it ends.</summary>
    private int Group(BarGroup group, int top)
    {
        decimal room = _left > 0 ? _left - (2 * Gap) : _canvas.Width;
        int labels = top;
        foreach ((string text, string kind) in new[] { (group.Label, "strong"), (group.Detail, "axis") }.Where(l => l.Item1.Length > 0))
        {
            _canvas.Text(ChartText.Shorten(text, room, isBold: kind == "strong"), 0, labels + Baseline, kind);
            labels += LabelHeight;
        }

        top = _left > 0 ? top : labels;
        foreach ((int i, BarValue bar) in group.Bars.Index())
        {
            Bar(i, bar, top);
            top += RowHeight;
        }

        return Math.Max(top, labels);
    }

    /// <summary>Draws a bar with its text.</summary>
    private void Bar(int series, BarValue bar, int top)
    {
        if (bar.Value is not { } value || value == 0)
        {
            // Without a bar there is no color, so the text names the series.
            string text = ChartText.Shorten(_chart.Named(series, ": ") + bar.Text, _canvas.Width - _zero);
            _canvas.Text(text, _zero, top + Baseline, bar.Value is null ? "none" : "label");
            return;
        }

        string kind = Color(bar.Place ?? series);
        (decimal low, decimal high) = bar.Between ?? (value, value);
        Bar(0, low, top, kind);
        if (high > low)
        {
            // The uncertain part is pale, and a stroke marks the estimate in it.
            Bar(low, high, top, $"{kind} pale");
            _canvas.Rule(Place(value), top + 1, Place(value), top + 5 + BarHeight, "whisker");
        }

        if (_zero > _left)
        {
            _canvas.Rule(_zero, top, _zero, top + RowHeight - 2, "base");
        }

        _canvas.Text(Beside(bar), Math.Max(_zero + ShortestBar, Place(high)) + Gap, top + Baseline);
    }

    /// <summary>Draws a rectangle between two values, at least 1.5 pixels long.</summary>
    private void Bar(decimal from, decimal to, int top, string kind)
    {
        (decimal left, decimal right) = (Place(Math.Min(from, to)), Place(Math.Max(from, to)));
        decimal length = Math.Max(ShortestBar, right - left);
        _canvas.Bar(to < from ? right - length : left, top + 3, length, BarHeight, kind);
    }

    /// <summary>Returns the horizontal coordinate of a value.</summary>
    private decimal Place(decimal value) => _zero + (value / _largest * _length);

    /// <summary>Returns the text of a bar, shortened to 60 % of the room.</summary>
    private string Beside(BarValue bar) => ChartText.Shorten(bar.Text, (_canvas.Width - _left) * 0.6m);

    /// <summary>Returns the CSS class of a color index.</summary>
    private static string Color(int place) => place switch
    {
        0 or 1 => $"c{ChartCanvas.Number(place)}",
        Sum => "sum",
        _ => "more",
    };
}
