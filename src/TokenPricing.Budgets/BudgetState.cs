using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>Where a budget stands.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Spent">What calls of the present window have cost.</param>
/// <param name="Reserved">What the calls of the present window that are under way may cost at most.</param>
/// <param name="Ends">
/// When the window ends; of a rolling window, when the oldest amount in it ceases to count. <see langword="null"/>: never, or there is nothing in it.
/// </param>
public sealed record BudgetState(Budget Budget, Usd Spent, Usd Reserved, Instant? Ends)
{
    /// <summary>What is neither spent nor reserved; less than zero where calls have cost more than was reserved for them.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Usd Left => Budget.Limit - Spent - Reserved;

    /// <summary>The state in words: <c>$9.70 spent and $0.20 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin</c>.</summary>
    public override string ToString() => $"{Spent} spent and {Reserved} reserved of {Budget.Limit} {Budget.Window}{Until()}";

    private string Until() => Ends is not { } ends ? "" : FormattableString.Invariant($", until {ends.InZone(Budget.Zone).LocalDateTime:uuuu'-'MM'-'dd HH':'mm':'ss} {Budget.Zone.Id}");
}
