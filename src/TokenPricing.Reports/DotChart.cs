using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>
/// A chart with a row of dots for each provider on a logarithmic scale. Text formats show bars of the series that ranks the rows.
/// </summary>
/// <param name="title">What is drawn, and in which unit.</param>
/// <param name="series">The names of the dots of a row.</param>
/// <param name="ranked">The index of the series that ranks the rows.</param>
/// <param name="rows">The rows, from top to bottom.</param>
internal sealed class DotChart(string title, ImmutableArray<string> series, int ranked, ImmutableArray<DotRow> rows) : ChartBlock(title)
{
    public ImmutableArray<string> Series { get; } = series;

    public int Ranked { get; } = ranked;

    public ImmutableArray<DotRow> Rows { get; } = rows;

    public override string Description => string.Join("; ", Rows.Select(r => $"{r.Label}: {r.Describe(Series)}"));
}

/// <summary>
/// The prices of a provider in US dollars per 1M tokens, <see langword="null"/> if unknown, and a remark about prices without a dot.
/// </summary>
internal sealed record DotRow(string Label, ImmutableArray<decimal?> Values, string Remark)
{
    /// <summary>Returns the known prices and the remark in words.</summary>
    public string Describe(ImmutableArray<string> series)
    {
        IEnumerable<string> values = series.Zip(Values, (name, value) => value is { } usd ? $"{name} {ReportValues.Dollars(usd)}" : "");
        return string.Join(", ", values.Append(Remark).Where(s => s.Length > 0));
    }
}
