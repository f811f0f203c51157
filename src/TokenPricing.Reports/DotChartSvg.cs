namespace TokenPricing.Reports;

/// <summary>
/// Draws a row of dots for each provider in SVG, with the prices in columns, or below the provider's name if the drawing is narrow.
/// </summary>
internal sealed class DotChartSvg
{
    private const int HeaderHeight = 24;
    private const int AxisHeight = 24;
    private const int RowHeight = 24;
    private const int TwoLineHeight = 46;
    private const int Gap = 14;
    private const int ManyRows = 12;
    private const int TickGap = 14;

    // The mark of the ranking series is the smallest and the others are rings around it, so that equal prices are visible.
    private static readonly ChartMark[] Marks = [ChartMark.Circle, ChartMark.Square, ChartMark.Diamond];

    private static readonly decimal[] Radii = [6, 4.5m, 3.6m];

    private readonly ChartCanvas _canvas;
    private readonly DotChart _chart;
    private readonly decimal _left;
    private readonly decimal _right;
    private readonly decimal[] _columns;
    private readonly LogScale? _scale;

    /// <summary>Determines the columns and the scale, which is <see langword="null"/> if no price is above zero.</summary>
    private DotChartSvg(ChartCanvas canvas, DotChart chart)
    {
        (_canvas, _chart) = (canvas, chart);
        _columns = canvas.IsNarrow ? [] : [.. chart.Series.Select(
            (name, i) => chart.Rows.Select(r => Column(r, i)).Max() is var widest ? Math.Max(widest, ChartText.Width(name) + 18) : 0)];
        int names = chart.Rows.Max(r => ChartText.Width(ReportText.OneLine(r.Label)));
        _left = canvas.IsNarrow ? 0 : Math.Min(names, canvas.Width * 0.3m) + Gap;
        _right = canvas.Width - _columns.Sum(c => c + Gap);
        decimal[] prices = [.. chart.Rows.SelectMany(r => r.Values).OfType<decimal>().Where(v => v > 0)];
        _scale = prices.Length == 0 ? null : new LogScale(prices.Min(), prices.Max(), _left, _right, 0.05m, 0.05m);
    }

    /// <summary>Draws a chart.</summary>
    /// <returns>The height of the drawing.</returns>
    public static int Draw(ChartCanvas canvas, DotChart chart) => new DotChartSvg(canvas, chart).Draw();

    private int Draw()
    {
        int top = _scale is null ? 0 : HeaderHeight;
        int height = _canvas.IsNarrow ? TwoLineHeight : RowHeight;
        int first = top + (_chart.Rows.Length > ManyRows && _scale is not null ? AxisHeight : 0);
        int bottom = first + (_chart.Rows.Length * height);
        if (_scale is not null)
        {
            Header();
            Axis(_scale, first, bottom);
        }

        foreach ((int i, DotRow row) in _chart.Rows.Index())
        {
            Row(row, first + (i * height));
        }

        return bottom + (_scale is null ? 0 : AxisHeight);
    }

    /// <summary>Returns the width of a price in a column; 0 for a row without dots.</summary>
    private static decimal Column(DotRow row, int series) => HasDots(row) ? ChartText.Width(Figure(row.Values[series])) : 0;

    /// <summary>Returns whether a row has a price above zero.</summary>
    private static bool HasDots(DotRow row) => row.Values.Any(v => v > 0);

    /// <summary>Returns a price as text.</summary>
    private static string Figure(decimal? value) => value switch
    {
        null => "unknown",
        0 => "free",
        { } usd => ChartText.Shorten(ReportValues.Dollars(usd), 150),
    };

    /// <summary>Draws the legend of the shapes: above the columns of prices, or in a separate line.</summary>
    private void Header()
    {
        decimal x = _canvas.IsNarrow ? 6 : _right;
        foreach ((int i, string name) in _chart.Series.Index())
        {
            decimal text = ChartText.Width(name);
            decimal end = _canvas.IsNarrow ? x + 10 + text : x + Gap + _columns[i];
            _canvas.Mark(Marks[i], end - text - 10, 10, Radii[i], $"mark m{i}");
            _canvas.Text(name, end, 14, "axis", "end");
            x = _canvas.IsNarrow ? end + 22 : end;
        }
    }

