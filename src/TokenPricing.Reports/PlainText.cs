using System.Globalization;
using NodaTime.Text;

namespace TokenPricing.Reports;

/// <summary>Formats numbers with all of their digits and without trailing zeros, and dates, independent of the culture.</summary>
internal static class PlainText
{
    /// <summary>Returns the same number without trailing zeros.</summary>
    public static decimal Trim(decimal value) => value / 1.000_000_000_000_000_000_000_000_000_0m;

    public static string Of(decimal value) => value == 0 ? "0" : Trim(value).ToString(CultureInfo.InvariantCulture);

    public static string Of(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>Formats a date; <see langword="null"/> for no date.</summary>
    public static string? Of(LocalDate? date) => date is { } known ? Of(known) : null;

    /// <summary>
    /// Formats an instant in UTC. The first instant of a day is written as the day; <see langword="null"/> for no instant.
    /// </summary>
    public static string? Of(Instant? instant) => instant switch
    {
        null => null,
        { } at when at.InUtc().TimeOfDay == LocalTime.Midnight => Of(at.InUtc().Date),
        { } at => InstantPattern.ExtendedIso.Format(at),
    };
}
