using Microsoft.Extensions.Options;

namespace TokenPricing.Services;

/// <summary>Provides one catalog, which is built from options on first use and never changes.</summary>
/// <param name="options">The options of <c>AddTokenPricing</c>.</param>
internal sealed class FixedPriceCatalogs(IOptions<TokenPricingOptions> options) : IPriceCatalogs
{
    private readonly Lazy<PriceCatalog> _current = new(() => Create(options.Value));

    /// <inheritdoc/>
    public PriceCatalog Current => _current.Value;

    /// <inheritdoc/>
    public PriceCatalog Get(string tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        throw new KeyNotFoundException(
            $"There is no tenant '{tenant}': AddTokenPricing registers a single catalog. "
            + "To use tenants, call AddLiveTokenPricing of the package TokenPricing.Extensions.Hosting.");
    }

    /// <summary>Builds the catalog: the prices, the rows laid over them, and the settings.</summary>
    private static PriceCatalog Create(TokenPricingOptions options)
    {
        PriceCatalog prices = options.PriceFolder is { } folder ? PriceCatalog.Load(folder) : PriceCatalog.BuiltIn;
        prices = options.OverrideFolder is { } overrides ? prices.WithFolder(overrides) : prices;
        return prices.With(s => s with
        {
            DefaultBlend = options.DefaultBlend ?? s.DefaultBlend,
            MissingRate = options.MissingRate,
            Discounts = [.. options.Discounts.Select(d => (prices.Provider(d.Key).Id, d.Value))],
        });
    }
}
