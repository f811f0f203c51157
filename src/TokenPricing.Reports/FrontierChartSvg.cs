namespace TokenPricing.Reports;

/// <summary>Draws prices against context windows or scores in SVG: a dot for each model, and a stepped line through the frontier.</summary>
/// <remarks>
/// No dot lies below that line, so the names of the models on it are drawn there. If they do not all fit, numbers are drawn instead, and a
/// list below the chart explains them.
/// </remarks>
internal sealed class FrontierChartSvg
{
    private const int Gap = 8;
    private const int Right = 14;
    private const int Top = 34;
    private const int AxisHeight = 46;
    private const int LineHeight = 22;

    private readonly ChartCanvas _canvas;
    private readonly FrontierChart _chart;
    private readonly FrontierPoint[] _frontier;
    private readonly int _bottom;
    private readonly decimal _left;
    private readonly Func<decimal, decimal> _across;
    private readonly IReadOnlyList<decimal> _prices;
    private readonly LogScale _usd;

    /// <summary>Determines the scales.</summary>
    private FrontierChartSvg(ChartCanvas canvas, FrontierChart chart)
    {
        (_canvas, _chart, _frontier) = (canvas, chart, [.. chart.Frontier]);
        _bottom = Top + Math.Clamp(canvas.Width * 6 / 10, 300, 620);

        // Names are drawn below the cheapest model.
        _usd = new LogScale(chart.Points.Min(p => p.UsdPerMillion), chart.Points.Max(p => p.UsdPerMillion), _bottom, Top, 0.2m, 0.04m);
        _prices = SvgAxis.Ratios(_usd, _ => 26);
        _left = Math.Min(_prices.Select(p => ChartText.Width(SvgAxis.Dollars(p))).DefaultIfEmpty(0).Max(), canvas.Width * 4 / 10) + Gap;
        _across = Across(chart.Points.Min(p => p.Worth), chart.Points.Max(p => p.Worth));
    }

    /// <summary>Draws a chart.</summary>
    /// <returns>The height of the drawing.</returns>
    public static int Draw(ChartCanvas canvas, FrontierChart chart) => new FrontierChartSvg(canvas, chart).Draw();

    private int Draw()
    {
        Axes();
        foreach (FrontierPoint point in _chart.Points.Where(p => !p.IsOnFrontier))
        {
            Dot(point, "dot", 3);
        }

        Steps();
        int bottom = _bottom + AxisHeight;
        (string Name, string Detail, decimal X, decimal Y)[] places =
            [.. _frontier.GroupBy(p => (p.Worth, p.UsdPerMillion)).Select(g => Named([.. g]))];

        // The prices are to the left of the plot.
        decimal longest = Math.Min(Math.Max(240, _canvas.Width / 4), _canvas.Width - _left - 1);
        IReadOnlyList<FrontierLabel> labels =
            FrontierLabels.Place([.. places.Select(p => (ChartText.Shorten(p.Name, longest), p.X, p.Y))], _canvas.Width, _bottom);
        bool areNamed = labels.Count == places.Length;
        Names(areNamed
            ? labels
            : FrontierLabels.Place([.. places.Select((p, i) => (ChartCanvas.Number(i + 1), p.X, p.Y))], _canvas.Width, _bottom));
        foreach (FrontierPoint point in _frontier)
        {
            Dot(point, "best", 5);
        }

        return areNamed ? bottom : List(places, bottom);
    }

    /// <summary>
    /// Returns the label of models with the same price and worth: the first name and the number of the others, such as "Grok 4 +1".
    /// </summary>
    private (string Name, string Detail, decimal X, decimal Y) Named(FrontierPoint[] points) =>
    (
        points[0].Label + (points.Length == 1 ? "" : $" +{ChartCanvas.Number(points.Length - 1)}"),
        points[0].Detail,
        _across(points[0].Worth),
        _usd.Place(points[0].UsdPerMillion));

    /// <summary>Draws the list that explains the numbers, and returns where it ends.</summary>
    private int List((string Name, string Detail, decimal X, decimal Y)[] places, int top)
    {
        int numbers = ChartText.Width(ChartCanvas.Number(places.Length));
        decimal left = numbers + 10;
        decimal name = _canvas.IsNarrow
            ? _canvas.Width - left
            : Math.Min(places.Max(p => ChartText.Width(ReportText.OneLine(p.Name))), _canvas.Width * 0.4m);
        decimal beside = _canvas.IsNarrow ? left : left + name + 16;
        top += 8;
        foreach ((int i, (string text, string detail, _, _)) in places.Index())
        {
            _canvas.Text(ChartCanvas.Number(i + 1), numbers, top + ChartText.Ascent, "axis", "end");
            _canvas.Text(ChartText.Shorten(text, name), left, top + ChartText.Ascent);
            top += _canvas.IsNarrow ? 18 : 0;
            _canvas.Text(ChartText.Shorten(detail, _canvas.Width - beside), beside, top + ChartText.Ascent, "axis");
            top += LineHeight;
        }

        return top;
    }

