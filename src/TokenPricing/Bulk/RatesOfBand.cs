namespace TokenPricing.Bulk;

/// <summary>
/// The rates of one context band in pico-dollars per unit, and the fee per request. Its 64 bytes are one line of the processor's cache.
/// </summary>
/// <param name="Fee">The fee per request.</param>
/// <param name="Input">The rate of uncached input tokens.</param>
/// <param name="Output">The rate of output tokens.</param>
/// <param name="CacheRead">The rate of input tokens read from the cache.</param>
/// <param name="CacheWrite">The rate of input tokens written to the cache for an unknown time.</param>
/// <param name="CacheWrite5m">The rate of input tokens written to the cache for five minutes.</param>
/// <param name="CacheWrite1h">The rate of input tokens written to the cache for one hour.</param>
/// <param name="Reasoning">The rate of reasoning tokens.</param>
/// <remarks>The order matters: <see cref="BulkLanes"/> reads the first four values as one vector.</remarks>
internal readonly record struct RatesOfBand(
    long Fee, long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite5m, long CacheWrite1h, long Reasoning)
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 64;

    /// <summary>Rates that make every cost negative, which no real cost is, so that the row is marked and priced by itself.</summary>
    public static RatesOfBand NotTabulated => new(CostColumns.Marker, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Rates that make every cost <see cref="CostColumns.FailedMarker"/>, for rows that are known to fail.</summary>
    public static RatesOfBand Failing => new(CostColumns.FailedMarker, 0, 0, 0, 0, 0, 0, 0);
}
