namespace TokenPricing.Data;

/// <summary>How often a subscription is paid.</summary>
public enum BillingPeriod
{
    /// <summary>Every month.</summary>
    Month,

    /// <summary>Every year.</summary>
    Year,
}
