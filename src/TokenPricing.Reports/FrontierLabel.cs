namespace TokenPricing.Reports;

/// <summary>
/// A name in a chart, the rectangle that it covers, and the SVG path of the line that leads to it; <see langword="null"/> if the name is
/// next to its dot.
/// </summary>
internal sealed record FrontierLabel(string Text, ChartBox Box, decimal Baseline, string? Leader);
