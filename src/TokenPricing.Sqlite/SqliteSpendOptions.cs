using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>How a <see cref="SqliteSpendStore"/> keeps spend. Immutable; create a changed copy with <c>with</c>.</summary>
public sealed record SqliteSpendOptions
{
    /// <summary>The maximum time to wait while another process writes, from 1 second to 1 day; 30 seconds by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than a second or more than a day.</exception>
    public Duration BusyTimeout { get; init => field = FromSecondToDay(value, nameof(BusyTimeout)); } = Duration.FromSeconds(30);

    /// <summary>
    /// How long entries are kept one by one; older ones are deleted, and only their sums by day in UTC and set of tags are kept, for good.
    /// At least 2 days; <see langword="null"/> (the default) keeps all entries. The window of a budget can be as long as this, or consist
    /// of whole days in UTC. All processes that write to the
    /// file should have the same retention.
    /// </summary>
    /// <remarks>
    /// The time is counted from the newest day that a hundredth of the kept entries, and no fewer than 100, have reached: a few entries of
    /// a clock that is ahead delete nothing. An entry that is older when it is added counts in the sums of its day; its id is not
    /// remembered for long, and if it is added again later, it counts again.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 2 days.</exception>
    public Duration? Retention
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? Duration.MaxValue, Duration.FromDays(2), nameof(Retention));
            field = value;
        }
    }

    /// <summary>
    /// How far ahead of the newest entry another one can be, and how far from it a reservation can be. What is further away is refused with
    /// a <see cref="SpendClockException"/>, since its clock is probably wrong. More than zero; 366 days by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than zero.</exception>
    public Duration MaxJump
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, Duration.Zero, nameof(MaxJump));
            field = value;
        }
    } = Duration.FromDays(366);

    /// <summary>
    /// How long a process that has reservations can give no sign of life until others give its reservations back, from 1 second to 1 day;
    /// 30 seconds by default. It is measured without the clock of the calendar, by each process that waits. All processes that write to the
    /// file should have the same lease.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than a second or more than a day.</exception>
    public Duration Lease { get; init => field = FromSecondToDay(value, nameof(Lease)); } = Duration.FromSeconds(30);

    /// <summary>What measures the lease; <see cref="TimeProvider.System"/> by default. Times of entries do not come from it.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public TimeProvider Time { get; init => field = value ?? throw new ArgumentNullException(nameof(Time)); } = TimeProvider.System;

    private static Duration FromSecondToDay(Duration duration, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, Duration.FromSeconds(1), name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, Duration.FromDays(1), name);
        return duration;
    }
}
