using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Decimal numbers as text, never rounded.</summary>
internal static class ExactNumber
{
    private const int LongestText = 256;

    /// <summary>
    /// Reads digits with an optional sign, one point and an optional exponent (<c>2.5e-07</c>). Refused are thousands separators, white
    /// space and every number that a <see cref="decimal"/> would round.
    /// </summary>
    public static bool TryParse(string? text, out decimal value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

        // decimal.TryParse accepts a null character at the end.
        if (text is { Length: > 0 and <= LongestText } && text[^1] != '\0'
            && decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out value)
            && Digits(text.Split('e', 'E')[0]) == SignificantDigits(value))
        {
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>Returns the number with all of its digits and without trailing zeros: <c>0.15</c>, <c>2</c>.</summary>
    public static string Format(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Returns the digits of a number without the zeros around them: <c>15</c> for <c>0.150</c>.</summary>
    public static string SignificantDigits(decimal value) => Digits(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns the digits of a number's text without zeros at both ends.</summary>
    private static string Digits(string number) => string.Concat(number.Where(char.IsAsciiDigit)).Trim('0');
}
