namespace TokenPricing.Rates;

/// <summary>Specifies which units of a request are billed at the rate of a context tier.</summary>
public enum TierRule
{
    /// <summary>
    /// All units of a request that is in the tier, so that the price jumps at the threshold. This is the default.
    /// </summary>
    WholeRequest,

    /// <summary>
    /// Only the units beyond the threshold, so that the price does not jump. It needs
    /// <see cref="TierMeasure.OwnQuantity"/>.
    /// </summary>
    BeyondThreshold,
}
