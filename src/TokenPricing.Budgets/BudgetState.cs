namespace TokenPricing.Budgets;

/// <summary>The state of a budget at a moment.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Spent">The cost of the settled calls of the current window.</param>
/// <param name="Reserved">The most that the unsettled calls of the current window can cost.</param>
/// <param name="Ends">
/// When the window ends; for a rolling window, when its oldest amount stops counting or, if the amounts are in a store, when its current
/// step ends and the next amounts can stop counting. <see langword="null"/> if the window never ends or a rolling window is empty.
/// </param>
public sealed record BudgetState(Budget Budget, Usd Spent, Usd Reserved, Instant? Ends)
{
    /// <summary>The amount that is neither spent nor reserved; negative if calls cost more than was reserved for them.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Usd Left => Budget.Limit - Spent - Reserved;

    /// <summary>
    /// Returns the state as text: <c>$9.70 spent and $0.20 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin</c>.
    /// </summary>
    public override string ToString() => $"{Spent} spent and {Reserved} reserved of {Budget.Limit} {Budget.Window}{Until()}";

    /// <summary>Returns the end of the window in the time zone of the budget; empty if there is none.</summary>
    private string Until() => Ends is not { } ends
        ? ""
        : FormattableString.Invariant($", until {ends.InZone(Budget.Zone).LocalDateTime:uuuu'-'MM'-'dd HH':'mm':'ss} {Budget.Zone.Id}");
}
