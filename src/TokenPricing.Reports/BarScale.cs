namespace TokenPricing.Reports;

/// <summary>Calculates the lengths of bars, in proportion to the largest value of their chart.</summary>
internal static class BarScale
{
    /// <summary>Returns the largest value, or 0 if no bar is drawn.</summary>
    public static decimal Of(BarChart chart) => chart.Groups.SelectMany(group => group.Bars).Max(bar => bar.Value) ?? 0;

    /// <summary>Returns the length of a bar, where the bar of the largest value has the length <paramref name="longest"/>.</summary>
    public static decimal Length(decimal value, decimal largest, decimal longest) => value / largest * longest;
}
