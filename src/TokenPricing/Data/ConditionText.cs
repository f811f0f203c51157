using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Data;

/// <summary>The conditions of a rate as they stand in the cells of <c>rates.csv</c>.</summary>
internal static class ConditionText
{
    private const string Own = "own";
    private const string Beyond = "beyond";

    private static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    // It takes milliseconds to make, and few rates have hours.
    private static LocalTimePattern ShortTime => field ??= LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary><c>&gt;200000</c>, <c>&gt;=128000</c>, followed by <c>own</c> where the meter's own quantity is measured and by <c>beyond</c> where only what lies beyond pays.</summary>
    public static string? Of(ContextTier? tier) => tier is null ? null : string.Concat(
        tier.Comparison == ThresholdComparison.AtLeast ? ">=" : ">",
        tier.Threshold.ToString(CultureInfo.InvariantCulture),
        tier.Measure == TierMeasure.OwnQuantity ? " " + Own : "",
        tier.Rule == TierRule.BeyondThreshold ? " " + Beyond : "");

    /// <summary><c>16:30-00:30</c>, followed by the zone where it is not UTC or days follow, and by the days on which it begins.</summary>
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

    public static ContextTier? ParseContext(string text) => ContextTier.TryParse(text, out ContextTier? tier) ? tier : null;

    public static DailyWindow? ParseWindow(string text)
    {
        string[] words = text.Split(' ');
        string[] hours = words[0].Split('-');
        DateTimeZone? zone = words.Length == 1 ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(words[1]);
        int[] days = [.. words.Skip(2).Select(d => Array.IndexOf(DayNames, d))];
        return hours.Length == 2 && ParseTime(hours[0]) is { } start && ParseTime(hours[1]) is { } end && zone is not null && !days.Contains(-1)
            ? new DailyWindow(start, end, zone, [.. days.Select(d => (IsoDayOfWeek)(d + 1))])
            : null;
    }

    private static string Of(LocalTime time) => time.Second == 0 && time.NanosecondOfSecond == 0 ? ShortTime.Format(time) : LocalTimePattern.ExtendedIso.Format(time);

    private static LocalTime? ParseTime(string text)
    {
        ParseResult<LocalTime> time = text.Length == 5 ? ShortTime.Parse(text) : LocalTimePattern.ExtendedIso.Parse(text);
        return time.Success ? time.Value : null;
    }
}
