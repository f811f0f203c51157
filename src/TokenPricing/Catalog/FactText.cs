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

    /// <summary>A value as a message shows it: its beginning, in one line, whatever it holds.</summary>
    public static string Shorten(string value, int longest = 80)
    {
        string shown = value.Length > longest ? value[..longest] + "…" : value;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '�' : c));
    }
}
