namespace TokenPricing.Reports;

/// <summary>Draws prices over time as a line of block characters, whose height is the price on a scale from zero.</summary>
internal static class Sparkline
{
    /// <summary>The meaning of the characters, in words.</summary>
    public const string Legend = "Bars from zero to the most expensive; a space: no price known.";

    // The characters, from the lowest to the highest price.
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const int Longest = 40;

    /// <summary>Returns the chart as plain text: a line of characters with its label for each line of each panel.</summary>
    public static IEnumerable<string> Lines(StepChart chart, int width, TextInk ink)
    {
        int length = Math.Min(Longest, width / 2);
        foreach (StepPanel panel in chart.Panels)
        {
            yield return "";
            yield return ink.Strong(ReportText.Shorten(ReportText.OneLine(panel.Title), width, ReportText.Columns));
            foreach ((int place, StepLine line) in panel.Drawn)
            {
                yield return $"{ink.Series(place, Of(line, chart, Largest(panel), length))}  "
                    + $"{ReportText.Shorten(ReportText.OneLine(line.Label), width - length - 2, ReportText.Columns)}";
            }
        }
    }

    /// <summary>Returns the largest price of a panel in US dollars per 1M tokens; 0 if there is none.</summary>
    public static decimal Largest(StepPanel panel) => panel.Lines.SelectMany(l => l.Spans).Select(s => s.Usd).DefaultIfEmpty().Max();

    /// <summary>Returns the characters of a line, each for an equal part of the chart's time.</summary>
    private static string Of(StepLine line, StepChart chart, decimal largest, int length)
    {
        Duration step = (chart.To - chart.From) / length;
        return string.Concat(Enumerable.Range(0, length)
            .Select(i => At(line, chart.From + (step * i), chart.From + (step * (i + 1))) is { } usd ? Level(usd, largest) : ' '));
    }

    /// <summary>Returns the last price in the time of one character; <see langword="null"/> if none is known.</summary>
    private static decimal? At(StepLine line, Instant from, Instant to) => line.Spans.LastOrDefault(s => s.From < to && s.To > from)?.Usd;

    /// <summary>Returns the character of a price.</summary>
    private static char Level(decimal usd, decimal largest) =>
        Levels[largest == 0 ? 0 : Math.Clamp((int)decimal.Ceiling(usd / largest * Levels.Length) - 1, 0, Levels.Length - 1)];
}
