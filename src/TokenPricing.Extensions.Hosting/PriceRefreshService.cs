using Microsoft.Extensions.Hosting;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Refreshes the prices of a service while its host runs, if the options name an address.</summary>
internal sealed class PriceRefreshService(LivePriceCatalogs catalogs, TimeProvider time, IHttpClientFactory clients) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PriceRefreshOptions refresh = catalogs.InUse.Refresh;
        if (refresh.Address is not { } address)
        {
            return;
        }

        using HttpClient client = clients.CreateClient(PriceRefreshOptions.HttpClientName);
        CatalogRefresherOptions options = new()
        {
            Interval = refresh.Interval,
            RetryInterval = refresh.RetryInterval,
            LargestShrink = refresh.LargestShrink,
            LargestGrowth = refresh.LargestGrowth,
            LargestMovedShare = refresh.LargestMovedShare,
            LargestAgeInDays = refresh.LargestAgeInDays,
            Accepted = [.. refresh.Accepted],
            DoubtedFolder = refresh.DoubtedFolder,
            Loading = new CatalogLoadOptions
            {
                PublicKey = refresh.PublicKey,
                MaximumBytes = refresh.MaximumBytes,
                Timeout = refresh.Timeout,
            },
        };
        CatalogRefresher refresher = new(address, client, time, catalogs.Base, options);
        catalogs.AcceptFrom(refresher);
        await refresher.RunAsync(done => catalogs.Use(done, refresher.Source), stoppingToken).ConfigureAwait(false);
    }
}
