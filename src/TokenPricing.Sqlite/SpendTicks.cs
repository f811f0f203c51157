using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>
/// Converts instants to the ticks and days in UTC by which stores keep entries and sums. The package of PostgreSQL's store links it.
/// </summary>
internal static class SpendTicks
{
    /// <summary>Returns the tick of 100 nanoseconds since 1970-01-01T00:00Z that an instant is in.</summary>
    public static long TicksOf(Instant at) => at.ToUnixTimeTicks();

    /// <summary>Returns the ticks of an interval: from the first one to before the second one.</summary>
    public static (long Starts, long Ends) TicksOf(Interval during) =>
        (during.HasStart ? FirstTickFrom(during.Start) : long.MinValue, during.HasEnd ? FirstTickFrom(during.End) : long.MaxValue);

    /// <summary>Returns the day in UTC of a tick, counted from 1970-01-01.</summary>
    public static int DayOf(long ticks) =>
        (int)((ticks >= 0 ? ticks : ticks - NodaConstants.TicksPerDay + 1) / NodaConstants.TicksPerDay);

    /// <summary>Returns the first tick of a day.</summary>
    public static long StartOf(int day) => day * NodaConstants.TicksPerDay;

    /// <summary>Throws if a window needs single entries for longer than they are kept: those of the days that it is a part of.</summary>
    /// <exception cref="ArgumentException">The window is longer than the retention, and does not consist of whole days.</exception>
    public static void CheckLength(Interval window, Duration? retention)
    {
        if (window is { HasStart: true, HasEnd: true }
            && window.Duration > retention
            && (FirstTickFrom(window.Start) % NodaConstants.TicksPerDay != 0 || FirstTickFrom(window.End) % NodaConstants.TicksPerDay != 0))
        {
            int days = window.Duration.Days + (window.Duration.NanosecondOfDay > 0 ? 1 : 0);
            throw new ArgumentException(
                $"A budget whose window is from {window.Start} to {window.End} needs the single entries for as long, since it does not "
                + $"consist of whole days in UTC. Set Retention to Duration.FromDays({days}) or more, or let the windows of the budget be "
                + $"days, weeks or months in UTC; the retention is {retention.Value.TotalDays:0.##} days.");
        }
    }

    /// <summary>Returns the first tick that is not before an instant.</summary>
    private static long FirstTickFrom(Instant edge) => TicksOf(edge) + (Instant.FromUnixTimeTicks(TicksOf(edge)) < edge ? 1 : 0);
}
