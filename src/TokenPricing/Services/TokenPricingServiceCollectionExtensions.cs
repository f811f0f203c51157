using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TokenPricing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers TokenPricing with a service container.</summary>
public static class TokenPricingServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="PriceCatalog"/> and an <see cref="IPriceCatalogs"/> that gives the same one. The catalog is built once, when it is first asked for.
    /// </summary>
    /// <remarks>For configuration, tenants, refreshed prices and health checks use <c>AddLiveTokenPricing</c> of the package TokenPricing.Extensions.Hosting.</remarks>
    /// <param name="services">The registrations of the container.</param>
    /// <param name="configure">Sets options; <see langword="null"/>: the built-in prices with the default settings.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="OptionsValidationException">Thrown when the catalog is first asked for, or by a host when it starts, if an option is wrong.</exception>
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
