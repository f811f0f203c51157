namespace TokenPricing.Rates;

/// <summary>How fast and how firmly a request is served, at a price of its own.</summary>
public enum ServiceTier
{
    /// <summary>The ordinary service.</summary>
    Standard,

    /// <summary>Answered within hours, in bulk.</summary>
    Batch,

    /// <summary>Answered when there is room.</summary>
    Flex,

    /// <summary>Answered before others.</summary>
    Priority,

    /// <summary>Answered at a higher speed.</summary>
    Fast,
}
