namespace TokenPricing.Extensions.Hosting;

/// <summary>
/// The settings of <c>services.AddLiveTokenPricing(…)</c>, from code or a configuration section. They are checked when the host starts.
/// </summary>
public sealed class LivePricingOptions : PricingOptions
{
    /// <summary>
    /// The path of a folder of price files to use instead of the built-in prices; <see langword="null"/> (the default): the built-in
    /// prices.
    /// </summary>
    public string? PriceFolder { get; set; }

    /// <summary>The settings of the tenants by name, in any case. The settings of a tenant are laid over those of the service.</summary>
    public IDictionary<string, TenantPricingOptions> Tenants { get; } =
        new Dictionary<string, TenantPricingOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where prices are refreshed from, and how often. Prices are not refreshed unless an address is set.</summary>
    public PriceRefreshOptions Refresh { get; } = new();

    /// <summary>The errors in the configuration that the options were read from.</summary>
    internal List<string> Errors { get; } = [];
}
