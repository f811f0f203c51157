using Microsoft.Extensions.Options;

namespace TokenPricing.Services;

/// <summary>One catalog, made from options once and never changed.</summary>
internal sealed class FixedPriceCatalogs(IOptions<TokenPricingOptions> options) : IPriceCatalogs
{
    private readonly Lazy<PriceCatalog> _current = new(() => Create(options.Value));

    /// <inheritdoc/>
    public PriceCatalog Current => _current.Value;

    /// <inheritdoc/>
    public PriceCatalog Get(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        throw new KeyNotFoundException($"There is no tenant '{tenant}': AddTokenPricing registers one catalog. AddLiveTokenPricing of TokenPricing.Extensions.Hosting has tenants.");
    }

    private static PriceCatalog Create(TokenPricingOptions options)
    {
        PriceCatalog prices = options.PriceFolder is { } folder ? PriceCatalog.Load(folder) : PriceCatalog.BuiltIn;
        prices = options.OverrideFolder is { } overrides ? prices.WithFolder(overrides) : prices;
        return prices.With(s => s with
        {
            DefaultBlend = options.DefaultBlend ?? s.DefaultBlend,
            MissingRate = options.MissingRate,
            Discounts = [.. options.Discounts.Select(d => new ProviderDiscount(prices.Provider(d.Key).Id, d.Value))],
        });
    }
}
