using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Reports;

/// <summary>A piece of a report, free of any format; all text is plain and is escaped by whoever renders it.</summary>
internal abstract record ReportBlock;

/// <summary>A run of sentences.</summary>
internal sealed record Paragraph(string Text) : ReportBlock;

/// <summary>A list of short statements under an introduction.</summary>
internal sealed record BulletList(string Introduction, ImmutableArray<string> Items) : ReportBlock;

/// <summary>A table. The first column names the rows; the others are set right where <paramref name="IsNumeric"/>.</summary>
internal sealed record ReportTable(ImmutableArray<string> Header, ImmutableArray<ImmutableArray<string>> Rows, bool IsNumeric) : ReportBlock;

/// <summary>A chart. Formats without drawings leave it out, or show its figures otherwise.</summary>
/// <param name="Title">What is drawn, in which unit.</param>
internal abstract record ChartBlock(string Title) : ReportBlock
{
    /// <summary>What the drawing does not show, in sentences; all of it where there is nothing to draw.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The figures in words.</summary>
    public abstract string Description { get; }
}

/// <summary>Bars in groups: one bar a series in each group, all to one scale from zero.</summary>
internal sealed record BarChart(string Title, ImmutableArray<string> Series, ImmutableArray<BarGroup> Groups) : ChartBlock(Title)
{
    public override string Description => string.Join("; ", Groups.Select(g => $"{g.Label}: {string.Join(", ", g.Bars.Select((bar, i) => Named(i, " ") + bar.Text))}"));

    /// <summary>The name of a series, where there are several.</summary>
    public string Named(int series, string separator) => Series.Length > 1 && series < Series.Length ? Series[series] + separator : "";
}

/// <summary>The bars of one group; <see langword="null"/> values have no bar but show their text.</summary>
internal sealed record BarGroup(string Label, ImmutableArray<BarValue> Bars)
{
    /// <summary>How it comes about, under the label of a drawing; empty: nothing.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>The length of a bar, and what is written beside it; less than zero for what is taken off.</summary>
internal sealed record BarValue(decimal? Value, string Text)
{
    /// <summary>The place that says its colour; <see langword="null"/>: that of its series.</summary>
    public int? Place { get; init; }

    /// <summary>The least and the most that the value may be; <see langword="null"/> where it is certain.</summary>
    public (decimal Low, decimal High)? Between { get; init; }
}

/// <summary>What something cost over time: one panel a meter, all of one time; a line keeps its place, and so its colour, in each panel.</summary>
internal sealed record StepChart(string Title, Instant From, Instant To, ImmutableArray<StepPanel> Panels) : ChartBlock(Title)
{
    public override string Description => string.Join("; ", Panels.Where(p => p.Drawn.Any()).Select(p => $"{p.Title}: {string.Join(", ", p.Drawn.Select(l => l.Line.Label))}"));
}

/// <summary>Lines to one scale of US dollars that begins at zero.</summary>
internal sealed record StepPanel(string Title, ImmutableArray<StepLine> Lines)
{
    /// <summary>The lines that have a price at any time, with their places.</summary>
    public IEnumerable<(int Place, StepLine Line)> Drawn => Lines.Index().Where(l => l.Item.Spans.Length > 0);
}

/// <summary>A line and what is written at its end; it may have gaps.</summary>
internal sealed record StepLine(string Label, ImmutableArray<StepSpan> Spans);

/// <summary>A price, zero or more, for a time within the chart's.</summary>
internal sealed record StepSpan(Instant From, Instant To, decimal Usd);

/// <summary>A row of dots for each of several sellers, on one scale of equal ratios; as text, bars of the figure that ranks them.</summary>
/// <param name="Title">What is drawn, in which unit.</param>
/// <param name="Series">What the dots of a row stand for.</param>
/// <param name="Ranked">The place of the series that ranks the rows.</param>
/// <param name="Rows">The rows, from the top.</param>
internal sealed record DotChart(string Title, ImmutableArray<string> Series, int Ranked, ImmutableArray<DotRow> Rows) : ChartBlock(Title)
{
    public override string Description => string.Join("; ", Rows.Select(r => $"{r.Label}: {r.Words(Series)}"));
}

/// <summary>The dots of a seller, <see langword="null"/> where no price is known, and what no dot can say.</summary>
internal sealed record DotRow(string Label, ImmutableArray<decimal?> Values, string Remark)
{
    public string Words(ImmutableArray<string> series)
    {
        IEnumerable<string> values = series.Zip(Values, (name, value) => value is { } usd ? $"{name} {Reports.Words.Dollars(usd)}" : "");
        return string.Join(", ", values.Append(Remark).Where(s => s.Length > 0));
    }
}

/// <summary>What two sides cost by the share of input in all tokens, from 0 to 1: straight lines.</summary>
/// <param name="Title">What is drawn, in which unit.</param>
/// <param name="Axis">What the share is of.</param>
/// <param name="Lines">The sides that have a price.</param>
/// <param name="Asked">The share that was asked for; <see langword="null"/>: none.</param>
/// <param name="BreakEven">The share at which both cost the same; <see langword="null"/>: none.</param>
internal sealed record ShareChart(string Title, string Axis, ImmutableArray<ShareLine> Lines, decimal? Asked, decimal? BreakEven) : ChartBlock(Title)
{
    public override string Description => string.Join("; ", Lines.Select(l => $"{l.Label}: {Words.Dollars(l.AtNone)} with no input, {Words.Dollars(l.AtAll)} with nothing else"));
}

/// <summary>A side: its prices without input and with nothing else, zero or more. Place says its colour.</summary>
internal sealed record ShareLine(int Place, string Name, string Seller, decimal AtNone, decimal AtAll)
{
    /// <summary>What is sold by whom.</summary>
    public string Label => $"{Name} from {Seller}";

    /// <summary>The price at a share of input from 0 to 1.</summary>
    public decimal At(decimal share) => AtNone + (share * (AtAll - AtNone));
}

/// <summary>
/// Points by what a model is worth (its context window, or a score) and price, with the frontier as a line of steps. Prices and context
/// windows are on scales of equal ratios, scores on one of equal differences. Only HTML and SVG draw it.
/// </summary>
internal sealed record FrontierChart(string Title, ImmutableArray<FrontierPoint> Points) : ChartBlock(Title)
{
    /// <summary>The benchmark; <see langword="null"/>: context windows are drawn.</summary>
    public string? Benchmark { get; init; }

    /// <summary>The frontier from left to right.</summary>
    public IEnumerable<FrontierPoint> Frontier => Points.Where(p => p.IsOnFrontier).OrderBy(p => p.Worth).ThenBy(p => p.UsdPerMillion);

    public override string Description => string.Join("; ", Frontier.Select(p => $"{p.Label}: {p.Detail}"));
}

/// <summary>A model in a chart of its price, above zero, against what it is worth: a context window above zero, or any score.</summary>
internal sealed record FrontierPoint(string Label, string Detail, decimal UsdPerMillion, decimal Worth, bool IsOnFrontier);

/// <summary>A question and its answer.</summary>
internal sealed record QuestionAndAnswer(string Question, string Answer) : ReportBlock;

/// <summary>A part of a report under its own heading.</summary>
internal sealed record ReportSection(string Heading, ImmutableArray<ReportBlock> Blocks);

/// <summary>The content of a report: its title, its answer in a sentence or two, and its sections.</summary>
internal sealed record ReportPage(string Title, string Lead, ImmutableArray<ReportSection> Sections);
