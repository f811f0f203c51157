using Microsoft.Extensions.Hosting;
using NodaTime;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Refreshes the prices of a service while its host runs, where the options name an address.</summary>
internal sealed class PriceRefreshService(LivePriceCatalogs catalogs, IClock clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PriceRefreshOptions refresh = catalogs.InUse.Refresh;
        if (refresh.Address is not { } address)
        {
            return;
        }

        // A client that lives as long as the service must look addresses up again now and then.
        using SocketsHttpHandler handler = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(15) };
        using HttpClient own = new(handler, disposeHandler: false);
        CatalogRefresherOptions options = new() { Interval = refresh.Interval, RetryInterval = refresh.RetryInterval, LargestShrink = refresh.LargestShrink };
        CatalogRefresher refresher = new(address, refresh.Client ?? own, new ClockTime(clock), catalogs.Base, options);
        await refresher.RunAsync(done => catalogs.Use(done, refresher.Source), stoppingToken).ConfigureAwait(false);
    }

    // The machine's timers, by the service's clock.
    private sealed class ClockTime(IClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
    }
}
