namespace TokenPricing.Catalogs;

/// <summary>
/// How often a <see cref="CatalogRefresher"/> requests prices, and which catalogs it refuses. Immutable; create a changed copy with
/// <c>options with { … }</c>.
/// </summary>
public sealed record CatalogRefresherOptions
{
    private static readonly Duration LongestInterval = Duration.FromDays(30);

    /// <summary>
    /// The time that <see cref="CatalogRefresher.RunAsync"/> waits after an answer of the source, from 1 millisecond to 30 days; 1 day by
    /// default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to 30 days.</exception>
    public Duration Interval
    {
        get;
        init => field = Deadline.Checked(value, LongestInterval, nameof(Interval));
    }
    = Duration.FromDays(1);

    /// <summary>
    /// The time that <see cref="CatalogRefresher.RunAsync"/> waits after the source failed, if it is less than <see cref="Interval"/>; from
    /// 1 millisecond to 30 days, 5 minutes by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to 30 days.</exception>
    public Duration RetryInterval
    {
        get;
        init => field = Deadline.Checked(value, LongestInterval, nameof(RetryInterval));
    }
    = Duration.FromMinutes(5);

    /// <summary>
    /// The largest share by which the number of offers with a price can shrink from one catalog to the next, from 0 % to 100 %; 20 % by
    /// default. A catalog without any price is always refused.
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
    /// The limits of one refresh. The timeout applies to every source, the other limits to an address. The prices of a list in JSON whose
    /// server does not state when it changed are recorded as of the day on which it is loaded.
    /// </summary>
    public CatalogLoadOptions Loading { get; init; } = new();
}
