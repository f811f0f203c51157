namespace TokenPricing.Budgets;

/// <summary>What is spent and reserved in a spend store. <see langword="default"/>: nothing.</summary>
/// <param name="Spent">The exact sum of the entries.</param>
/// <param name="Reserved">The exact sum of the reservations that are neither settled nor released.</param>
public readonly record struct SpendBalance(Usd Spent, Usd Reserved)
{
    /// <summary>Returns the balance as text: <c>$9.70 spent and $0.20 reserved</c>.</summary>
    public override string ToString() => $"{Spent} spent and {Reserved} reserved";
}
