namespace TokenPricing.Reports;

/// <summary>
/// A name in a chart, what it covers, and the line that leads to it; <see langword="null"/> if the name is next to what it names.
/// </summary>
internal sealed record FrontierLabel(string Text, ChartBox Box, decimal Baseline, string? Leader);
