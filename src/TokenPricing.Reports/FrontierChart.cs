using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>
/// Models by price and by context window or score, with the frontier as a line of steps. Prices and context windows are on logarithmic
/// scales, scores on a linear one. Only HTML and SVG draw it.
/// </summary>
internal sealed class FrontierChart(string title, ImmutableArray<FrontierPoint> points) : ChartBlock(title)
{
    public ImmutableArray<FrontierPoint> Points { get; } = points;

    /// <summary>The benchmark and its unit; <see langword="null"/> if context windows are drawn.</summary>
    public string? Benchmark { get; init; }

    /// <summary>The frontier from left to right.</summary>
    public IEnumerable<FrontierPoint> Frontier => Points.Where(p => p.IsOnFrontier).OrderBy(p => p.Worth).ThenBy(p => p.UsdPerMillion);

    public override string Description => string.Join("; ", Frontier.Select(p => $"{p.Label}: {p.Detail}"));
}

/// <summary>
/// A model with its price in US dollars per 1M tokens, above zero, and its worth: a context window in tokens, above zero, or any score.
/// </summary>
internal sealed record FrontierPoint(string Label, string Detail, decimal UsdPerMillion, decimal Worth, bool IsOnFrontier);
