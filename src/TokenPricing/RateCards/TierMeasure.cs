namespace TokenPricing;

/// <summary>What a context tier compares with its threshold.</summary>
public enum TierMeasure
{
    /// <summary>All input tokens of the request, cached ones included.</summary>
    TotalInput,

    /// <summary>The units of the meter that the rate is for, and of no other.</summary>
    OwnQuantity,
}
