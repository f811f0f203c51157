using NodaTime;

namespace TokenPricing;

/// <summary>Draws a step chart in SVG: panels one under another, each line with its label at its end.</summary>
/// <remarks>Widths of text are estimated as <see cref="BarChartSvg"/> does, so that no label runs into another or out of view.</remarks>
internal static class StepChartSvg
{
    public const int ViewWidth = 680;

    private const int PlotHeight = 170;
    private const int LabelHeight = 18;
    private const int TitleHeight = 28;
    private const int DatesHeight = 26;
    private const int PanelGap = 22;
    private const int Gap = 8;
    private const int LeaderWidth = 18;
    private const int MaxLabelWidth = 250;
    private const int AmountCount = 4;
    private const int DateGap = 18;
    private const int TextRise = 4;

    public static void Write(MarkupWriter svg, StepChart chart, string id)
    {
        MarkupWriter drawing = new();
        int height = Draw(drawing, chart);
        svg.Open("svg", ("viewBox", $"0 0 {ViewWidth} {height}"), ("role", "img"), ("aria-labelledby", $"{id}-title {id}-desc")).NewLine();
        svg.Element("title", chart.Title, ("id", $"{id}-title")).NewLine().Element("desc", Description(chart), ("id", $"{id}-desc")).NewLine();
        svg.Trusted(drawing.ToString()).Close();
    }

