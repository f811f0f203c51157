namespace TokenPricing.Extensions.AI;

/// <summary>The exception of a call that a budget refused. It was not made.</summary>
public sealed class BudgetRefusedException : InvalidOperationException
{
    /// <summary>Initializes the exception of a refused call.</summary>
    /// <param name="decision">The decision of the budgets.</param>
    public BudgetRefusedException(BudgetDecision decision)
        : base((decision ?? throw new ArgumentNullException(nameof(decision))).ToString()) => Decision = decision;

    /// <summary>The decision, with the budgets that refused the call.</summary>
    public BudgetDecision Decision { get; }
}
