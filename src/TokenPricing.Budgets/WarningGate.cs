namespace TokenPricing.Budgets;

/// <summary>Lets the warning of a budget through once per window. Not thread-safe.</summary>
internal sealed class WarningGate(Budget budget)
{
    private readonly Usd _from = budget.Limit * budget.WarnAt.Fraction;
    private Instant _warned = Instant.MaxValue;
    private Instant _quietUntil = Instant.MinValue;

    /// <summary>
    /// Returns whether the warning share is reached for the first time in this window. Later calls in the window return
    /// <see langword="false"/>.
    /// </summary>
    public bool Opens(Usd used, Instant now)
    {
        // After the clock was set back to before the last warning, windows are new again.
        if ((now >= _warned && now < _quietUntil) || used < _from)
        {
            return false;
        }

        Interval window = budget.WindowAt(now);
        (_warned, _quietUntil) = (now, budget.Window.Length is { } length ? now + length : window.HasEnd ? window.End : Instant.MaxValue);
        return true;
    }
}
