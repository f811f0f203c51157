using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenPricing;
using TokenPricing.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers TokenPricing with live prices in a service container.</summary>
public static class LivePricingServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IPriceCatalogs"/> and <see cref="LivePriceCatalogs"/>, which give the current prices;
    /// <see cref="PriceCatalog"/>, which is the current catalog at the moment of the request; a hosted service that refreshes prices; and,
    /// if there is none, a <see cref="TimeProvider"/>.
    /// </summary>
    /// <remarks>All options are checked when the host starts, or else when the catalogs are first requested.</remarks>
    /// <param name="services">The registrations of the container.</param>
    /// <param name="configure">Sets options; <see langword="null"/> for the defaults, or what is configured elsewhere.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="OptionsValidationException">
    /// Thrown by the host when it starts if options are wrong; the exception lists every error.
    /// </exception>
    public static IServiceCollection AddLiveTokenPricing(this IServiceCollection services, Action<LivePricingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<LivePricingOptions> options = services.AddOptions<LivePricingOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.All(s => s.ServiceType != typeof(LivePriceCatalogs)))
        {
            services.AddPriceClient();
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PriceRefreshService>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new LivePriceCatalogs(
            provider.GetRequiredService<IOptionsFactory<LivePricingOptions>>(),
            provider.GetServices<PricingConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<LivePriceCatalogs>>()));
        services.TryAddSingleton<IPriceCatalogs>(provider => provider.GetRequiredService<LivePriceCatalogs>());
        services.TryAddTransient(provider => provider.GetRequiredService<IPriceCatalogs>().Current);
        return services;
    }

    /// <summary>
    /// Registers the same services as <see cref="AddLiveTokenPricing(IServiceCollection, Action{LivePricingOptions})"/>, with options from
    /// a configuration section.
    /// </summary>
    /// <remarks>
    /// An unknown key in the section is an error. When the configuration changes, new catalogs replace the current ones. If the change is
    /// wrong, the last good catalogs stay, and the log and <see cref="LivePriceCatalogs.Health"/> report the error.
    /// </remarks>
    /// <param name="services">The registrations of the container.</param>
    /// <param name="section">The section, which contains the options and nothing else.</param>
    /// <param name="configure">Sets options after those of the section; <see langword="null"/>: only the section sets options.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="OptionsValidationException">
    /// Thrown by the host when it starts if options are wrong; the exception lists every error.
    /// </exception>
    public static IServiceCollection AddLiveTokenPricing(
        this IServiceCollection services,
        IConfiguration section,
        Action<LivePricingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        PricingConfiguration configuration = new(section);
        services.AddSingleton(configuration);
        services.AddSingleton<IConfigureOptions<LivePricingOptions>>(configuration);
        return services.AddLiveTokenPricing(configure);
    }

    /// <summary>
    /// Registers the HTTP client for prices. One client lives as long as the service, so connections are renewed, instead of the handler,
    /// to notice DNS changes.
    /// </summary>
    private static void AddPriceClient(this IServiceCollection services) => services
        .AddHttpClient(PriceRefreshOptions.HttpClientName)
        .ConfigurePrimaryHttpMessageHandler(() => new PriceHttpHandler())
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .AddStandardResilienceHandler();
}
