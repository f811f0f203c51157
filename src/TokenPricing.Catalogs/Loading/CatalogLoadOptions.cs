using NodaTime;

namespace TokenPricing.Catalogs;

/// <summary>How far a source of prices is trusted while it is read: immutable, changed by <c>options with { … }</c>.</summary>
public sealed record CatalogLoadOptions
{
    private const long LargestMaximum = 1L << 30;

    /// <summary>
    /// The most bytes that are taken in, and the most that the files of a ZIP may unpack to together; 32 MiB unless set, from 1 byte
    /// to 1 GiB. A source with more is refused at that byte.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 1,073,741,824.</exception>
    public long MaximumBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaximumBytes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestMaximum, nameof(MaximumBytes));
            field = value;
        }
    }
    = 32 * 1024 * 1024;

    /// <summary>The longest that connecting, reading and unpacking may take together; 30 seconds unless set, from 1 millisecond to 1 day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 millisecond to 1 day.</exception>
    public Duration Timeout
    {
        get;
        init => field = Deadline.Checked(value, Duration.FromDays(1), nameof(Timeout));
    }
    = Duration.FromSeconds(30);

    /// <summary>
    /// For another project's price list, which says of no price when it was known: the day to record. <see langword="null"/> (the
    /// default): the day on which its server or its file says that it last changed.
    /// </summary>
    public LocalDate? Recorded { get; init; }

    /// <summary>Is told of everything in another project's price list that has no place among the facts; <see langword="null"/> (the default): nobody is.</summary>
    public Action<ImportSkip>? OnSkipped { get; init; }
}