    /// <summary>Draws the names and the lines that lead to them.</summary>
    private void Names(IReadOnlyList<FrontierLabel> labels)
    {
        foreach (string path in labels.Select(l => l.Leader).OfType<string>())
        {
            _canvas.Path(path, "leader");
        }

        foreach (FrontierLabel label in labels)
        {
            _canvas.Text(label.Text, label.Box.Left, label.Baseline, "name");
        }
    }

    /// <summary>Returns the function that places a worth on the horizontal axis, with room for names on the right.</summary>
    private Func<decimal, decimal> Across(decimal least, decimal most)
    {
        (decimal before, decimal after) = (0.03m, _canvas.IsNarrow ? 0.06m : 0.16m);
        if (_chart.Benchmark is null)
        {
            return new LogScale(least, most, _left, _canvas.Width - Right, before, after).Place;
        }

        decimal width = _canvas.Width - Right - _left;
        decimal begin = _left + (width * before);
        return score => decimal.Round(most == least ? begin : begin + ((score - least) / (most - least) * width * (1 - before - after)), 1);
    }

    private void Axes()
    {
        _canvas.Text("US dollars per 1M blended tokens", 0, 14, "axis");
        string across = ChartText.Shorten(_chart.Benchmark ?? "Context window in tokens", _canvas.Width - Right);
        _canvas.Text(across, _canvas.Width - Right, _bottom + AxisHeight - 6, "axis", "end");
        foreach (decimal tick in _prices)
        {
            decimal y = _usd.Place(tick);
            _canvas.Rule(_left, y, _canvas.Width - Right, y, "grid");
            _canvas.Text(ChartText.Shorten(SvgAxis.Dollars(tick), _left - Gap), _left - Gap, y + ChartText.Descent, "axis", "end");
        }

        decimal last = 0;
        foreach ((decimal tick, string label) in Ticks(_chart.Points.Min(p => p.Worth), _chart.Points.Max(p => p.Worth)))
        {
            decimal x = _across(tick);
            decimal half = ChartText.Width(label) / 2m;
            if (x >= _left && x - half >= last && x + half <= _canvas.Width)
            {
                _canvas.Rule(x, Top, x, _bottom, "grid");
                _canvas.Text(label, x, _bottom + 20, "axis", "middle");
                last = x + half + 10;
            }
        }
    }

    /// <summary>Returns the values of the horizontal axis with their labels.</summary>
    private IEnumerable<(decimal Tick, string Label)> Ticks(decimal least, decimal most) => _chart.Benchmark is null
        ? TokenTicks().Where(t => t >= least / 2 && t <= most * 1.5m).Select(t => ((decimal)t, ReportValues.Tokens(t)))
        : SvgAxis.Between(least, most, _canvas.IsNarrow ? 4 : 8).Select(s => (s, PlainText.Of(s)));

    /// <summary>
    /// Returns the token counts of the axis as context windows are advertised: powers of two, times 1, 1K or 1M and so on.
    /// </summary>
    private static IEnumerable<long> TokenTicks()
    {
        for (long unit = 1; unit <= 1_000_000_000; unit *= 1_000)
        {
            for (int step = 1; step < 1_000; step *= 2)
            {
                yield return unit * step;
            }
        }
    }

    /// <summary>Draws the stepped line of the frontier.</summary>
    private void Steps()
    {
        if (_frontier.Length > 0)
        {
            string steps = string.Concat(
                _frontier.Select(p => $"V{ChartCanvas.Number(_usd.Place(p.UsdPerMillion))}H{ChartCanvas.Number(_across(p.Worth))}"));
            _canvas.Path($"M{ChartCanvas.Number(_left)} {ChartCanvas.Number(_usd.Place(_frontier[0].UsdPerMillion))}{steps}", "step");
        }
    }

    private void Dot(FrontierPoint point, string kind, int radius) =>
        _canvas.Mark(
            ChartMark.Circle,
            _across(point.Worth),
            _usd.Place(point.UsdPerMillion),
            radius,
            kind,
            $"{point.Label}: {point.Detail}");
}
