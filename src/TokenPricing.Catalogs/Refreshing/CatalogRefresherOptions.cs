namespace TokenPricing.Catalogs;

/// <summary>How often a <see cref="CatalogRefresher"/> asks, and what it does not believe: immutable, changed by <c>options with { … }</c>.</summary>
public sealed record CatalogRefresherOptions
{
    private static readonly Duration LongestInterval = Duration.FromDays(30);

    /// <summary>How long <see cref="CatalogRefresher.RunAsync"/> waits after the source gave an answer; 1 day unless set, from 1 millisecond to 30 days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to 30 days.</exception>
    public Duration Interval
    {
        get;
        init => field = Deadline.Checked(value, LongestInterval, nameof(Interval));
    }
    = Duration.FromDays(1);

    /// <summary>
    /// How long <see cref="CatalogRefresher.RunAsync"/> waits after the source failed, where that is less than <see cref="Interval"/>;
    /// 5 minutes unless set, from 1 millisecond to 30 days.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to 30 days.</exception>
    public Duration RetryInterval
    {
        get;
        init => field = Deadline.Checked(value, LongestInterval, nameof(RetryInterval));
    }
    = Duration.FromMinutes(5);

    /// <summary>
    /// The largest share by which the number of offers that have a price now may shrink from one catalog to the next; 20 % unless
    /// set, from 0 % to 100 %. A catalog without any price is refused even then.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 % to 100 %.</exception>
    public Percentage LargestShrink
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value.Fraction, 0, nameof(LargestShrink));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Fraction, 1, nameof(LargestShrink));
            field = value;
        }
    }
    = Percentage.FromPercent(20);

    /// <summary>
    /// Bounds of one refresh. Its time holds for every source; the rest only for an address. A JSON list whose server does not say
    /// when it changed is recorded as of the day on which it is fetched.
    /// </summary>
    public CatalogLoadOptions Loading { get; init; } = new();
}
