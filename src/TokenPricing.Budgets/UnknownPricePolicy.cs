namespace TokenPricing.Budgets;

/// <summary>What a budget that refuses does with a call whose worst case is not known.</summary>
public enum UnknownPricePolicy
{
    /// <summary>The call is refused.</summary>
    Refuse,

    /// <summary>The call is allowed, with a warning; nothing is reserved for it, and it may take the budget beyond its limit.</summary>
    Allow,
}
