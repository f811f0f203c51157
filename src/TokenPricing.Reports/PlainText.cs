using System.Globalization;
using NodaTime.Text;

namespace TokenPricing.Reports;

/// <summary>Numbers with all their digits and without trailing zeros, and dates, as reports write them.</summary>
internal static class PlainText
{
    /// <summary>The same number without trailing zeros.</summary>
    public static decimal Trim(decimal value) => value / 1.000_000_000_000_000_000_000_000_000_0m;

    public static string Of(decimal value) => value == 0 ? "0" : Trim(value).ToString(CultureInfo.InvariantCulture);

    public static string Of(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string? Of(LocalDate? date) => date is { } known ? Of(known) : null;

    /// <summary>The first instant of a day in UTC is written as the day.</summary>
    public static string? Of(Instant? instant) => instant switch
    {
        null => null,
        { } at when at.InUtc().TimeOfDay == LocalTime.Midnight => Of(at.InUtc().Date),
        { } at => InstantPattern.ExtendedIso.Format(at),
    };
}
