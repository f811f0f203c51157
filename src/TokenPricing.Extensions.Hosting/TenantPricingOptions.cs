namespace TokenPricing.Extensions.Hosting;

/// <summary>The settings of one tenant, laid over those of the service. An option that is not set is that of the service.</summary>
public sealed class TenantPricingOptions : PricingOptions;
