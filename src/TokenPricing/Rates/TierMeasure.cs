namespace TokenPricing.Rates;

/// <summary>What a context tier compares with its threshold.</summary>
public enum TierMeasure
{
    /// <summary>All input tokens of the request, cached ones included.</summary>
    TotalInput,

    /// <summary>The units that the meter of the rate bills: its own, and those of parts that have no nearer rate.</summary>
    OwnQuantity,
}
