namespace TokenPricing.Reports;

/// <summary>How long bars are drawn: in proportion to the largest value of their chart.</summary>
internal static class BarScale
{
    /// <summary>The largest value, or 0 where no bar is drawn.</summary>
    public static decimal Of(BarChart chart) => chart.Groups.SelectMany(group => group.Bars).Max(bar => bar.Value) ?? 0;

    /// <summary>The length of a value's bar where the largest is <paramref name="longest"/> long.</summary>
    public static decimal Length(decimal value, decimal largest, decimal longest) => value / largest * longest;
}
