namespace TokenPricing.Rates;

/// <summary>What pays the rate of a context tier.</summary>
public enum TierRule
{
    /// <summary>All units of the request, as soon as it is in the tier: the price jumps at the threshold.</summary>
    WholeRequest,

    /// <summary>The units beyond the threshold only: the price has no jump.</summary>
    BeyondThreshold,
}
