using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Data;

/// <summary>Facts as they stand in the cells of a price file.</summary>
internal static class CellText
{
    private const int DateLength = 10;

    public static string Of(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string? Of(LocalDate? date) => date is { } known ? Of(known) : null;

    public static string? Of(long? count) => count?.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first instant of a day is written as the day, which reads back as that instant.</summary>
    public static string? Of(Instant? instant) => instant switch
    {
        null => null,
        { } at when at.InUtc().TimeOfDay == LocalTime.Midnight => Of(at.InUtc().Date),
        { } at => InstantPattern.ExtendedIso.Format(at),
    };

    /// <summary>
    /// A date such as <c>2026-04-24</c>; <see langword="null"/> where the text is none. Nearly every date has ten characters, which are
    /// read here in a few nanoseconds; NodaTime's pattern, which takes ten milliseconds to set up in a new process, has the rest.
    /// </summary>
    public static LocalDate? ParseDate(string text) =>
        (text.Length == DateLength ? OrdinaryDate(text) : null) ?? (LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null);

    /// <summary>
    /// An instant such as <c>2026-04-24T13:00:00Z</c>, or a date, which stands for its first instant in UTC; <see langword="null"/> where
    /// the text is neither.
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

        return ParseDate(text) is { } date ? StartOf(date) : InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant ? instant.Value : null;
    }

    /// <summary>The first instant of a day in UTC.</summary>
    public static Instant StartOf(LocalDate day) => Instant.FromUtc(day.Year, day.Month, day.Day, 0, 0);

    // What the first ten characters say, where they are yyyy-MM-dd of a year from 1.
    private static LocalDate? OrdinaryDate(string text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, ..]
        && Digits(text, 0, 4) is >= 1 and int year
        && Digits(text, 5, 2) is >= 1 and <= 12 and int month
        && Digits(text, 8, 2) is >= 1 and int day
        && day <= DateTime.DaysInMonth(year, month)
            ? new LocalDate(year, month, day)
            : null;

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

    /// <summary>A value as a message shows it: its beginning, in one line, whatever it holds.</summary>
    public static string Shorten(string value, int longest = 80)
    {
        string shown = value.Length > longest ? value[..longest] + "…" : value;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '�' : c));
    }
}
