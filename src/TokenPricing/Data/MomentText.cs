using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Data;

/// <summary>Reads a moment as people and programs write it.</summary>
internal static class MomentText
{
    /// <summary>
    /// The instant that a text names: a date (its first instant in UTC), an instant in UTC (<c>2026-04-24T13:00:00Z</c>), or one with an
    /// offset (<c>2026-04-24T15:00:00+02:00</c>); <see langword="null"/> where it is none of these.
    /// </summary>
    public static Instant? Parse(string text)
    {
        // A date and a time have a T between them, which saves trying the one to read the other. What is nearly always written is read
        // without a pattern.
        if (!text.Contains('T', StringComparison.Ordinal))
        {
            return CellText.ParseDate(text) is { } date ? CellText.StartOf(date) : null;
        }

        return CellText.ParseInstant(text) ?? (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? moment.Value.ToInstant() : null);
    }
}
