namespace TokenPricing.Rates;

/// <summary>Specifies how fast and how reliably a request is served. Each tier may have prices of its own.</summary>
public enum ServiceTier
{
    /// <summary>The ordinary service. This is the default.</summary>
    Standard,

    /// <summary>Requests answered in bulk within hours, usually at half the standard price.</summary>
    Batch,

    /// <summary>Requests answered when capacity is available, usually at a discount.</summary>
    Flex,

    /// <summary>Requests answered before others, usually at a surcharge.</summary>
    Priority,

    /// <summary>Requests answered with a higher output speed, usually at a surcharge.</summary>
    Fast,
}
