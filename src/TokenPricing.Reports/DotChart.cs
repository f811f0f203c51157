using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A row of dots for each seller on a logarithmic scale; as text, bars of the figure by which they are ranked.</summary>
/// <param name="title">What is drawn, and in which unit.</param>
/// <param name="series">What the dots of a row stand for.</param>
/// <param name="ranked">The index of the series that ranks the rows.</param>
/// <param name="rows">The rows, from top to bottom.</param>
internal sealed class DotChart(string title, ImmutableArray<string> series, int ranked, ImmutableArray<DotRow> rows) : ChartBlock(title)
{
    public ImmutableArray<string> Series { get; } = series;

    public int Ranked { get; } = ranked;

    public ImmutableArray<DotRow> Rows { get; } = rows;

    public override string Description => string.Join("; ", Rows.Select(r => $"{r.Label}: {r.Describe(Series)}"));
}

/// <summary>The dots of a seller, <see langword="null"/> where no price is known, and what a dot cannot show.</summary>
internal sealed record DotRow(string Label, ImmutableArray<decimal?> Values, string Remark)
{
    public string Describe(ImmutableArray<string> series)
    {
        IEnumerable<string> values = series.Zip(Values, (name, value) => value is { } usd ? $"{name} {ReportValues.Dollars(usd)}" : "");
        return string.Join(", ", values.Append(Remark).Where(s => s.Length > 0));
    }
}
