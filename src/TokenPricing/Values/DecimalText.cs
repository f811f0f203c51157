using System.Globalization;

namespace TokenPricing.Values;

/// <summary>Reading and writing numbers exactly: what is read is what was written, or it is refused.</summary>
internal static class DecimalText
{
    /// <summary>
    /// Reads digits with an optional sign, one point and an optional exponent (<c>2.5e-07</c>). Refused: thousands
    /// separators, white space, NaN and infinities, and any number that a <see cref="decimal"/> would have to round.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length is > 0 and <= 256
            && text[^1] != '\0' // .NET reads over it
            && decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out value)
            && IsExact(text, value))
        {
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>The number with all of its digits and no needless zeros: <c>0.15</c>, <c>2</c>.</summary>
    public static string Format(decimal value)
    {
        Span<char> written = stackalloc char[32];
        value.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> digits = written[..length];
        return value == 0 ? "0" : new string(digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits);
    }

    /// <summary>The number with all of its digits and at least <paramref name="places"/> decimal places: <c>0.50</c>, <c>0.0279</c>.</summary>
    public static string Format(decimal value, int places)
    {
        decimal trimmed = Exact.TrimZeros(value);
        return trimmed.ToString(trimmed.Scale < places ? "F" + places.ToString(CultureInfo.InvariantCulture) : null, CultureInfo.InvariantCulture);
    }

    private static bool IsExact(ReadOnlySpan<char> text, decimal value)
    {
        // A decimal that was not rounded has the text's significant digits. Their number alone does not tell: 6e-29 becomes 1e-28.
        int exponentAt = text.IndexOfAny('e', 'E');
        Span<char> expected = stackalloc char[text.Length];
        Span<char> written = stackalloc char[32];
        Span<char> actual = stackalloc char[32];
        value.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        return SignificantDigits(exponentAt < 0 ? text : text[..exponentAt], expected)
            .SequenceEqual(SignificantDigits(written[..length], actual));
    }

    private static ReadOnlySpan<char> SignificantDigits(ReadOnlySpan<char> number, Span<char> digits)
    {
        int count = 0;
        foreach (char c in number)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[count++] = c;
            }
        }

        return digits[..count].Trim('0');
    }
}
