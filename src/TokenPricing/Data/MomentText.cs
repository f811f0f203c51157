using NodaTime.Text;

namespace TokenPricing.Data;

/// <summary>Reads an instant as people and programs write it in logs, arguments and settings.</summary>
internal static class MomentText
{
    /// <summary>
    /// Reads a date (its first instant in UTC), an instant in UTC such as <c>2026-04-24T13:00:00Z</c>, or one with an offset such as
    /// <c>2026-04-24T15:00:00+02:00</c>.
    /// </summary>
    /// <returns>The instant; <see langword="null"/> if the text is none of these.</returns>
    public static Instant? Parse(string text)
    {
        // Only a text with a time has a T. The common forms are read without a pattern, which is much faster.
        if (!text.Contains('T', StringComparison.Ordinal))
        {
            return CellText.ParseDate(text) is { } date ? CellText.StartOf(date) : null;
        }

        return CellText.ParseInstant(text)
            ?? (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } moment ? moment.Value.ToInstant() : null);
    }
}
