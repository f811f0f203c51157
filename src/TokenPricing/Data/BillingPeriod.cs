namespace TokenPricing.Data;

/// <summary>Specifies how often the price of a <see cref="Subscription"/> is due.</summary>
public enum BillingPeriod
{
    /// <summary>The price is per calendar month.</summary>
    Month,

    /// <summary>The price is per year, however it is collected.</summary>
    Year,
}
