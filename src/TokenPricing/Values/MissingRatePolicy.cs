namespace TokenPricing.Values;

/// <summary>
/// Specifies how a used meter is handled if neither it nor a parent meter has a rate. No policy charges zero silently.
/// </summary>
public enum MissingRatePolicy
{
    /// <summary>
    /// Throws a <see cref="PricingException"/> with <see cref="PricingError.MissingRate"/>. This is the default.
    /// </summary>
    Throw,

    /// <summary>Leaves the part without a price. The result lists it and is marked as incomplete.</summary>
    LeaveUnpriced,
}
