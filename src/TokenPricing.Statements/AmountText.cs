using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>Writes amounts of dollars without a sign: with all their digits, and without trailing zeros.</summary>
internal static class AmountText
{
    public static string Of(Usd amount)
    {
        Span<char> written = stackalloc char[32];
        amount.Amount.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> digits = written[..length];
        return amount == Usd.Zero ? "0" : new string(digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits);
    }
}
