using System.Collections.Immutable;

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
        init => field = Share(value, 1, nameof(LargestShrink));
    }
    = Percentage.FromPercent(20);

    /// <summary>
    /// The largest share by which the number of offers with a price can grow from one catalog to the next, from 0 % to 10,000 %; 100 % by
    /// default. Fewer than 100 more are always believed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 % to 10,000 %.</exception>
    public Percentage LargestGrowth
    {
        get;
        init => field = Share(value, 100, nameof(LargestGrowth));
    }
    = Percentage.FromPercent(100);

    /// <summary>
    /// The largest share of offers whose price can change by a factor of two or more, from 0 % to 100 %; 10 % by default, and 100 % to
    /// believe every price. For offers of well-known providers it is half of that; for a factor of ten a fifth, and for one of a hundred a
    /// hundredth; a tenth of the offers can become free; and one factor can hold for twice the share.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 % to 100 %.</exception>
    public Percentage LargestMovedShare
    {
        get;
        init => field = Share(value, 1, nameof(LargestMovedShare));
    }
    = Percentage.FromPercent(10);

    /// <summary>The most days since anything in a catalog was recorded, from 1 to 36,500; 180 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 36,500.</exception>
    public int LargestAgeInDays
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(LargestAgeInDays));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 36_500, nameof(LargestAgeInDays));
            field = value;
        }
    }
    = 180;

    /// <summary>
    /// The fingerprints of catalogs that a person has accepted, as <see cref="DoubtedCatalog.Fingerprint"/> states them: such a catalog is
    /// used whatever it changes. Empty by default.
    /// </summary>
    public ImmutableArray<string> Accepted { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// The folder to which each doubted catalog is written with its report, one folder for each; it is created if needed.
    /// <see langword="null"/> (the default): the last one is kept in memory.
    /// </summary>
    public string? DoubtedFolder { get; init; }

    /// <summary>
    /// The limits of one refresh. The timeout applies to every source, the other limits to an address. The prices of a list in JSON whose
    /// server does not state when it changed are recorded as of the day on which it is loaded.
    /// </summary>
    public CatalogLoadOptions Loading { get; init; } = new();

    /// <summary>Returns whether all settings are the same, the accepted fingerprints in the same order.</summary>
    /// <param name="other">The other options.</param>
    public bool Equals(CatalogRefresherOptions? other) =>
        other is not null
        && (Interval, RetryInterval, LargestShrink) == (other.Interval, other.RetryInterval, other.LargestShrink)
        && (LargestGrowth, LargestMovedShare) == (other.LargestGrowth, other.LargestMovedShare)
        && (LargestAgeInDays, DoubtedFolder, Loading) == (other.LargestAgeInDays, other.DoubtedFolder, other.Loading)
        && Accepted.SequenceEqual(other.Accepted);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Interval, RetryInterval, LargestShrink, LargestMovedShare, DoubtedFolder, Accepted.Length);

    private static Percentage Share(Percentage value, decimal most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value.Fraction, 0, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Fraction, most, name);
        return value;
    }
}
