namespace TokenPricing.Extensions.Hosting;

/// <summary>The settings of TokenPricing in a service, from code or a section of its configuration, checked when the service starts.</summary>
public sealed class LivePricingOptions : PricingOptions
{
    /// <summary>The path of a folder of price files that takes the place of the built-in prices; <see langword="null"/> (the default): the built-in prices.</summary>
    public string? PriceFolder { get; set; }

    /// <summary>Tenants by name; what one of them sets is laid over what the service itself has.</summary>
    public IDictionary<string, TenantPricingOptions> Tenants { get; } = new Dictionary<string, TenantPricingOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whence and how often new prices are fetched; nothing is unless an address is set.</summary>
    public PriceRefreshOptions Refresh { get; } = new();

    /// <summary>What is wrong with the configuration that the options were read from.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>The catalogs that the options come to; the validator leaves here what it has made.</summary>
    internal CatalogSet? Catalogs { get; set; }
}
