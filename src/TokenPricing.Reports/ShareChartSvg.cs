namespace TokenPricing.Reports;

/// <summary>Draws the prices of two models by the share of input in SVG, with the requested share and the break-even share.</summary>
internal sealed class ShareChartSvg
{
    private const int HeadHeight = 52;
    private const int AxisHeight = 24;
    private const int SideHeight = 22;
    private const int Gap = 8;
    private const int AmountCount = 5;

    private static readonly int[] ShareCounts = [4, 2, 1];

    private readonly ChartCanvas _canvas;
    private readonly ShareChart _chart;
    private readonly IReadOnlyList<decimal> _amounts;
    private readonly decimal _left;
    private readonly decimal _right;
    private readonly int _bottom;
    private readonly ChartField _field;

    /// <summary>Determines the scales.</summary>
    private ShareChartSvg(ChartCanvas canvas, ShareChart chart)
    {
        (_canvas, _chart) = (canvas, chart);
        _amounts = SvgAxis.Amounts(chart.Lines.Max(l => Math.Max(l.AtNone, l.AtAll)), AmountCount);
        _left = Math.Min(_amounts.Max(a => ChartText.Width(SvgAxis.Dollars(a, _amounts[1]))), canvas.Width * 4 / 10) + Gap;
        _right = canvas.Width - ChartEnds.Room(chart.Lines.Select(EndLabel));
        _bottom = HeadHeight + Math.Clamp(canvas.Width * 4 / 10, 200, 380);
        _field = new ChartField(new ChartBox(_left, HeadHeight - Gap, _right, _bottom));
    }

    /// <summary>Draws a chart.</summary>
    /// <returns>The height of the drawing.</returns>
    public static int Draw(ChartCanvas canvas, ShareChart chart) => new ShareChartSvg(canvas, chart).Draw();

    private int Draw()
    {
        Axes();
        foreach (ShareLine line in _chart.Lines)
        {
            _canvas.Rule(_left, Y(line.AtNone), _right, Y(line.AtAll), $"line l{line.Place}");
            _field.TakeSlope(_left, Y(line.AtNone), _right, Y(line.AtAll));
        }

        // The text is drawn after the lines, so that it is on top.
        decimal? asked = _chart.Asked;
        decimal? even = _chart.BreakEven;
        Upright(asked, 38, "asked");
        Upright(even, 16, "even");
        Head(asked, 38, even, s => $"Asked for: {Percent(s)}");
        Head(even, 16, null, s => $"Break-even: {Percent(s)}, both {ReportValues.Dollars(_chart.Lines[0].At(s))}");
        if (even is { } share)
        {
            Mark(_chart.Lines[0], share, 6, "ring");
        }

        foreach (ShareLine line in asked is null ? [] : _chart.Lines)
        {
            Mark(line, asked!.Value, 4.5m, $"point c{line.Place}");
        }

        foreach (ShareLine line in _chart.Lines)
        {
            Prices(line);
        }

        ChartEnds.Draw(
            _canvas,
            _chart.Lines.Select(l => new ChartEnd(l.Place, EndLabel(l), _right, Y(l.AtAll))),
            _right,
            HeadHeight,
            _bottom);
        int top = Sides(_bottom + AxisHeight);
        top = _canvas.Lines(ChartText.Wrap(_chart.Axis, _canvas.Width - _left, 3), _left, top + 2, "axis", 18) + 6;
        return _canvas.IsNarrow ? ChartEnds.List(_canvas, _chart.Lines.Select(l => (l.Place, l.Label)), top + 4) : top;
    }

    /// <summary>Returns the label at the end of a line: the price, the model, and the provider if there is room.</summary>
    private string EndLabel(ShareLine line)
    {
        string price = ReportValues.Dollars(line.AtAll);
        string whole = ReportText.OneLine($"{price} {line.Label}");
        int room = _canvas.Width * 3 / 10;
        return _canvas.IsNarrow ? ChartText.Shorten(price, _canvas.Width / 4)
            : ChartText.Width(whole) <= room ? whole
            : ChartText.Shorten($"{price} {line.Name}", room);
    }

    private static string Percent(decimal share) => ReportValues.Percent(Percentage.FromFraction(share)) + " input";

    /// <summary>Returns the horizontal coordinate of a share.</summary>
    private decimal X(decimal share) => _left + (share * (_right - _left));

    /// <summary>Returns the vertical coordinate of a price in US dollars.</summary>
    private decimal Y(decimal usd) => _bottom - (usd / _amounts[^1] * (_bottom - HeadHeight));

