namespace TokenPricing.Services;

/// <summary>The options of <c>services.AddTokenPricing(…)</c>.</summary>
/// <remarks>Options are validated when a host starts, and at the latest when the catalog is first resolved.</remarks>
public sealed class TokenPricingOptions
{
    /// <summary>
    /// The path of a folder of price files to use instead of the built-in prices; <see langword="null"/> (the default) for the built-in
    /// prices.
    /// </summary>
    public string? PriceFolder { get; set; }

    /// <summary>
    /// The path of a folder of price files to lay over the prices, as <see cref="PriceCatalog.WithFolder"/> does; <see langword="null"/>
    /// (the default) for none.
    /// </summary>
    public string? OverrideFolder { get; set; }

    /// <summary>
    /// The blend to compare models by if a caller does not specify one; <see langword="null"/> (the default) for the usual one of
    /// <see cref="PricingSettings.BlendFor"/>: 70 % input and 30 % output, or input alone for embedding and ranking.
    /// </summary>
    public Blend? DefaultBlend { get; set; }

    /// <summary>What to do with a part of a usage that has no rate; <see cref="MissingRatePolicy.Throw"/> by default.</summary>
    public MissingRatePolicy MissingRate { get; set; }

    /// <summary>The discounts on every cost at a provider, from 0 % to 100 %, by any name of the provider; empty by default.</summary>
    public IDictionary<string, Percentage> Discounts { get; } = new Dictionary<string, Percentage>(StringComparer.OrdinalIgnoreCase);
}
