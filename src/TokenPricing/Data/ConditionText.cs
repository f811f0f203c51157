using NodaTime.Text;

namespace TokenPricing.Data;

/// <summary>Converts the conditions of a rate to and from the text of a cell of <c>rates.csv</c>.</summary>
internal static class ConditionText
{
    private const string Own = "own";
    private const string Beyond = "beyond";

    private static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Created on first use: it takes milliseconds, and few rates have hours.</summary>
    private static LocalTimePattern ShortTime => field ??= LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>Returns a context tier as text, such as <c>&gt;=128000</c>; <see langword="null"/> for an empty cell.</summary>
    /// <remarks>
    /// The word <c>own</c> follows if the tier measures the meter's own quantity instead of the total input, and then the word
    /// <c>beyond</c> if only the units beyond the threshold pay the tier's rate.
    /// </remarks>
    public static string? Of(ContextTier? tier) => tier is null ? null : string.Concat(
        tier.IncludesThreshold ? ">=" : ">",
        tier.Threshold.ToString(CultureInfo.InvariantCulture),
        tier.MeasuresOwnQuantity ? " " + Own : "",
        tier.IsMarginal ? " " + Beyond : "");

    /// <summary>Returns a daily window as text, such as <c>16:30-00:30</c>; <see langword="null"/> for an empty cell.</summary>
    /// <remarks>
    /// The id of the time zone follows if it is not UTC or if days follow, and then the days on which the window begins, such as
    /// <c>Sat Sun</c>.
    /// </remarks>
    public static string? Of(DailyWindow? window)
    {
        if (window is null)
        {
            return null;
        }

        string hours = $"{Of(window.Start)}-{Of(window.End)}";
        string zone = window.Zone.Id == DateTimeZone.Utc.Id && window.Days.IsEmpty ? "" : " " + window.Zone.Id;
        return hours + zone + string.Concat(window.Days.Select(d => " " + DayNames[(int)d - 1]));
    }

    /// <summary>Reads a context tier; <see langword="null"/> if the text is none.</summary>
    public static ContextTier? ParseContext(string text) => ContextTier.TryParse(text, out ContextTier? tier) ? tier : null;

    /// <summary>Reads a daily window; <see langword="null"/> if the text is none, or the time zone is unknown.</summary>
    public static DailyWindow? ParseWindow(string text)
    {
        string[] words = text.Split(' ');
        string[] hours = words[0].Split('-');
        DateTimeZone? zone = words.Length == 1 ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(words[1]);
        int[] days = [.. words.Skip(2).Select(d => Array.IndexOf(DayNames, d))];
        return hours.Length == 2 && ParseTime(hours[0]) is { } start && ParseTime(hours[1]) is { } end
            && zone is not null && !days.Contains(-1)
            ? new DailyWindow(start, end, zone, [.. days.Select(d => (IsoDayOfWeek)(d + 1))])
            : null;
    }

    private static string Of(LocalTime time) =>
        (time.Second == 0 && time.NanosecondOfSecond == 0 ? ShortTime : LocalTimePattern.ExtendedIso).Format(time);

    private static LocalTime? ParseTime(string text)
    {
        ParseResult<LocalTime> time = text.Length == 5 ? ShortTime.Parse(text) : LocalTimePattern.ExtendedIso.Parse(text);
        return time.Success ? time.Value : null;
    }
}
