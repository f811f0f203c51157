namespace TokenPricing.Bulk;

/// <summary>What a request and the units of the ordinary meters cost in a band, in pico-dollars; a line of a processor's cache.</summary>
internal readonly record struct RatesOfBand(
    long Fee, long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite5m, long CacheWrite1h, long Reasoning)
{
    /// <summary>How many bytes that takes.</summary>
    public const int Size = 64;

    /// <summary>Rates by which every cost is less than zero, which no other is: its rows go the long way.</summary>
    public static RatesOfBand LongWay => new(long.MinValue, 0, 0, 0, 0, 0, 0, 0);
}
