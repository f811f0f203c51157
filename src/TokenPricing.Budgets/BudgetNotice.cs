namespace TokenPricing.Budgets;

/// <summary>What a budget has to say of a call: a refusal, or a warning.</summary>
/// <param name="State">Where the budget stood, without the call.</param>
/// <param name="Asked">What the call asks for, or has cost beyond what was reserved; <see langword="null"/>: not known.</param>
/// <param name="IsRefusal">Whether the budget refuses the call.</param>
public sealed record BudgetNotice(BudgetState State, Usd? Asked, bool IsRefusal)
{
    /// <summary>
    /// The notice in words: <c>The budget 'acme' refuses the call, which asks for $0.40: $9.70 spent and $0.20 reserved of $10.00 per
    /// day, until 2026-11-22 00:00:00 Europe/Berlin.</c>
    /// </summary>
    public override string ToString() =>
        $"The budget '{State.Budget.Name}' {(IsRefusal ? "refuses the" : "warns of a")} call, {(Asked is { } asked ? $"which asks for {asked}" : "whose price is not known")}: {State}.";
}
