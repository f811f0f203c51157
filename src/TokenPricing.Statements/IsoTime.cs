namespace TokenPricing.Statements;

/// <summary>
/// Reads times such as 2026-04-24T13:00:00.123Z without a pattern, in a tenth of the time: nearly all files write theirs in this form.
/// </summary>
internal static class IsoTime
{
    /// <summary>The number of characters of the longest time that is read, one to the nanosecond.</summary>
    public const int Longest = 30;

    private const int Seconds = 19;

    /// <summary>Reads a time whose parts are separated by T or a space, with up to nine decimal places of a second.</summary>
    /// <param name="text">The text.</param>
    /// <param name="instant">The instant, or the time on a clock in UTC if there is no zone.</param>
    /// <param name="isUtc">Whether the text ends with Z, and names no time of an unknown zone.</param>
    /// <returns><see langword="false"/> for any other form, which may be a time all the same.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out Instant instant, out bool isUtc)
    {
        (instant, isUtc) = (default, false);
        if (text.Length < Seconds
            || text is not [_, _, _, _, '-', _, _, '-', _, _, 'T' or ' ', _, _, ':', _, _, ':', _, _, ..]
            || Digits(text[..4]) is not (>= 1 and var year)
            || Digits(text.Slice(5, 2)) is not (>= 1 and <= 12 and var month)
            || Digits(text.Slice(8, 2)) is not (>= 1 and var day)
            || day > CalendarSystem.Iso.GetDaysInMonth(year, month)
            || Digits(text.Slice(11, 2)) is not (>= 0 and < 24 and var hour)
            || Digits(text.Slice(14, 2)) is not (>= 0 and < 60 and var minute)
            || Digits(text.Slice(17, 2)) is not (>= 0 and < 60 and var second))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[Seconds..];
        int nanoseconds = 0;
        if (rest is ['.', ..])
        {
            int digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            if (digits is < 1 or > 9)
            {
                return false;
            }

            nanoseconds = Digits(rest.Slice(1, digits));
            for (int i = digits; i < 9; i++)
            {
                nanoseconds *= 10;
            }

            rest = rest[(digits + 1)..];
        }

        if (rest is not ("" or "Z"))
        {
            return false;
        }

        isUtc = rest.Length > 0;
        instant = Instant.FromUtc(year, month, day, hour, minute, second).PlusNanoseconds(nanoseconds);
        return true;
    }

    /// <summary>Returns the number that digits form; -1 if a character is not a digit.</summary>
    private static int Digits(ReadOnlySpan<char> text)
    {
        int value = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
