namespace TokenPricing;

/// <summary>When an offer's periods begin but for the first, in Unix milliseconds, and where the first is in <see cref="BulkTables.Periods"/>.</summary>
internal readonly record struct PeriodsOfOffer(long Second, long Third, long Fourth, int First)
{
    /// <summary>The place of the period that contains a moment; a moment is within the years of an <see cref="NodaTime.Instant"/>.</summary>
    public int At(long unixMilliseconds) =>
        First + 3 + unchecked((int)((unixMilliseconds - Second) >> 63) + (int)((unixMilliseconds - Third) >> 63) + (int)((unixMilliseconds - Fourth) >> 63));
}
