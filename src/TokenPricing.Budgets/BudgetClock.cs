namespace TokenPricing.Budgets;

/// <summary>
/// The time of a guard, made of the readings of a clock that can be wrong. Time goes on with the clock; a reading that is far from it is
/// doubted first. Not thread-safe.
/// </summary>
/// <remarks>
/// A reading that is ahead by at most <see cref="MaxJump"/> is believed, since a service can be idle. A reading that is behind by at most
/// <see cref="Patience"/> leaves the time where it is until the clock has caught up. Any other reading is believed only after the clock has
/// gone on from there for <see cref="Confirmation"/>: a single wrong reading changes nothing, and a clock that is set right after it was
/// wrong is believed again.
/// </remarks>
internal sealed class BudgetClock(Instant start)
{
    /// <summary>How far a reading can be ahead and is believed at once.</summary>
    public static readonly Duration MaxJump = Duration.FromDays(366);

    /// <summary>How far a reading can be behind while the time stands still and waits for it.</summary>
    public static readonly Duration Patience = Duration.FromDays(1);

    /// <summary>How long a doubted clock must go on, by its own readings, until it is believed.</summary>
    public static readonly Duration Confirmation = Duration.FromHours(1);

    private Instant? _doubtedSince;
    private Instant _doubted;

    /// <summary>The current time.</summary>
    public Instant Now { get; private set; } = start;

    /// <summary>Takes a reading of the clock and returns the current time.</summary>
    public Instant Read(Instant reading)
    {
        Duration ahead = reading - Now;
        if (ahead <= MaxJump && ahead >= -Patience)
        {
            _doubtedSince = null;
            return Now = Instant.Max(Now, reading);
        }

        // Confirmed by a clock that goes on, not by one that jumps again.
        Duration step = reading - _doubted;
        _doubted = reading;
        if (_doubtedSince is not { } since || step < Duration.Zero || step > Patience)
        {
            _doubtedSince = reading;
        }
        else if (reading - since >= Confirmation)
        {
            _doubtedSince = null;
            Now = reading;
        }

        return Now;
    }
}
