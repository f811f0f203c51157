namespace TokenPricing.Budgets;

/// <summary>The amounts of one interval of time, which start and stop counting in a budget together.</summary>
internal sealed class LedgerBucket(Interval during)
{
    public Interval During => during;

    public Usd Spent { get; set; }

    public Usd Reserved { get; set; }

    /// <summary>Whether its amounts count in the current window.</summary>
    public bool Counts { get; set; } = true;
}
