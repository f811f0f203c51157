using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Converts instants to the forms in which the file stores them.</summary>
internal static class SpendTimes
{
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
