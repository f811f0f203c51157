using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Converts instants to the form in which the file stores them: ticks of 100 nanoseconds since 1970-01-01T00:00Z.</summary>
internal static class SpendTimes
{
    /// <summary>Returns the tick that an instant is in.</summary>
    public static long TicksOf(Instant at) => at.ToUnixTimeTicks();

    /// <summary>Returns the first tick that is not before an instant.</summary>
    public static long FirstTickFrom(Instant edge) => TicksOf(edge) + (Instant.FromUnixTimeTicks(TicksOf(edge)) < edge ? 1 : 0);

    /// <summary>Returns the duration in seconds, rounded up.</summary>
    public static long TotalSecondsRoundedUp(this Duration duration) =>
        (duration.BclCompatibleTicks / NodaConstants.TicksPerSecond)
            + (duration.BclCompatibleTicks % NodaConstants.TicksPerSecond > 0 ? 1 : 0);
}
