using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing;

/// <summary>Facts as they stand in the cells of a price file.</summary>
internal static class FactText
{
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
    /// read here in a few nanoseconds; the pattern, which takes milliseconds to set up, has the rest.
    /// </summary>
    public static LocalDate? ParseDate(string text)
    {
        if (text is [_, _, _, _, '-', _, _, '-', _, _]
            && Digits(text, 0, 4) is >= 1 and int year && Digits(text, 5, 2) is >= 1 and <= 12 and int month
            && Digits(text, 8, 2) is >= 1 and int day && day <= DateTime.DaysInMonth(year, month))
        {
            return new LocalDate(year, month, day);
        }

        return LocalDatePattern.Iso.Parse(text) is { Success: true } date ? date.Value : null;
    }

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
