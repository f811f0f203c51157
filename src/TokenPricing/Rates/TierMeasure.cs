namespace TokenPricing.Rates;

/// <summary>Specifies what a context tier compares with its threshold.</summary>
public enum TierMeasure
{
    /// <summary>All input tokens of the request, including cached ones. This is the default.</summary>
    TotalInput,

    /// <summary>
    /// The units that the meter of the rate bills: its own, and those of child meters that have no nearer rate.
    /// </summary>
    OwnQuantity,
}
