using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>The amounts of one stretch of time, which begin and cease to count in a budget together.</summary>
internal sealed class LedgerBucket(Interval during)
{
    public Interval During => during;

    public Usd Spent { get; set; }

    public Usd Reserved { get; set; }

    /// <summary>Whether its amounts count in the present window.</summary>
    public bool Counts { get; set; } = true;
}
