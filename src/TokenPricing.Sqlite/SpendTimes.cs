using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>How instants stand in the file: in ticks of 100 nanoseconds since 1970-01-01T00:00Z.</summary>
internal static class SpendTimes
{
    /// <summary>The tick in which an instant is.</summary>
    public static long TicksOf(Instant at) => at.ToUnixTimeTicks();

    /// <summary>The first tick that is not before an instant.</summary>
    public static long FirstTickFrom(Instant edge) => TicksOf(edge) + (Instant.FromUnixTimeTicks(TicksOf(edge)) < edge ? 1 : 0);

    /// <summary>The duration in seconds, rounded up.</summary>
    public static long TotalSecondsRoundedUp(this Duration duration) =>
        (duration.BclCompatibleTicks / NodaConstants.TicksPerSecond) + (duration.BclCompatibleTicks % NodaConstants.TicksPerSecond > 0 ? 1 : 0);
}
