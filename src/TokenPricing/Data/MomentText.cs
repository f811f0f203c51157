using NodaTime;
using NodaTime.Text;

namespace TokenPricing;

/// <summary>Reads a moment as people and programs write it.</summary>
internal static class MomentText
{
    /// <summary>
    /// The instant that a text names: a date (its first instant in UTC), an instant in UTC (<c>2026-04-24T13:00:00Z</c>), or one with an
    /// offset (<c>2026-04-24T15:00:00+02:00</c>); <see langword="null"/> where it is none of these.
    /// </summary>
    public static Instant? Parse(string text)
    {
        if (text.Contains('T', StringComparison.Ordinal))
        {
            return OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? moment.Value.ToInstant() : null;
        }

        return LocalDatePattern.Iso.Parse(text) is { Success: true } date ? StartOf(date.Value) : null;
    }

    /// <summary>The first instant of a day in UTC.</summary>
    public static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
}
