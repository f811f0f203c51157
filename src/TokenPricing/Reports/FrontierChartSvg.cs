using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>Draws prices against context windows in SVG: a dot a model, and through the cheapest for each context a line of steps.</summary>
/// <remarks>
/// Nothing lies below that line, so the names of the dots on it stand there. Widths of text are estimated from above, as for
/// <see cref="BarChartSvg"/>.
/// </remarks>
internal static class FrontierChartSvg
{
    public const int Width = 760;
    public const int Height = 500;

    private const int Left = 72;
    private const int Right = 14;
    private const int Top = 34;
    private const int Bottom = 46;
    private const int Padding = 24;
    private const int LineHeight = 20;
    private const int TickGap = 46;

    /// <summary>The chart inside a page.</summary>
    public static void Write(MarkupWriter svg, FrontierChart chart, string id)
    {
        svg.Open("svg", ("viewBox", $"0 0 {Number(Width)} {Number(Height)}"), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-desc")).NewLine();
        Draw(svg, chart, id);
        svg.Close();
    }

    /// <summary>The chart as an image of its own, with the answer in words over it.</summary>
    public static string Image(FrontierChart chart, string title, string lead)
    {
        ImmutableArray<string> lines = [.. ReportText.Wrap(lead, Width / 7), chart.Title];
        int head = Padding + 26 + (lines.Length * LineHeight) + 10;
        (string width, string height) = (Number(Width + (2 * Padding)), Number(head + Height + Padding));
        MarkupWriter svg = new();
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {width} {height}"), ("width", width), ("height", height),
            ("role", "img"), ("aria-labelledby", "chart-title chart-desc")).NewLine();
        svg.Open("style").NewLine().Trusted(HtmlStyle.Svg).NewLine().Close().NewLine();
        svg.Void("rect", ("class", "page"), ("width", width), ("height", height)).NewLine();
        svg.Element("text", title, ("class", "heading"), ("x", Number(Padding)), ("y", Number(Padding + 14))).NewLine();
        foreach ((int i, string line) in lines.Index())
        {
            svg.Element("text", line, ("class", "axis"), ("x", Number(Padding)), ("y", Number(Padding + 26 + ((i + 1) * LineHeight) - 4))).NewLine();
        }

        svg.Open("svg", ("x", Number(Padding)), ("y", Number(head)), ("width", Number(Width)), ("height", Number(Height))).NewLine();
        Draw(svg, chart, "chart");
        svg.Close().NewLine().Close().NewLine();
        return svg.ToString();
    }

    private static void Draw(MarkupWriter svg, FrontierChart chart, string id)
    {
        FrontierPoint[] frontier = [.. chart.Points.Where(p => p.IsOnFrontier).OrderBy(p => p.Tokens).ThenBy(p => p.UsdPerMillion)];
        svg.Element("title", chart.Title, ("id", $"{id}-title")).NewLine();
        svg.Element("desc", string.Join("; ", frontier.Select(p => $"{p.Label}: {p.Detail}")), ("id", $"{id}-desc")).NewLine();
        LogScale tokens = new(chart.Points.Min(p => p.Tokens), chart.Points.Max(p => p.Tokens), Left, Width - Right, 0.03m, 0.22m);

        // Below the cheapest there is place for names.
        LogScale usd = new(chart.Points.Min(p => p.UsdPerMillion), chart.Points.Max(p => p.UsdPerMillion), Height - Bottom, Top, 0.2m, 0.04m);
        Axes(svg, tokens, usd, 2 * (decimal)chart.Points.Max(p => p.Tokens));
        foreach (FrontierPoint point in chart.Points.Where(p => !p.IsOnFrontier))
        {
            Dot(svg, point, tokens, usd, "dot", "3");
        }

        Steps(svg, [.. frontier.Select(p => (tokens.Place(p.Tokens), usd.Place(p.UsdPerMillion)))]);
        Names(svg, FrontierLabels.Place([.. OnePerPlace(frontier).Select(p => (p.Name, tokens.Place(p.Tokens), usd.Place(p.UsdPerMillion)))], Width, Height - Bottom));
        foreach (FrontierPoint point in frontier)
        {
            Dot(svg, point, tokens, usd, "best", "5");
        }
    }