    /// <summary>
    /// Draws the grid lines with their prices, at the top too if there are many rows. Labels that would overlap are omitted.
    /// </summary>
    private void Axis(LogScale scale, int first, int bottom)
    {
        decimal free = 0;
        foreach (decimal tick in SvgAxis.Ratios(scale, t => ChartText.Width(SvgAxis.Dollars(t)) + TickGap))
        {
            decimal x = scale.Place(tick);
            string label = ChartText.Shorten(SvgAxis.Dollars(tick), _right - _left);
            decimal half = ChartText.Width(label) / 2m;
            decimal middle = Math.Clamp(x, half, Math.Max(half, _canvas.Width - half));
            _canvas.Rule(x, first, x, bottom + 4, "grid");
            if (middle - half < free)
            {
                continue;
            }

            free = middle + half + Gap;
            _canvas.Text(label, middle, bottom + 18, "axis", "middle");
            if (first > HeaderHeight)
            {
                _canvas.Text(label, middle, first - 8, "axis", "middle");
            }
        }
    }

    /// <summary>Draws the label, the prices and the dots of a row.</summary>
    private void Row(DotRow row, int top)
    {
        decimal y = top + (_canvas.IsNarrow ? 33 : RowHeight / 2);
        if (_canvas.IsNarrow)
        {
            string price = ChartText.Shorten(HasDots(row) ? Figure(row.Values[_chart.Ranked]) : "", _canvas.Width / 2);
            _canvas.Text(price, _canvas.Width, top + 17, "label", "end");
            _canvas.Text(ChartText.Shorten(row.Label, _canvas.Width - ChartText.Width(price) - Gap), 0, top + 17);
        }
        else
        {
            _canvas.Text(ChartText.Shorten(row.Label, _left - Gap), 0, y + ChartText.Descent);
            Figures(row, y);
        }

        Dots(row, y);
    }

    /// <summary>Draws the prices of a row in their columns; nothing for a row without dots.</summary>
    private void Figures(DotRow row, decimal y)
    {
        decimal end = _right;
        foreach ((int i, decimal width) in _columns.Index())
        {
            end += Gap + width;
            if (HasDots(row))
            {
                _canvas.Text(Figure(row.Values[i]), end, y + ChartText.Descent, row.Values[i] is null ? "none" : "label", "end");
            }
        }
    }

    /// <summary>Draws the dots of a row, or its remark if it has none.</summary>
    private void Dots(DotRow row, decimal y)
    {
        (int Series, decimal X)[] dots =
            [.. row.Values.Index().Where(v => v.Item > 0).Select(v => (v.Index, _scale!.Place(v.Item!.Value)))];
        if (dots.Length == 0)
        {
            _canvas.Text(ChartText.Shorten(row.Remark, _right - _left), _left, y + ChartText.Descent, "none halo");
            return;
        }

        (decimal least, decimal most) = (dots.Min(d => d.X), dots.Max(d => d.X));
        _canvas.Rule(_left, y, _right, y, "grid");
        _canvas.Rule(least, y, most, y, "range");
        foreach ((int series, decimal x) in dots)
        {
            string says = $"{row.Label}: {_chart.Series[series]} {ReportValues.Dollars(row.Values[series]!.Value)}";
            _canvas.Mark(Marks[series], x, y, Radii[series], $"mark m{series}", says);
        }

        Remark(row.Remark, least - Gap, most + Gap, y);
    }

    /// <summary>Draws the remark to the right or left of the dots, if there is room.</summary>
    private void Remark(string remark, decimal before, decimal after, decimal y)
    {
        decimal width = ChartText.Width(remark);
        if (after + width <= _right)
        {
            _canvas.Text(remark, after, y + ChartText.Descent, "none halo");
        }
        else if (before - width >= _left)
        {
            _canvas.Text(remark, before, y + ChartText.Descent, "none halo", "end");
        }
    }
}
