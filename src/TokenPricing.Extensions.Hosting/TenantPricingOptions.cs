namespace TokenPricing.Extensions.Hosting;

/// <summary>What one tenant of a service pays, laid over what the service has; what is not set is as for the service itself.</summary>
public sealed class TenantPricingOptions : PricingOptions;