    private void Axes()
    {
        foreach (decimal amount in _amounts)
        {
            _canvas.Rule(_left, Y(amount), _right, Y(amount), amount == 0 ? "base" : "grid");
            _canvas.Text(
                ChartText.Shorten(SvgAxis.Dollars(amount, _amounts[1]), _left - Gap),
                _left - Gap,
                Y(amount) + ChartText.Descent,
                "axis",
                "end");
        }

        // As many shares as fit; both ends always have a label.
        int count = ShareCounts.First(n => n == 1 || (_right - _left) / n > ChartText.Width("100 %") + Gap);
        foreach (decimal share in Enumerable.Range(0, count + 1).Select(i => (decimal)i / count))
        {
            _canvas.Rule(X(share), _bottom, X(share), _bottom + 5, "base");
            _canvas.Text(ReportValues.Percent(Percentage.FromFraction(share)), X(share), _bottom + 20, "axis", "middle");
        }
    }

    /// <summary>Draws a vertical line at a share; nothing for <see langword="null"/>.</summary>
    private void Upright(decimal? share, int baseline, string kind)
    {
        if (share is { } at)
        {
            _canvas.Rule(X(at), baseline + 6, X(at), _bottom, kind);
            _field.TakeLine(X(at), baseline + 6, X(at), _bottom);
        }
    }

    /// <summary>Draws a circle on a line at a share.</summary>
    private void Mark(ShareLine line, decimal share, decimal radius, string kind)
    {
        (decimal x, decimal y) = (X(share), Y(line.At(share)));
        _canvas.Mark(ChartMark.Circle, x, y, radius, kind);
        _field.Take(new ChartBox(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1));
    }

    /// <summary>
    /// Draws a caption centered above its vertical line, or next to the other vertical line if that would cross the text.
    /// </summary>
    private void Head(decimal? share, int baseline, decimal? other, Func<decimal, string> text)
    {
        if (share is not { } at)
        {
            return;
        }

        string said = ChartText.Shorten(text(at), _canvas.Width);
        int width = ChartText.Width(said);
        decimal most = _canvas.Width - width;
        decimal left = Math.Clamp(X(at) - (width / 2m), 0, most);
        if (other is { } line && X(line) + Gap > left && X(line) - Gap < left + width)
        {
            decimal beside = line < at ? X(line) + Gap : X(line) - Gap - width;
            left = beside >= 0 && beside <= most ? beside : left;
        }

        _canvas.Text(said, left, baseline, "label halo");
    }

    /// <summary>
    /// Draws the prices of a line at the requested share and without input, where there is room. The price for input only is at the end of
    /// the line.
    /// </summary>
    private void Prices(ShareLine line)
    {
        foreach (decimal share in new[] { _chart.Asked, 0 }.OfType<decimal>())
        {
            string text = ReportValues.Dollars(line.At(share));
            (decimal x, decimal y) = (X(share), Y(line.At(share)));
            (decimal X, decimal Y)[] places =
            [
                .. from away in new decimal[] { 6, 12, 20 }
                   from left in new[] { x + Gap, x - Gap - ChartText.Width(text) }
                   from baseline in new[] { y - away, y + away + ChartText.Ascent }
                   select (left, baseline),
            ];
            foreach ((decimal left, decimal baseline) in places)
            {
                if (_field.TryTakeText(text, left, baseline))
                {
                    _canvas.Text(text, left, baseline, "label halo");
                    break;
                }
            }
        }
    }

    /// <summary>Draws which model is cheaper on each side of the break-even share.</summary>
    /// <returns>The vertical coordinate below the text.</returns>
    private int Sides(int top)
    {
        if (_chart.BreakEven is not { } share || _chart.Lines.Length < 2)
        {
            return top;
        }

        (ShareLine one, ShareLine other) = (_chart.Lines[0], _chart.Lines[1]);
        bool below = Side(one.AtNone <= other.AtNone ? one : other, _left, X(share) - Gap, top);
        bool above = Side(one.AtAll <= other.AtAll ? one : other, X(share) + Gap, _right, top);
        return below || above ? top + SideHeight : top;
    }

    /// <summary>Draws one of the two texts if it fits, and returns whether it did.</summary>
    private bool Side(ShareLine cheaper, decimal left, decimal right, int top)
    {
        string text = ReportText.OneLine($"{cheaper.Name} is cheaper");
        if (ChartText.Width(text) > right - left)
        {
            return false;
        }

        _canvas.Rule(left, top + 3, right, top + 3, "base");
        _canvas.Text(text, (left + right) / 2, top + 18, "label", "middle");
        return true;
    }
}
