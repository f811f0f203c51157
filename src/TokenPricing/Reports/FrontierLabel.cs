namespace TokenPricing;

/// <summary>A name in a chart, with the line that leads to it; <see langword="null"/> where it stands beside what it names.</summary>
internal sealed record FrontierLabel(string Text, decimal X, decimal Baseline, string? Leader);
