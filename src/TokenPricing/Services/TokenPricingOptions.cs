namespace TokenPricing.Services;

/// <summary>The settings of <c>services.AddTokenPricing(…)</c>.</summary>
public sealed class TokenPricingOptions
{
    /// <summary>The path of a folder of price files to use instead of the built-in prices; <see langword="null"/> (the default): the built-in prices.</summary>
    public string? PriceFolder { get; set; }

    /// <summary>The path of a folder of price files to lay over the prices, as <see cref="PriceCatalog.WithFolder"/> does; <see langword="null"/> (the default): none.</summary>
    public string? OverrideFolder { get; set; }

    /// <summary>The blend to compare models by where a caller names none; <see langword="null"/> (the default): 70 % input and 30 % output.</summary>
    public Blend? DefaultBlend { get; set; }

    /// <summary>What to do with a part of a usage that has no rate; <see cref="MissingRatePolicy.Throw"/> by default.</summary>
    public MissingRatePolicy MissingRate { get; set; }

    /// <summary>Discounts on every cost at a provider, from 0 % to 100 %, by provider id.</summary>
    public IDictionary<string, Percentage> Discounts { get; } = new Dictionary<string, Percentage>(StringComparer.OrdinalIgnoreCase);
}