    // Of models with the same price and the same context, the first is named.
    private static IEnumerable<(string Name, long Tokens, decimal UsdPerMillion)> OnePerPlace(FrontierPoint[] frontier) =>
        frontier.GroupBy(p => (p.Tokens, p.UsdPerMillion), (place, points) => (Words.AndMore([.. points.Select(p => p.Label)]), place.Tokens, place.UsdPerMillion));

    private static void Names(MarkupWriter svg, IReadOnlyList<FrontierLabel> labels)
    {
        foreach (string path in labels.Select(l => l.Leader).OfType<string>())
        {
            svg.Void("path", ("class", "leader"), ("d", path)).NewLine();
        }

        foreach (FrontierLabel label in labels)
        {
            svg.Element("text", label.Text, ("class", "name"), ("x", Number(label.Box.Left)), ("y", Number(label.Baseline))).NewLine();
        }
    }

    private static void Axes(MarkupWriter svg, LogScale tokens, LogScale usd, decimal mostTokens)
    {
        svg.Element("text", "US dollars per 1M blended tokens", ("class", "axis"), ("x", "0"), ("y", "14")).NewLine();
        svg.Element("text", "Context window in tokens", ("class", "axis"), ("x", Number(Width - Right)), ("y", Number(Height - 6)), ("text-anchor", "end")).NewLine();
        foreach (decimal tick in PriceTicks(usd))
        {
            decimal y = usd.Place(tick);
            svg.Void("line", ("class", "grid"), ("x1", Number(Left)), ("x2", Number(Width - Right)), ("y1", Number(y)), ("y2", Number(y))).NewLine();
            svg.Element("text", Round(tick), ("class", "axis"), ("x", Number(Left - 8)), ("y", Number(y + 4)), ("text-anchor", "end")).NewLine();
        }

        decimal last = 0;
        foreach (long tick in TokenTicks().Where(t => t < mostTokens && tokens.Holds(t)))
        {
            decimal x = tokens.Place(tick);
            if (x - last >= TickGap && x + (TickGap / 2) <= Width)
            {
                svg.Void("line", ("class", "grid"), ("x1", Number(x)), ("x2", Number(x)), ("y1", Number(Top)), ("y2", Number(Height - Bottom))).NewLine();
                svg.Element("text", Words.Tokens(tick), ("class", "axis"), ("x", Number(x)), ("y", Number(Height - Bottom + 18)), ("text-anchor", "middle")).NewLine();
                last = x;
            }
        }
    }

    // A tick is a round number: "$1" says all that "$1.00" does.
    private static string Round(decimal tick) => tick >= 1 ? Words.Dollars(tick).Split('.')[0] : Words.Dollars(tick);

    // Powers of ten, and where there are few of them also their doubles and fivefolds.
    private static IEnumerable<decimal> PriceTicks(LogScale usd)
    {
        decimal[] steps = usd.Doublings < 9 ? [1, 2, 5] : [1];
        for (decimal power = 0.000_000_000_001m; power <= 1_000_000_000_000; power *= 10)
        {
            foreach (decimal tick in steps.Select(step => step * power).Where(usd.Holds))
            {
                yield return tick;
            }
        }
    }

    // As context windows are advertised: doubles, of one, of a thousand and of a million.
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

    private static void Steps(MarkupWriter svg, ImmutableArray<(decimal X, decimal Y)> points)
    {
        if (points.Length > 0)
        {
            string steps = string.Concat(points.Select(p => $" V {Number(p.Y)} H {Number(p.X)}"));
            svg.Void("path", ("class", "step"), ("d", $"M {Number(Left)} {Number(points[0].Y)}{steps}")).NewLine();
        }
    }

    private static void Dot(MarkupWriter svg, FrontierPoint point, LogScale tokens, LogScale usd, string kind, string radius)
    {
        svg.Open("circle", ("class", kind), ("cx", Number(tokens.Place(point.Tokens))), ("cy", Number(usd.Place(point.UsdPerMillion))), ("r", radius));
        svg.Element("title", $"{point.Label}: {point.Detail}").Close().NewLine();
    }

    private static string Number(decimal value) => DecimalText.Format(value);
}
