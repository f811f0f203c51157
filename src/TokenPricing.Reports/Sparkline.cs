namespace TokenPricing.Reports;

/// <summary>A price over time in one line of text: the higher the character, the higher the price, on a scale from zero.</summary>
internal static class Sparkline
{
    /// <summary>What the characters mean, in words.</summary>
    public const string Legend = "Bars from zero to the most expensive; a space: no price known.";

    // From zero up.
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const int Longest = 40;

    /// <summary>The chart as plain text: a line of characters and its label for each line of each panel.</summary>
    public static IEnumerable<string> Lines(StepChart chart, int width, TextInk ink)
    {
        int length = Math.Min(Longest, width / 2);
        foreach (StepPanel panel in chart.Panels)
        {
            yield return "";
            yield return ink.Strong(ReportText.Shorten(ReportText.OneLine(panel.Title), width, ReportText.Columns));
            foreach ((int place, StepLine line) in panel.Drawn)
            {
                yield return $"{ink.Series(place, Of(line, chart, Largest(panel), length))}  {ReportText.Shorten(
                    ReportText.OneLine(line.Label),
                    width - length - 2,
                    ReportText.Columns)}";
            }
        }
    }

    /// <summary>The largest price of a panel.</summary>
    public static decimal Largest(StepPanel panel) => panel.Lines.SelectMany(l => l.Spans).Select(s => s.Usd).DefaultIfEmpty().Max();

    private static string Of(StepLine line, StepChart chart, decimal largest, int length)
    {
        Duration step = (chart.To - chart.From) / length;
        return string.Concat(Enumerable.Range(0, length)
            .Select(i => At(line, chart.From + (step * i), chart.From + (step * (i + 1))) is { } usd ? Level(usd, largest) : ' '));
    }

    // What held last within the character's time.
    private static decimal? At(StepLine line, Instant from, Instant to) => line.Spans.LastOrDefault(s => s.From < to && s.To > from)?.Usd;

    private static char Level(decimal usd, decimal largest) =>
        Levels[largest == 0 ? 0 : Math.Clamp((int)decimal.Ceiling(usd / largest * Levels.Length) - 1, 0, Levels.Length - 1)];
}
