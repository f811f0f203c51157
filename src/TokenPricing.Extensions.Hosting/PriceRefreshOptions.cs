using NodaTime;

namespace TokenPricing.Extensions.Hosting;

/// <summary>Whence and how often a service fetches new prices; read when the host starts.</summary>
public sealed class PriceRefreshOptions
{
    /// <summary>The address, https, http or file, of what <c>PriceCatalog.LoadAsync</c> reads; <see langword="null"/> (the default): nothing is ever fetched.</summary>
    public Uri? Address { get; set; }

    /// <summary>As <see cref="CatalogRefresherOptions.Interval"/>.</summary>
    public Duration Interval { get; set; } = new CatalogRefresherOptions().Interval;

    /// <summary>As <see cref="CatalogRefresherOptions.RetryInterval"/>.</summary>
    public Duration RetryInterval { get; set; } = new CatalogRefresherOptions().RetryInterval;

    /// <summary>As <see cref="CatalogRefresherOptions.LargestShrink"/>.</summary>
    public Percentage LargestShrink { get; set; } = new CatalogRefresherOptions().LargestShrink;

    /// <summary>Asks the server, and stays the caller's; <see langword="null"/> (the default): one made for it.</summary>
    public HttpClient? Client { get; set; }
}
