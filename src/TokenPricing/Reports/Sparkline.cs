using NodaTime;

namespace TokenPricing;

/// <summary>A price over time in one line of text: the higher or the darker the character, the dearer, to a scale from zero.</summary>
internal static class Sparkline
{
    /// <summary>For terminals, which draw them as bars.</summary>
    public const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>For files and pipes, whatever shows them.</summary>
    public const string Ascii = ".:-=+*#@";

    private const int Longest = 40;

    /// <summary>The chart as plain text: a line of characters and its label for each line of each panel.</summary>
    public static IEnumerable<string> Lines(StepChart chart, int width)
    {
        int length = Math.Min(Longest, width / 2);
        foreach (StepPanel panel in chart.Panels)
        {
            yield return "";
            yield return ReportText.Shorten(ReportText.OneLine(panel.Title), width, ReportText.Columns);
            foreach (StepLine line in panel.Drawn.Select(l => l.Line))
            {
                yield return $"{Of(line, chart, Largest(panel), length, Ascii)}  {ReportText.Shorten(ReportText.OneLine(line.Label), width - length - 2, ReportText.Columns)}";
            }
        }
    }

    /// <summary>The largest price of a panel.</summary>
    public static decimal Largest(StepPanel panel) => panel.Lines.SelectMany(l => l.Stretches).Select(s => s.Usd).DefaultIfEmpty().Max();

    /// <summary>One line; where no price is known, a space.</summary>
    /// <param name="line">The line.</param>
    /// <param name="chart">Its chart, for the time.</param>
    /// <param name="largest">The price of the highest character.</param>
    /// <param name="length">How many characters.</param>
    /// <param name="levels">The characters from zero up.</param>
    public static string Of(StepLine line, StepChart chart, decimal largest, int length, string levels)
    {
        Duration step = (chart.To - chart.From) / length;
        return string.Concat(Enumerable.Range(0, length).Select(i => At(line, chart.From + (step * i), chart.From + (step * (i + 1))) is { } usd ? Level(usd, largest, levels) : ' '));
    }

    // What held last within the character's time.
    private static decimal? At(StepLine line, Instant from, Instant to) => line.Stretches.LastOrDefault(s => s.From < to && s.To > from)?.Usd;

    private static char Level(decimal usd, decimal largest, string levels) =>
        levels[largest == 0 ? 0 : Math.Clamp((int)decimal.Ceiling(usd / largest * levels.Length) - 1, 0, levels.Length - 1)];
}
