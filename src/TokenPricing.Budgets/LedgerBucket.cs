namespace TokenPricing.Budgets;

/// <summary>The amounts of one interval of time, which start and stop counting in a budget together.</summary>
internal sealed class LedgerBucket(Interval during)
{
    /// <summary>The interval.</summary>
    public Interval During => during;

    /// <summary>The cost of the settled calls.</summary>
    public Usd Spent { get; set; }

    /// <summary>The reserved amounts of the unsettled calls.</summary>
    public Usd Reserved { get; set; }

    /// <summary>Whether its amounts count in the current window.</summary>
    public bool Counts { get; set; } = true;
}
