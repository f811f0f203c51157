namespace TokenPricing.Values;

/// <summary>What happens to a part that has neither a rate of its own nor one of a parent meter. It never costs a silent zero.</summary>
public enum MissingRatePolicy
{
    /// <summary>The default: a <see cref="PricingException"/> with <see cref="PricingError.MissingRate"/>.</summary>
    Throw,

    /// <summary>The part stays without a price, and the result names it.</summary>
    LeaveUnpriced,
}
