namespace TokenPricing.Extensions.Hosting;

/// <summary>Where prices are refreshed from, and how often. The options are read when the host starts.</summary>
/// <remarks>
/// Requests are sent by the named client <see cref="HttpClientName"/> of <see cref="IHttpClientFactory"/>, which has the standard
/// resilience handler of Microsoft.Extensions.Http.Resilience: retries, a circuit breaker and timeouts. To configure it, such as for
/// headers or a proxy, use <c>services.AddHttpClient(PriceRefreshOptions.HttpClientName)</c>. Its primary handler is a
/// <see cref="PriceHttpHandler"/>, which does not take keys to another host; one of your own should be one too.
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

    /// <summary>
    /// The largest share by which the number of offers with a price can grow, from 0 % to 10,000 %; 100 % by default. See
    /// <see cref="CatalogRefresherOptions.LargestGrowth"/>.
    /// </summary>
    public Percentage LargestGrowth { get; set; } = new CatalogRefresherOptions().LargestGrowth;

    /// <summary>
    /// The largest share of offers whose price can change by a factor of two or more, from 0 % to 100 %; 10 % by default. See
    /// <see cref="CatalogRefresherOptions.LargestMovedShare"/>.
    /// </summary>
    public Percentage LargestMovedShare { get; set; } = new CatalogRefresherOptions().LargestMovedShare;

    /// <summary>The most days since anything in a catalog was recorded, from 1 to 36,500; 180 by default.</summary>
    public int LargestAgeInDays { get; set; } = new CatalogRefresherOptions().LargestAgeInDays;

    /// <summary>
    /// The fingerprints of refused catalogs that a person has looked at and accepted; the log and the report of a refused catalog have it.
    /// Empty by default. <see cref="LivePriceCatalogs.Accept"/> accepts one without a restart.
    /// </summary>
    public IList<string> Accepted { get; } = [];

    /// <summary>
    /// The path of the folder to which each refused catalog is written with its report; <see langword="null"/> (the default): none.
    /// </summary>
    public string? DoubtedFolder { get; set; }

    /// <summary>
    /// The public key of ECDSA, in PEM, with which prices must be signed; <see langword="null"/> (the default): no signature is demanded.
    /// See <see cref="CatalogLoadOptions.PublicKey"/>.
    /// </summary>
    public string? PublicKey { get; set; }

    /// <summary>
    /// The most bytes of an answer, and of the files of a ZIP together, from 1 to 1,073,741,824 (1 GiB); 32 MiB by default. A larger answer
    /// is
    /// not read to its end.
    /// </summary>
    public long MaximumBytes { get; set; } = new CatalogLoadOptions().MaximumBytes;

    /// <summary>The most time for one refresh, from 1 millisecond to 1 day; 30 seconds by default.</summary>
    public Duration Timeout { get; set; } = new CatalogLoadOptions().Timeout;
}
