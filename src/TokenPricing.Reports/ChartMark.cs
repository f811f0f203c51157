namespace TokenPricing.Reports;

/// <summary>The shape of a mark.</summary>
internal enum ChartMark
{
    Circle,
    Diamond,
    Square,
}
