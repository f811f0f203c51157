using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Numbers as the sentences of an audit say them.</summary>
internal static class AuditText
{
    /// <summary>A factor of at least one, with two places where it is small: <c>1.25</c>, <c>100,000</c>.</summary>
    public static string Factor(decimal factor) => factor.ToString(factor < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>By which factor two paid rates differ, at least one.</summary>
    public static decimal Ratio(Rate one, Rate other) => one > other ? one / other : other / one;
}
