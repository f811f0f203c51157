using Microsoft.Extensions.Logging;
using TokenPricing.Extensions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers TokenPricing in a service's container.</summary>
public static class LivePricingServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IPriceCatalogs"/>, one for the whole service, which gives the prices as they are now; a
    /// <see cref="PriceCatalog"/>, which is that of the moment at which it is asked for; and, where there is none, an
    /// <see cref="IClock"/>. A host checks the options when it starts, and stops with a message for each that is wrong.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets options; <see langword="null"/>: the defaults, or what the service configures elsewhere.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddLiveTokenPricing(this IServiceCollection services, Action<LivePricingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<LivePricingOptions> options = services.AddOptions<LivePricingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LivePricingOptions>, LivePricingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PriceRefreshService>());
#pragma warning disable RS0030 // The container is a service's entry point; one that has a clock of its own keeps it.
        services.TryAddSingleton<IClock>(SystemClock.Instance);
#pragma warning restore RS0030
        services.TryAddSingleton(provider => new LivePriceCatalogs(
            provider.GetRequiredService<IOptionsFactory<LivePricingOptions>>(),
            provider.GetServices<PricingConfiguration>(),
            provider.GetRequiredService<IClock>(),
            provider.GetService<ILogger<LivePriceCatalogs>>()));
        services.TryAddSingleton<IPriceCatalogs>(provider => provider.GetRequiredService<LivePriceCatalogs>());
        services.TryAddTransient(provider => provider.GetRequiredService<IPriceCatalogs>().Current);
        return services;
    }

    /// <summary>
    /// As <see cref="AddLiveTokenPricing(IServiceCollection, Action{LivePricingOptions})"/>, with options from a section of the
    /// configuration. Each key that is no option is an error too. Where the configuration changes, new catalogs take the place of those
    /// before at once; where the change is wrong, the last good ones stay, and the log and <see cref="LivePriceCatalogs.Health"/> say so.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="section">The section that holds the options and nothing else.</param>
    /// <param name="configure">Sets options after the section has; <see langword="null"/>: the section says all.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddLiveTokenPricing(this IServiceCollection services, IConfiguration section, Action<LivePricingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        PricingConfiguration configuration = new(section);
        services.AddSingleton(configuration);
        services.AddSingleton<IConfigureOptions<LivePricingOptions>>(configuration);
        return services.AddLiveTokenPricing(configure);
    }
}
