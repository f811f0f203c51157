namespace TokenPricing.Budgets;

/// <summary>The amounts of one interval of time, which start and stop counting in a budget together.</summary>
internal sealed class LedgerBucket(Interval during)
{
    /// <summary>The interval.</summary>
    public Interval During => during;

    /// <summary>When the interval starts; the earliest instant if it has no start.</summary>
    public Instant Start { get; } = during.HasStart ? during.Start : Instant.MinValue;

    /// <summary>The cost of the settled calls.</summary>
    public Usd Spent { get; set; }

    /// <summary>The reserved amounts of the unsettled calls.</summary>
    public Usd Reserved { get; set; }

    /// <summary>Whether nothing is spent or reserved in it.</summary>
    public bool IsEmpty => Spent == Usd.Zero && Reserved == Usd.Zero;
}
