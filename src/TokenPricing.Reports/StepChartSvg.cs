namespace TokenPricing.Reports;

/// <summary>Draws a step chart in SVG: panels below each other, and lines with labels at their ends.</summary>
internal static class StepChartSvg
{
    private const int TitleHeight = 30;
    private const int DatesHeight = 26;
    private const int PanelGap = 24;
    private const int Gap = 8;
    private const int AmountCount = 4;
    private const int DateGap = 18;

    /// <summary>Draws a chart with at least one panel.</summary>
    /// <returns>The height of the drawing.</returns>
    public static int Draw(ChartCanvas canvas, StepChart chart)
    {
        // All panels share one time axis, so the widest labels of all panels determine the margins.
        StepPanel[] panels = [.. chart.Panels.Where(p => p.Drawn.Any())];
        IReadOnlyList<decimal>[] amounts = [.. panels.Select(p => SvgAxis.Amounts(Sparkline.Largest(p), AmountCount))];
        decimal left =
            Math.Min(amounts.SelectMany(a => a.Select(t => ChartText.Width(SvgAxis.Dollars(t, a[1])))).Max(), canvas.Width * 4 / 10) + Gap;
        decimal right = canvas.Width - ChartEnds.Room(panels.SelectMany(p => p.Drawn).Select(l => EndLabel(canvas, l.Line)));
        int top = 0;
        foreach ((int i, StepPanel panel) in panels.Index())
        {
            top = new Panel(canvas, chart, left, right, top + TitleHeight).Draw(panel, amounts[i]) + PanelGap;
        }

        return top - PanelGap;
    }

    /// <summary>
    /// Returns the label at the end of a line. In a narrow drawing it is the price alone, and a list below the plot has the names.
    /// </summary>
    private static string EndLabel(ChartCanvas canvas, StepLine line) => canvas.IsNarrow
        ? ChartText.Shorten(ReportValues.Dollars(line.Spans[^1].Usd), canvas.Width / 4)
        : ChartText.Shorten(line.Label, Math.Max(250, canvas.Width * 3 / 10));

    private static string Number(decimal value) => ChartCanvas.Number(value);

    /// <summary>Draws one panel.</summary>
    private sealed class Panel(ChartCanvas canvas, StepChart chart, decimal left, decimal right, int top)
    {
        private readonly HashSet<StepSpan> _said = [];
        private readonly ChartField _field = new(new ChartBox(left, top - ChartText.Ascent, right, decimal.MaxValue));
        private int _height;
        private decimal _largest;

        private int Bottom => top + _height;

        /// <summary>Draws a panel.</summary>
        /// <returns>The vertical coordinate below the panel.</returns>
        public int Draw(StepPanel panel, IReadOnlyList<decimal> amounts)
        {
            _height = Math.Max(Math.Clamp(canvas.Width / 4, 150, 280), panel.Lines.Length * ChartEnds.LabelHeight);
            _largest = amounts[^1];
            canvas.Text(ChartText.Shorten(panel.Title, canvas.Width, isBold: true), 0, top - TitleHeight + 12, "strong");
            foreach (decimal amount in amounts)
            {
                canvas.Rule(left, Y(amount), right, Y(amount), amount == 0 ? "base" : "grid");
                string text = ChartText.Shorten(SvgAxis.Dollars(amount, amounts[1]), left - Gap);
                canvas.Text(text, left - Gap, Y(amount) + ChartText.Descent, "axis", "end");
            }

            Dates();
            foreach ((int i, StepLine line) in panel.Drawn)
            {
                canvas.Path(Path(line), $"line l{i}");
            }

            // Free areas are known only after all lines are drawn.
            foreach ((_, StepLine line) in panel.Drawn)
            {
                Amounts(line);
                Gaps(line);
            }

            ChartEnds.Draw(canvas, panel.Drawn.Select(l => End(l.Place, l.Line)), right, top, Bottom);
            int bottom = Bottom + DatesHeight;
            return canvas.IsNarrow ? ChartEnds.List(
                canvas,
                panel.Drawn.OrderByDescending(l => l.Line.Spans[^1].Usd).Select(l => (l.Place, l.Line.Label)),
                bottom + 6) : bottom;
        }

