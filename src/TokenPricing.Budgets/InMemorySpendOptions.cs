using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>How finely an <see cref="InMemorySpendStore"/> remembers: immutable, changed by <c>with</c>.</summary>
public sealed record InMemorySpendOptions
{
    /// <summary>
    /// How long a stretch of time is whose entries are added together, counted from 1970-01-01T00:00Z; a filter begins and ends
    /// between two of them. 15 minutes unless set, on which midnight falls in every zone of today; a guard with a rolling budget of
    /// an hour needs a minute, a sixtieth of it. More than zero.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public Duration Resolution { get; init => field = Positive(value, nameof(Resolution)); } = Duration.FromMinutes(15);

    /// <summary>
    /// How far back from the newest entry times are told apart; everything older is one sum. 32 days unless set, so that a month
    /// is whole. More than zero.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public Duration Retention { get; init => field = Positive(value, nameof(Retention)); } = Duration.FromDays(32);

    /// <summary>How many entries, the last ones, are remembered by their id; one that comes again later is added again. 100,000 unless set; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int RememberedIds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(RememberedIds));
            field = value;
        }
    } = 100_000;

    private static Duration Positive(Duration duration, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, Duration.Zero, name);
        return duration;
    }
}
