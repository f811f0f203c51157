namespace TokenPricing.Reports;

/// <summary>Where a line ends, and what is written there.</summary>
internal readonly record struct ChartEnd(int Place, string Label, decimal X, decimal Y);
