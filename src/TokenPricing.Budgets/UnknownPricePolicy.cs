namespace TokenPricing.Budgets;

/// <summary>What a budget that refuses calls does with a call whose maximum cost is not known.</summary>
public enum UnknownPricePolicy
{
    /// <summary>The call is refused.</summary>
    Refuse,

    /// <summary>The call is allowed with a warning. Nothing is reserved for it, and it can exceed the limit.</summary>
    Allow,
}
