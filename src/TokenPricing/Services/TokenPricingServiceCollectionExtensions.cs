using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TokenPricing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that register TokenPricing with a service container.</summary>
public static class TokenPricingServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="PriceCatalog"/>, and an <see cref="IPriceCatalogs"/> that provides the same one. The catalog is built once,
    /// on first use.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Sets the options; <see langword="null"/> for the built-in prices with the default settings.</param>
    /// <returns><paramref name="services"/>, for chaining.</returns>
    /// <remarks>
    /// For configuration, tenants, refreshed prices and health checks, use <c>AddLiveTokenPricing</c> of the package
    /// TokenPricing.Extensions.Hosting instead.
    /// </remarks>
    /// <exception cref="OptionsValidationException">An option is wrong; when a host starts or the catalog is resolved.</exception>
    public static IServiceCollection AddTokenPricing(this IServiceCollection services, Action<TokenPricingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<TokenPricingOptions> options = services.AddOptions<TokenPricingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TokenPricingOptions>, TokenPricingOptionsValidator>());
        services.TryAddSingleton<IPriceCatalogs, FixedPriceCatalogs>();
        services.TryAddTransient(provider => provider.GetRequiredService<IPriceCatalogs>().Current);
        return services;
    }
}
