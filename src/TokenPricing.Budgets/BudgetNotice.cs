namespace TokenPricing.Budgets;

/// <summary>A refusal or a warning of a budget about a call.</summary>
/// <param name="State">The state of the budget without the call.</param>
/// <param name="Asked">
/// The amount that the call needs, or that it cost beyond what was reserved; <see langword="null"/> if it is not known.
/// </param>
/// <param name="IsRefusal">Whether the budget refuses the call.</param>
public sealed record BudgetNotice(BudgetState State, Usd? Asked, bool IsRefusal)
{
    /// <summary>
    /// Returns the notice as a sentence: <c>The budget 'acme' refuses the call, which needs $0.40: $9.70 spent and $0.20 reserved of $10.00
    /// per day, until 2026-11-22 00:00:00 Europe/Berlin.</c>
    /// </summary>
    public override string ToString() =>
        $"The budget '{State.Budget.Name}' {(IsRefusal
            ? "refuses the"
            : "warns of a")} call, {(Asked is { } asked ? $"which needs {asked}" : "whose price is not known")}: {State}.";
}
