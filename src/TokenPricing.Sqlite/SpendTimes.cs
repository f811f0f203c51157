using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Converts instants to the forms in which the file stores them.</summary>
internal static class SpendTimes
{
    /// <summary>Returns the tick of 100 nanoseconds since 1970-01-01T00:00Z that an instant is in.</summary>
    public static long TicksOf(Instant at) => at.ToUnixTimeTicks();

    /// <summary>Returns the first tick that is not before an instant.</summary>
    public static long FirstTickFrom(Instant edge) => TicksOf(edge) + (Instant.FromUnixTimeTicks(TicksOf(edge)) < edge ? 1 : 0);

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
                + $"consist of whole days in UTC. Set {nameof(SqliteSpendOptions.Retention)} to Duration.FromDays({days}) or more, or let "
                + "the windows of the budget be days, weeks or months in UTC; the retention is "
                + $"{retention.Value.TotalDays:0.##} days.");
        }
    }

    /// <summary>Returns the nanoseconds since 1970-01-01T00:00Z.</summary>
    public static Int128 NanosecondsOf(Instant at) => (at - NodaConstants.UnixEpoch).ToInt128Nanoseconds();

    /// <summary>Returns the instant of a number of nanoseconds since 1970-01-01T00:00Z.</summary>
    public static Instant OfNanoseconds(Int128 nanoseconds)
    {
        try
        {
            return NodaConstants.UnixEpoch + Duration.FromNanoseconds(nanoseconds);
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw new InvalidDataException("an instant is outside the calendar", e);
        }
    }

    /// <summary>Returns the duration in seconds, rounded up.</summary>
    public static long TotalSecondsRoundedUp(this Duration duration) =>
        (duration.BclCompatibleTicks / NodaConstants.TicksPerSecond)
            + (duration.BclCompatibleTicks % NodaConstants.TicksPerSecond > 0 ? 1 : 0);
}
