using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>Formats amounts in US dollars without a dollar sign, with all of their digits and without trailing zeros.</summary>
internal static class AmountText
{
    /// <summary>Returns an amount such as <c>0.0279</c>, independent of the culture.</summary>
    public static string Of(Usd amount)
    {
        Span<char> written = stackalloc char[32];
        amount.Amount.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> digits = written[..length];
        return amount == Usd.Zero ? "0" : new string(digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits);
    }
}
