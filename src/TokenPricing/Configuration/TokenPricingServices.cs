using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace TokenPricing;

/// <summary>Registers TokenPricing in a service's container.</summary>
public static class TokenPricingServices
{
    /// <summary>
    /// Registers a <see cref="PriceCatalog"/>, one for the whole service, with its settings from <see cref="TokenPricingOptions"/>.
    /// A host checks the options when it starts, and stops with a message for each that is wrong.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets options; <see langword="null"/>: the defaults, or what the service configures elsewhere.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddTokenPricing(this IServiceCollection services, Action<TokenPricingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<TokenPricingOptions> options = services.AddOptions<TokenPricingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TokenPricingOptions>, TokenPricingOptionsValidator>());
        services.TryAddSingleton(provider => CreateCatalog(provider.GetRequiredService<IOptions<TokenPricingOptions>>().Value));
        return services;
    }

    private static PriceCatalog CreateCatalog(TokenPricingOptions options)
    {
        PriceCatalog prices = options.PriceFolder is { } folder ? PriceCatalog.Load(folder) : PriceCatalog.BuiltIn;
        return prices.With(s => s with { DefaultBlend = Blend.Parse(options.DefaultBlend), MissingRate = options.MissingRate });
    }
}
