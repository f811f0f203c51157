using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Prices over time, with one panel for each meter; a line has the same index, and so the same color, in each panel.</summary>
internal sealed class StepChart(string title, Instant from, Instant to, ImmutableArray<StepPanel> panels) : ChartBlock(title)
{
    public Instant From { get; } = from;

    public Instant To { get; } = to;

    public ImmutableArray<StepPanel> Panels { get; } = panels;

    public override string Description => string.Join("; ", Panels.Where(p => p.Drawn.Any()).Select(p => p.Description));
}

/// <summary>Lines on one scale of US dollars that begins at zero.</summary>
internal sealed record StepPanel(string Title, ImmutableArray<StepLine> Lines)
{
    /// <summary>The lines that have a price at any time, with their indexes.</summary>
    public IEnumerable<(int Place, StepLine Line)> Drawn => Lines.Index().Where(l => l.Item.Spans.Length > 0);

    public string Description => $"{Title}: {string.Join(", ", Drawn.Select(l => l.Line.Label))}";
}

/// <summary>A line and the label at its end. The line can have gaps, where no price is known.</summary>
internal sealed record StepLine(string Label, ImmutableArray<StepSpan> Spans);

/// <summary>A price in US dollars per 1M tokens, zero or more, during a part of the chart's time.</summary>
internal sealed record StepSpan(Instant From, Instant To, decimal Usd);
