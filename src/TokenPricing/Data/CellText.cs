using NodaTime.Text;

namespace TokenPricing.Data;

/// <summary>Converts dates, instants and counts to and from the text of a CSV cell, in ISO 8601 and the invariant culture.</summary>
internal static class CellText
{
    private const int DateLength = 10;

    /// <summary>Returns a date as <c>yyyy-MM-dd</c>.</summary>
    public static string Of(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Returns a date as <c>yyyy-MM-dd</c>; <see langword="null"/> for an empty cell.</summary>
    public static string? Of(LocalDate? date) => date is { } known ? Of(known) : null;

    /// <summary>Returns a count without separators; <see langword="null"/> for an empty cell.</summary>
    public static string? Of(long? count) => count?.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns the first instant of a day in UTC as the date, which reads back as that instant; any other instant as
    /// <c>2026-04-24T13:00:00Z</c>.
    /// </summary>
    public static string? Of(Instant? instant) => instant switch
    {
        null => null,
        { } at when at.InUtc().TimeOfDay == LocalTime.Midnight => Of(at.InUtc().Date),
        { } at => InstantPattern.ExtendedIso.Format(at),
    };

    /// <summary>Reads a date such as <c>2026-04-24</c>; <see langword="null"/> if the text is no date.</summary>
    /// <remarks>Nearly every date is read without NodaTime's pattern: see docs/decisions/lookup-performance.md.</remarks>
    public static LocalDate? ParseDate(string text) =>
        (text.Length == DateLength ? OrdinaryDate(text) : null)
        ?? (LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null);

    /// <summary>
    /// Reads an instant such as <c>2026-04-24T13:00:00Z</c>, or a date, which stands for its first instant in UTC; <see langword="null"/>
    /// if the text is neither.
    /// </summary>
    public static Instant? ParseInstant(string text)
    {
        if (text is [.., 'T', _, _, ':', _, _, ':', _, _, 'Z'] && text.Length == DateLength + 10
            && OrdinaryDate(text) is { } day
            && Digits(text, 11, 2) is >= 0 and < 24 and int hour
            && Digits(text, 14, 2) is >= 0 and < 60 and int minute
            && Digits(text, 17, 2) is >= 0 and < 60 and int second)
        {
            return Instant.FromUtc(day.Year, day.Month, day.Day, hour, minute, second);
        }

        return ParseDate(text) is { } date ? StartOf(date)
            : InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant ? instant.Value
            : null;
    }

    /// <summary>Returns the first instant of a day in UTC.</summary>
    public static Instant StartOf(LocalDate day) => Instant.FromUtc(day.Year, day.Month, day.Day, 0, 0);

    /// <summary>Reads the first ten characters, if they are yyyy-MM-dd with a year of at least 1.</summary>
    private static LocalDate? OrdinaryDate(string text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, ..]
        && Digits(text, 0, 4) is >= 1 and int year
        && Digits(text, 5, 2) is >= 1 and <= 12 and int month
        && Digits(text, 8, 2) is >= 1 and int day
        && day <= DateTime.DaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;

    /// <summary>Returns the number in a range of characters; -1 if one of them is no digit.</summary>
    private static int Digits(string text, int start, int length)
    {
        int value = 0;
        for (int i = start; i < start + length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return -1;
            }

            value = (value * 10) + (text[i] - '0');
        }

        return value;
    }

    /// <summary>Returns a value for use in a message: its beginning, on one line, with control characters replaced.</summary>
    /// <param name="value">The value.</param>
    /// <param name="longest">The most characters to show; an ellipsis follows if there are more.</param>
    public static string Shorten(string value, int longest = 80)
    {
        string shown = value.Length > longest ? value[..longest] + "…" : value;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '�' : c));
    }
}
