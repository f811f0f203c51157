using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Formats the numbers in the sentences of an audit.</summary>
internal static class AuditText
{
    /// <summary>Formats a factor of at least 1, with up to two decimal places below 10: <c>1.25</c>, <c>100,000</c>.</summary>
    public static string Factor(decimal factor) => factor.ToString(factor < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>Returns the factor by which two rates differ, at least 1. Neither rate is zero.</summary>
    public static decimal Ratio(Rate one, Rate other) => one > other ? one / other : other / one;
}
