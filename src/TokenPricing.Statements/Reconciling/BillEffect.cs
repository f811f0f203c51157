namespace TokenPricing.Statements;

/// <summary>What a part of the difference between a bill and computed costs comes from.</summary>
public enum BillEffect
{
    /// <summary>More or fewer units were billed than used.</summary>
    Quantity,

    /// <summary>Requests were shorter or longer than estimated, where the price depends on their length.</summary>
    ContextTier,

    /// <summary>Another service tier was billed than the usage states.</summary>
    ServiceTier,

    /// <summary>The uplift of a region was billed.</summary>
    Region,

    /// <summary>The same discount on all lines of a provider.</summary>
    Discount,

    /// <summary>The price before or after a change was billed.</summary>
    PricePeriod,

    /// <summary>Cache writes were billed for another time than the usage states.</summary>
    CacheTime,

    /// <summary>Searches and other fees.</summary>
    Fees,

    /// <summary>The bill rounds its lines.</summary>
    Rounding,

    /// <summary>Usage that the bill does not have.</summary>
    UsedNotBilled,

    /// <summary>Lines of the bill without usage: taxes, credits, storage, tools.</summary>
    BilledNotUsed,

    /// <summary>What nothing above explains.</summary>
    Rest,

    /// <summary>
    /// Lines of the bill in another currency or without an amount that can be read, which are missing in what was billed.
    /// </summary>
    WithoutAmount,
}
