namespace TokenPricing.Extensions.Hosting;

/// <summary>Where prices are refreshed from, and how often. The options are read when the host starts.</summary>
/// <remarks>
/// Requests are sent by the named client <see cref="HttpClientName"/> of <see cref="IHttpClientFactory"/>, which has the standard
/// resilience handler of Microsoft.Extensions.Http.Resilience: retries, a circuit breaker and timeouts. To configure it, such as for
/// headers or a proxy, use <c>services.AddHttpClient(PriceRefreshOptions.HttpClientName)</c>.
/// </remarks>
public sealed class PriceRefreshOptions
{
    /// <summary>The name of the HTTP client that requests prices: <c>TokenPricing</c>.</summary>
    public const string HttpClientName = "TokenPricing";

    /// <summary>
    /// The https, http or file address of what <c>PriceCatalog.LoadAsync</c> loads; <see langword="null"/> (the default): prices are not
    /// refreshed.
    /// </summary>
    public Uri? Address { get; set; }

    /// <summary>The time between refreshes, from 1 millisecond to 30 days; 1 day by default.</summary>
    public Duration Interval { get; set; } = new CatalogRefresherOptions().Interval;

    /// <summary>
    /// The time after a failed refresh, if it is less than <see cref="Interval"/>; from 1 millisecond to 30 days, 5 minutes by default.
    /// </summary>
    public Duration RetryInterval { get; set; } = new CatalogRefresherOptions().RetryInterval;

    /// <summary>
    /// The largest share by which the number of offers with a price can shrink from one catalog to the next, from 0 % to 100 %; 20 % by
    /// default. A catalog that shrinks more is refused.
    /// </summary>
    public Percentage LargestShrink { get; set; } = new CatalogRefresherOptions().LargestShrink;
}