    /// <summary>The chart as a file of its own, with a title and its own colours for light and dark.</summary>
    public static string Image(StepChart chart, string title)
    {
        const int Margin = 24;
        const int Header = 58;
        MarkupWriter drawing = new();
        int height = Draw(drawing, chart) + Header + (2 * Margin);
        int width = ViewWidth + (2 * Margin);
        MarkupWriter svg = new();
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {width} {height}"), ("width", $"{width}"), ("height", $"{height}"),
            ("role", "img"), ("aria-labelledby", "title desc")).NewLine();
        svg.Element("title", title, ("id", "title")).NewLine().Element("desc", Description(chart), ("id", "desc")).NewLine();
        svg.Open("style").NewLine().Trusted(HtmlStyle.Svg).NewLine().Close().NewLine();
        svg.Void("rect", ("class", "page"), ("width", "100%"), ("height", "100%")).NewLine();
        svg.Element("text", BarChartSvg.Shorten(title, ViewWidth * BarChartSvg.FontSize / 20, isBold: true), ("class", "heading"), ("x", $"{Margin}"), ("y", $"{Margin + 18}")).NewLine();
        svg.Element("text", BarChartSvg.Shorten(chart.Title, ViewWidth, isBold: false), ("class", "axis"), ("x", $"{Margin}"), ("y", $"{Margin + 40}")).NewLine();
        svg.Open("g", ("transform", $"translate({Margin} {Margin + Header})")).NewLine().Trusted(drawing.ToString()).Close().NewLine().Close().NewLine();
        return svg.ToString();
    }

    private static int Draw(MarkupWriter svg, StepChart chart)
    {
        // All panels have one time axis, so the widest labels of any decide.
        IReadOnlyList<decimal>[] amounts = [.. chart.Panels.Select(p => SvgAxis.Amounts(Sparkline.Largest(p), AmountCount))];
        int left = amounts.SelectMany(a => a.Select(t => BarChartSvg.TextWidth(SvgAxis.Dollars(t, a[1]), isBold: false))).Max() + Gap;
        int labels = chart.Panels.SelectMany(p => p.Drawn).Select(l => BarChartSvg.TextWidth(Label(l.Line), isBold: false)).Max();
        int right = ViewWidth - labels - LeaderWidth - Gap;
        int top = 0;
        foreach ((int i, StepPanel panel) in chart.Panels.Index())
        {
            top = new Panel(svg, chart, left, right, top + TitleHeight).Draw(panel, amounts[i]) + PanelGap;
        }

        return Math.Max(top - PanelGap, 1);
    }

    private static string Label(StepLine line) => BarChartSvg.Shorten(line.Label, MaxLabelWidth, isBold: false);

    private static string Description(StepChart chart) => string.Join("; ", chart.Panels.Select(p => $"{p.Title}: {string.Join(", ", p.Drawn.Select(l => l.Line.Label))}"));

    private static string Number(decimal value) => DecimalText.Format(decimal.Round(value, 1));

    private sealed class Panel(MarkupWriter svg, StepChart chart, int left, int right, int top)
    {
        private int _height;
        private decimal _largest;

        private int Bottom => top + _height;

        /// <returns>Where the panel ends.</returns>
        public int Draw(StepPanel panel, IReadOnlyList<decimal> amounts)
        {
            _height = Math.Max(PlotHeight, panel.Lines.Length * LabelHeight);
            _largest = amounts[^1];
            Text(BarChartSvg.Shorten(panel.Title, ViewWidth, isBold: true), 0, top - TitleHeight + 12, "panel");
            foreach (decimal amount in amounts)
            {
                Rule(left, Y(amount), right, Y(amount), amount == 0 ? "base" : "grid");
                Text(SvgAxis.Dollars(amount, amounts[1]), left - Gap, Y(amount) + TextRise, "axis", "end");
            }

            Dates();
            foreach ((int i, StepLine line) in panel.Drawn)
            {
                svg.Void("path", ("class", $"line l{i}"), ("d", Path(line))).NewLine();
            }

            if (panel.Lines.Length == 1)
            {
                Amounts(panel.Lines[0]);
            }

            Labels(panel);
            return Bottom + DatesHeight;
        }

        private decimal X(Instant at) => left + ((right - left) * (decimal)(at - chart.From).BclCompatibleTicks / (chart.To - chart.From).BclCompatibleTicks);

        private decimal Y(decimal usd) => Bottom - (usd / _largest * _height);

        private void Dates()
        {
            IEnumerable<(LocalDate Day, string Label)> dates = SvgAxis.Dates(
                Day(chart.From), Day(chart.To), right - left, label => BarChartSvg.TextWidth(label, isBold: false) + DateGap);
            int free = 0;
            foreach ((LocalDate day, string label) in dates)
            {
                decimal x = X(day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());
                int width = BarChartSvg.TextWidth(label, isBold: false);
                if (x < left)
                {
                    continue;
                }

                Rule(x, Bottom, x, Bottom + 5, "base");
                decimal start = Math.Clamp(x - (width / 2m), 0, ViewWidth - width);
                if (start >= free)
                {
                    Text(label, start + (width / 2m), Bottom + 20, "axis", "middle");
                    free = (int)start + width + Gap;
                }
            }
        }

        private string Path(StepLine line)
        {
            List<string> path = [];
            StepStretch? before = null;
            foreach (StepStretch stretch in line.Stretches)
            {
                path.Add(before?.To == stretch.From ? $"V{Number(Y(stretch.Usd))}" : $"M{Number(X(stretch.From))} {Number(Y(stretch.Usd))}");
                path.Add($"H{Number(X(stretch.To))}");
                before = stretch;
            }

            return string.Concat(path);
        }

        // Only a line alone has room for what it cost before: above it, or below where that would run into the title.
        private void Amounts(StepLine line)
        {
            const int Above = 6;
            foreach (StepStretch stretch in line.Stretches.SkipLast(1))
            {
                string text = Words.Dollars(stretch.Usd);
                decimal y = Y(stretch.Usd);
                if (X(stretch.From) + Above + BarChartSvg.TextWidth(text, isBold: false) + Above <= X(stretch.To))
                {
                    Text(text, X(stretch.From) + Above, y - LabelHeight < top ? y + LabelHeight - 2 : y - Above, "label");
                }
            }
        }

        // From the top down, each label beside the end of its line or under the label before; then up again from the bottom.
        private void Labels(StepPanel panel)
        {
            (int Line, decimal End, decimal Y)[] ends =
            [
                .. panel.Drawn
                    .Select(l => (l.Place, X(l.Line.Stretches[^1].To), Y(l.Line.Stretches[^1].Usd)))
                    .OrderBy(l => l.Item3),
            ];
            decimal[] places = [.. ends.Select(e => e.Y)];
            for (int i = 1; i < places.Length; i++)
            {
                places[i] = Math.Max(places[i], places[i - 1] + LabelHeight);
            }

            decimal limit = Bottom;
            for (int i = places.Length - 1; i >= 0; i--)
            {
                places[i] = Math.Min(places[i], limit);
                limit = places[i] - LabelHeight;
            }

            foreach (((int line, decimal end, decimal y), decimal place) in ends.Zip(places))
            {
                int label = right + LeaderWidth;
                svg.Void("path", ("class", end < right ? $"tail ended l{line}" : $"tail l{line}"), ("d", $"M{Number(end)} {Number(y)}H{Number(Math.Max(end, right + 3))}L{Number(label - 7)} {Number(place)}H{Number(label - 3)}")).NewLine();
                Text(Label(panel.Lines[line]), label, place + TextRise, "label");
            }
        }

        private void Rule(decimal x1, decimal y1, decimal x2, decimal y2, string kind) =>
            svg.Void("path", ("class", kind), ("d", $"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}")).NewLine();

        private void Text(string text, decimal x, decimal baseline, string kind, string anchor = "start") =>
            svg.Element("text", text, ("class", kind), ("x", Number(x)), ("y", Number(baseline)), ("text-anchor", anchor)).NewLine();

        private static LocalDate Day(Instant at) => at.InUtc().Date;
    }
}
