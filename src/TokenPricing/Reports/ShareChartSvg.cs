namespace TokenPricing;

/// <summary>Draws what two sides cost by the share of input in SVG, with the share that was asked for and the one at which both cost the same.</summary>
internal sealed class ShareChartSvg
{
    private const int HeadHeight = 52;
    private const int AxisHeight = 24;
    private const int SideHeight = 22;
    private const int Gap = 8;
    private const int AmountCount = 5;

    private readonly ChartCanvas _canvas;
    private readonly ShareChart _chart;
    private readonly IReadOnlyList<decimal> _amounts;
    private readonly decimal _left;
    private readonly decimal _right;
    private readonly int _bottom;
    private readonly ChartField _field;

    private ShareChartSvg(ChartCanvas canvas, ShareChart chart)
    {
        (_canvas, _chart) = (canvas, chart);
        _amounts = SvgAxis.Amounts(chart.Lines.Max(l => Math.Max(l.AtNone, l.AtAll)), AmountCount);
        _left = Math.Min(_amounts.Max(a => ChartText.Width(SvgAxis.Dollars(a, _amounts[1]))), canvas.Width / 4) + Gap;
        _right = canvas.Width - ChartEnds.Room(chart.Lines.Select(EndLabel));
        _bottom = HeadHeight + Math.Clamp(canvas.Width * 4 / 10, 200, 380);
        _field = new ChartField(new ChartBox(_left, HeadHeight - ChartText.Ascent, _right, _bottom));
    }

    /// <returns>How high the drawing is.</returns>
    public static int Draw(ChartCanvas canvas, ShareChart chart) => new ShareChartSvg(canvas, chart).Draw();

    private int Draw()
    {
        Axes();
        foreach (ShareLine line in _chart.Lines)
        {
            _canvas.Rule(_left, Y(line.AtNone), _right, Y(line.AtAll), $"line l{line.Place}");
            _field.TakeSlope(_left, Y(line.AtNone), _right, Y(line.AtAll));
        }

        // The lines first, then the words over them.
        decimal? asked = _chart.Asked;
        decimal? even = _chart.BreakEven;
        Upright(asked, 38, "asked");
        Upright(even, 16, "even");
        Head(asked, 38, s => $"Asked for: {Percent(s)}");
        Head(even, 16, s => $"Break-even: {Percent(s)}, both {Words.Dollars(_chart.Lines[0].At(s))}");
        foreach (ShareLine line in _chart.Lines)
        {
            Prices(line);
        }

        if (even is { } share)
        {
            _canvas.Mark(ChartMark.Circle, X(share), Y(_chart.Lines[0].At(share)), 6, "ring");
        }

        ChartEnds.Draw(_canvas, _chart.Lines.Select(l => new ChartEnd(l.Place, EndLabel(l), _right, Y(l.AtAll))), _right, HeadHeight, _bottom);
        int top = Sides(_bottom + AxisHeight);
        _canvas.Text(ChartText.Shorten(_chart.Axis, _canvas.Width), _left, top + 14, "axis");
        top += AxisHeight;
        return _canvas.IsNarrow ? ChartEnds.List(_canvas, _chart.Lines.Select(l => (l.Place, l.Label)), top + 4) : top;
    }

    private string EndLabel(ShareLine line) => _canvas.IsNarrow
        ? ChartText.Shorten(Words.Dollars(line.AtAll), _canvas.Width / 4)
        : ChartText.Shorten($"{Words.Dollars(line.AtAll)} {line.Label}", _canvas.Width * 3 / 10);

    private static string Percent(decimal share) => Words.Percent(Percentage.FromFraction(share)) + " input";

    private decimal X(decimal share) => _left + (share * (_right - _left));

    private decimal Y(decimal usd) => _bottom - (usd / _amounts[^1] * (_bottom - HeadHeight));

    private void Axes()
    {
        foreach (decimal amount in _amounts)
        {
            _canvas.Rule(_left, Y(amount), _right, Y(amount), amount == 0 ? "base" : "grid");
            _canvas.Text(ChartText.Shorten(SvgAxis.Dollars(amount, _amounts[1]), _left - Gap), _left - Gap, Y(amount) + ChartText.Descent, "axis", "end");
        }

        decimal[] shares = _canvas.IsNarrow ? [0, 0.5m, 1] : [0, 0.25m, 0.5m, 0.75m, 1];
        foreach (decimal share in shares)
        {
            _canvas.Rule(X(share), _bottom, X(share), _bottom + 5, "base");
            _canvas.Text(Words.Percent(Percentage.FromFraction(share)), X(share), _bottom + 20, "axis", "middle");
        }
    }

    private void Upright(decimal? share, int baseline, string kind)
    {
        if (share is { } at)
        {
            _canvas.Rule(X(at), baseline + 6, X(at), _bottom, kind);
            _field.TakeLine(X(at), baseline + 6, X(at), _bottom);
        }
    }

    private void Head(decimal? share, int baseline, Func<decimal, string> text)
    {
        if (share is { } at)
        {
            string said = ChartText.Shorten(text(at), _canvas.Width);
            decimal half = ChartText.Width(said) / 2m;
            _canvas.Text(said, Math.Clamp(X(at), half, _canvas.Width - half), baseline, "label halo", "middle");
        }
    }

    // What the side costs at the share asked for and without input; at the end of its line stands what it costs with nothing else.
    private void Prices(ShareLine line)
    {
        foreach (decimal share in new[] { _chart.Asked, 0 }.OfType<decimal>())
        {
            string text = Words.Dollars(line.At(share));
            (decimal x, decimal y) = (X(share), Y(line.At(share)));
            if (share == _chart.Asked)
            {
                _canvas.Mark(ChartMark.Circle, x, y, 4.5m, $"point c{line.Place}");
            }

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

    /// <returns>Where the words end that say which side is the cheaper on either side of the break-even.</returns>
    private int Sides(int top)
    {
        if (_chart.BreakEven is not { } share || _chart.Lines.Length < 2)
        {
            return top;
        }

        (ShareLine one, ShareLine other) = (_chart.Lines[0], _chart.Lines[1]);
        Side((one.AtNone <= other.AtNone ? one : other).Label, _left, X(share) - Gap, top);
        Side((one.AtAll <= other.AtAll ? one : other).Label, X(share) + Gap, _right, top);
        return top + SideHeight;
    }

    private void Side(string name, decimal left, decimal right, int top)
    {
        const int Least = 90;
        if (right - left >= Least)
        {
            const string Cheaper = " is cheaper";
            _canvas.Rule(left, top + 3, right, top + 3, "base");
            _canvas.Text(ChartText.Shorten(name, right - left - ChartText.Width(Cheaper)) + Cheaper, (left + right) / 2, top + 18, "label", "middle");
        }
    }
}
