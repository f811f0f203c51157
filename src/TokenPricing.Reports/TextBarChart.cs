using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Draws bars in plain text, with block characters to an eighth of a column.</summary>
internal static class TextBarChart
{
    private const int LongestBar = 48;
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>Returns the lines of a chart, at most <paramref name="width"/> columns wide.</summary>
    public static IEnumerable<string> Lines(BarChart chart, int width, TextInk ink)
    {
        bool isGrouped = chart.Series.Length > 1;
        IEnumerable<string> labels = isGrouped ? chart.Series : chart.Groups.Select(group => group.Label);
        int indent = isGrouped ? 2 : 0;
        int labelWidth = labels.Select(label => Math.Min(ReportText.Columns(ReportText.OneLine(label)), width / 3)).Max();
        int left = indent + labelWidth + 2;
        int longest = LongestWithin(chart, width - left);
        decimal scale = BarScale.Of(chart);

        foreach ((int index, BarGroup group) in chart.Groups.Index())
        {
            if (isGrouped && index > 0)
            {
                yield return "";
            }

            if (isGrouped)
            {
                yield return ink.Strong(Shorten(group.Label, width));
            }

            foreach ((int i, BarValue value) in group.Bars.Index())
            {
                string label = Shorten(isGrouped ? SeriesAt(chart.Series, i) : group.Label, labelWidth);
                string bar = Bar(value.Value, scale, longest);
                string text = Shorten(value.Text, width - left - (bar.Length > 0 ? longest + 1 : 0));
                string padding = new(' ', labelWidth - ReportText.Columns(label));
                yield return $"{new string(' ', indent)}{label}{padding}  {ink.Series(isGrouped ? i : 0, bar)}{(bar.Length > 0
                    ? " "
                    : "")}{text}".TrimEnd(' ');
            }
        }
    }

    private static string SeriesAt(ImmutableArray<string> series, int index) => index < series.Length ? series[index] : "";

    private static string Shorten(string text, int width) => ReportText.Shorten(ReportText.OneLine(text), width, ReportText.Columns);

    /// <summary>
    /// Returns the length of the longest bar in columns. The widest text next to a bar limits it; texts without a bar do not count.
    /// </summary>
    private static int LongestWithin(BarChart chart, int room)
    {
        int widestText = chart.Groups
            .SelectMany(group => group.Bars)
            .Where(bar => bar.Value > 0)
            .Select(bar => ReportText.Columns(ReportText.OneLine(bar.Text)))
            .DefaultIfEmpty(0)
            .Max();
        return Math.Min(Math.Max(room - 1 - widestText, room / 3), LongestBar);
    }

    /// <summary>Returns the bar of a value, at least an eighth of a column; empty for zero, negative and unknown values.</summary>
    private static string Bar(decimal? value, decimal scale, int longest)
    {
        if (value is not > 0)
        {
            return "";
        }

        int eighths = Math.Max(1, (int)decimal.Round(BarScale.Length(value.Value, scale, longest * 8)));
        string end = eighths % 8 == 0 ? "" : Eighths[eighths % 8].ToString();
        return new string('█', eighths / 8) + end;
    }
}
