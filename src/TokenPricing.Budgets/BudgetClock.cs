namespace TokenPricing.Budgets;

/// <summary>
/// The time of a guard, made of the readings of a clock that can be wrong and of the time that has passed, which a stopwatch measures. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// Time goes on with the stopwatch. A reading of the clock that says the same, up to <see cref="Tolerance"/>, is believed and corrects it.
/// Any other reading is a jump, and is believed only after the clock has gone on from there for <see cref="Confirmation"/>: a clock that is
/// wrong for less changes nothing. A clock that is believed and behind by at most <see cref="Patience"/> leaves the time where it is until
/// it has caught up.
/// </remarks>
internal sealed class BudgetClock(Instant start)
{
    /// <summary>How far a reading can be from the time that has passed and is believed at once.</summary>
    public static readonly Duration Tolerance = Duration.FromMinutes(1);

    /// <summary>How far a clock that is believed can be behind while the time stands still and waits for it.</summary>
    public static readonly Duration Patience = Duration.FromDays(1);

    /// <summary>How long a clock that has jumped must go on until it is believed.</summary>
    public static readonly Duration Confirmation = Duration.FromHours(1);

    // A clock is known by when its stopwatch would have started: as long as it does not jump, that stays the same.
    private Instant _believed = start;
    private Instant _doubted;
    private Duration? _doubtedSince;

    /// <summary>The current time.</summary>
    public Instant Now { get; private set; } = start;

    /// <summary>Takes a reading of the clock and returns the current time.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="passed">The time that has passed since the start.</param>
    public Instant Read(Instant reading, Duration passed)
    {
        Instant origin = reading - passed;
        if (IsSame(origin, _believed))
        {
            (_believed, _doubtedSince) = (origin, null);
        }
        else if (_doubtedSince is not { } since || !IsSame(origin, _doubted))
        {
            // Confirmed by a clock that goes on, not by one that jumps again.
            (_doubted, _doubtedSince) = (origin, passed);
        }
        else if (passed - since < Confirmation)
        {
            _doubted = origin;
        }
        else
        {
            (_believed, _doubtedSince) = (origin, null);
        }

        Instant now = _believed + passed;
        return Now = Now - now <= Patience ? Instant.Max(Now, now) : now;
    }

    private static bool IsSame(Instant one, Instant other) => Duration.Max(one - other, other - one) <= Tolerance;
}
