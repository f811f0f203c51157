namespace TokenPricing.Budgets;

/// <summary>What a budget does with a call that can exceed its limit.</summary>
public enum BudgetAction
{
    /// <summary>The call is refused before it is made.</summary>
    Refuse,

    /// <summary>The call is allowed, with a warning.</summary>
    Warn,
}
