namespace TokenPricing.Values;

/// <summary>Parses and formats decimal numbers without loss: a text that would need rounding is rejected.</summary>
internal static class DecimalText
{
    /// <summary>
    /// Tries to parse a number of digits with an optional sign, one decimal point and an optional exponent
    /// (<c>2.5e-07</c>).
    /// </summary>
    /// <param name="text">The text, at most 256 characters, without thousands separators and white space.</param>
    /// <param name="value">The number, or 0 if the text is rejected.</param>
    /// <returns>
    /// <see langword="true"/> if the text is a number that a <see cref="decimal"/> holds without rounding; otherwise,
    /// <see langword="false"/>.
    /// </returns>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length is > 0 and <= 256
            && text[^1] != '\0' // decimal.TryParse ignores trailing nulls
            && decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out value)
            && IsExact(text, value))
        {
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>
    /// Returns all digits of a number without trailing zeros: <c>0.15</c>, <c>2</c>. Never uses an exponent.
    /// </summary>
    public static string Format(decimal value)
    {
        Span<char> written = stackalloc char[32];
        value.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> digits = written[..length];
        return value == 0 ? "0" : new string(digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits);
    }

    /// <summary>
    /// Returns all digits of a number with at least <paramref name="places"/> decimal places: <c>0.50</c>,
    /// <c>0.0279</c>.
    /// </summary>
    public static string Format(decimal value, int places)
    {
        decimal trimmed = Exact.TrimZeros(value);
        string? format = trimmed.Scale < places ? string.Create(CultureInfo.InvariantCulture, $"F{places}") : null;
        return trimmed.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns all digits of a number without trailing zeros, in groups of three: <c>12,000</c>, <c>61.4</c>.</summary>
    public static string Grouped(decimal value) => value.ToString("#,0.############################", CultureInfo.InvariantCulture);

    /// <summary>Determines whether parsing a text did not round.</summary>
    private static bool IsExact(ReadOnlySpan<char> text, decimal value)
    {
        // Without rounding, both have the same significant digits. Comparing their count is not enough: 6e-29 becomes 1e-28.
        int exponentAt = text.IndexOfAny('e', 'E');
        Span<char> expected = stackalloc char[text.Length];
        Span<char> written = stackalloc char[32];
        Span<char> actual = stackalloc char[32];
        value.TryFormat(written, out int length, default, CultureInfo.InvariantCulture);
        return SignificantDigits(exponentAt < 0 ? text : text[..exponentAt], expected)
            .SequenceEqual(SignificantDigits(written[..length], actual));
    }

    /// <summary>Returns the digits of a number without leading and trailing zeros, sign and decimal point.</summary>
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
