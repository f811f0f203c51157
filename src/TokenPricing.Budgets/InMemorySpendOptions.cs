namespace TokenPricing.Budgets;

/// <summary>
/// The resolution and retention of an <see cref="InMemorySpendStore"/>. Immutable; create a changed copy with <c>with</c>.
/// </summary>
public sealed record InMemorySpendOptions
{
    /// <summary>
    /// The length of the time steps, counted from 1970-01-01T00:00Z, whose entries are summed together; a filter must start and end between
    /// two steps. More than zero; 15 minutes by default, which fits midnight in every current time zone. A guard with a rolling budget
    /// needs a sixtieth of the budget's window: a minute for an hour.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than zero.</exception>
    public Duration Resolution { get; init => field = Positive(value, nameof(Resolution)); } = Duration.FromMinutes(15);

    /// <summary>
    /// How long time steps are kept; everything older is one sum. More than zero; 32 days by default, which covers a whole month. The
    /// window of a budget can be as long as this. The time is counted from the newest time step that a hundredth of the kept entries, and
    /// no fewer than 100, have reached: a few entries of a clock that is ahead delete nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than zero.</exception>
    public Duration Retention { get; init => field = Positive(value, nameof(Retention)); } = Duration.FromDays(32);

    /// <summary>
    /// The number of most recent entries whose ids are remembered, zero or more; 100,000 by default. An older entry that is added again
    /// counts again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int RememberedIds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(RememberedIds));
            field = value;
        }
    } = 100_000;

    /// <summary>
    /// How far ahead of the newest entry another one can be, and how far from it a reservation can be. What is further away is refused with
    /// a <see cref="SpendClockException"/>, since its clock is probably wrong. More than zero; 366 days by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than zero.</exception>
    public Duration MaxJump { get; init => field = Positive(value, nameof(MaxJump)); } = Duration.FromDays(366);

    private static Duration Positive(Duration duration, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, Duration.Zero, name);
        return duration;
    }
}
