namespace TokenPricing.Reports;

/// <summary>The end of a line and its label. <paramref name="Place"/> is the index of its color.</summary>
internal readonly record struct ChartEnd(int Place, string Label, decimal X, decimal Y);
