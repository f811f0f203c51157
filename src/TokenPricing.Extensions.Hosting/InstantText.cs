using NodaTime.Text;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Reads and writes instants in settings.</summary>
internal static class InstantText
{
    /// <summary>
    /// Returns an instant as text, and the first instant of a day in UTC as its date; <see langword="null"/> for no instant.
    /// </summary>
    public static string? Of(Instant? instant) => instant switch
    {
        null => null,
        { } at when at.InUtc().TimeOfDay == LocalTime.Midnight => LocalDatePattern.Iso.Format(at.InUtc().Date),
        { } at => InstantPattern.ExtendedIso.Format(at),
    };

    /// <summary>Reads an instant such as <c>2026-04-24T13:00:00Z</c>, or a date, which stands for its first instant in UTC.</summary>
    public static bool TryParse(string text, out Instant instant)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date)
        {
            instant = date.Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            return true;
        }

        return InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out instant);
    }
}
