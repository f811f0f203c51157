using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>Facts as files and messages show them.</summary>
internal static class FactText
{
    /// <summary>Returns the date as <c>2026-04-24</c>; <see langword="null"/> for no date.</summary>
    public static string? Of(LocalDate? date) => date is { } known ? LocalDatePattern.Iso.Format(known) : null;

    /// <summary>Returns the first instant of a day in UTC.</summary>
    public static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>
    /// Returns the beginning of a value in one line: control characters are replaced by U+FFFD, and an ellipsis marks what was cut.
    /// </summary>
    public static string Shorten(string value, int maximumLength = 80)
    {
        string shown = value.Length > maximumLength ? value[..maximumLength] + "…" : value;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }
}
