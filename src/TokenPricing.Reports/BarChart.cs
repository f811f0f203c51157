using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A bar chart: groups of bars, one bar for each series, all on one scale that begins at zero.</summary>
/// <param name="title">What is drawn, and in which unit.</param>
/// <param name="series">The names of the series, shown if there are several.</param>
/// <param name="groups">The groups, from top to bottom; without any bars, the chart is left out.</param>
public sealed class BarChart(string title, ImmutableArray<string> series, ImmutableArray<BarGroup> groups) : ChartBlock(title)
{
    /// <summary>The names of the series.</summary>
    public ImmutableArray<string> Series { get; } = series.IsDefault ? [] : series;

    /// <summary>The groups, from top to bottom.</summary>
    public ImmutableArray<BarGroup> Groups { get; } = groups.IsDefault ? [] : groups;

    /// <inheritdoc/>
    public override string Description => string.Join("; ", Groups.Select(Describe));

    /// <summary>Returns the name of a series and a separator if there are several series; otherwise an empty text.</summary>
    internal string Named(int series, string separator) => Series.Length > 1 && series < Series.Length ? Series[series] + separator : "";

    private string Describe(BarGroup group) =>
        $"{group.Label}: {string.Join(", ", group.Bars.Select((bar, i) => Named(i, " ") + bar.Text))}";
}