        /// <summary>Returns the horizontal coordinate of an instant.</summary>
        private decimal X(Instant at) =>
            left + ((right - left) * (decimal)(at - chart.From).BclCompatibleTicks / (chart.To - chart.From).BclCompatibleTicks);

        /// <summary>Returns the vertical coordinate of a price in US dollars.</summary>
        private decimal Y(decimal usd) => Bottom - (usd / _largest * _height);

        private ChartEnd End(int place, StepLine line) => new(place, EndLabel(canvas, line), X(line.Spans[^1].To), Y(line.Spans[^1].Usd));

        /// <summary>Draws the dates of the time axis.</summary>
        private void Dates()
        {
            IEnumerable<(LocalDate Day, string Label)> dates =
                SvgAxis.Dates(Day(chart.From), Day(chart.To), (int)(right - left), label => ChartText.Width(label) + DateGap);
            decimal free = 0;
            foreach ((LocalDate day, string label) in dates)
            {
                decimal x = X(day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());
                int width = ChartText.Width(label);
                if (x < left)
                {
                    continue;
                }

                canvas.Rule(x, Bottom, x, Bottom + 5, "base");
                decimal start = Math.Clamp(x - (width / 2m), 0, canvas.Width - width);
                if (start >= free)
                {
                    canvas.Text(label, start + (width / 2m), Bottom + 20, "axis", "middle");
                    free = start + width + Gap;
                }
            }
        }

        /// <summary>Returns the SVG path of a line. Consecutive prices are connected by a vertical step.</summary>
        private string Path(StepLine line)
        {
            List<string> path = [];
            StepSpan? before = null;
            foreach (StepSpan stretch in line.Spans)
            {
                decimal y = Y(stretch.Usd);
                if (before?.To == stretch.From)
                {
                    path.Add($"V{Number(y)}");
                    _field.TakeLine(X(stretch.From), Y(before.Usd), X(stretch.From), y);
                }
                else
                {
                    path.Add($"M{Number(X(stretch.From))} {Number(y)}");
                }

                path.Add($"H{Number(X(stretch.To))}");
                _field.TakeLine(X(stretch.From), y, X(stretch.To), y);
                before = stretch;
            }

            return string.Concat(path);
        }

        /// <summary>Draws earlier prices above or below the line, where there is room.</summary>
        private void Amounts(StepLine line)
        {
            const int Indent = 6;
            foreach (StepSpan stretch in line.Spans.SkipLast(1))
            {
                string text = ReportValues.Dollars(stretch.Usd);
                decimal x = X(stretch.From) + Indent;
                decimal y = Y(stretch.Usd);
                if (x + ChartText.Width(text) > X(stretch.To) || !_said.Add(stretch))
                {
                    continue;
                }

                foreach (decimal baseline in new[] { y - Indent - 1, y + Indent + ChartText.Ascent - 1 })
                {
                    if (baseline + ChartText.Descent <= Bottom && _field.TryTakeText(text, x, baseline))
                    {
                        canvas.Text(text, x, baseline, "label halo");
                        break;
                    }
                }
            }
        }

        /// <summary>Draws "no price known" into the gaps of a line, where it fits.</summary>
        private void Gaps(StepLine line)
        {
            const string Unknown = "no price known";
            foreach ((StepSpan before, StepSpan after) in line.Spans.Zip(line.Spans.Skip(1)))
            {
                decimal x = ((X(before.To) + X(after.From)) / 2) - (ChartText.Width(Unknown) / 2m);
                decimal baseline = Y(before.Usd) + ChartText.Descent;
                if (x > X(before.To) && _field.TryTakeText(Unknown, x, baseline))
                {
                    canvas.Text(Unknown, x, baseline, "none halo");
                }
            }
        }

        private static LocalDate Day(Instant at) => at.InUtc().Date;
    }
}
