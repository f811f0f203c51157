namespace TokenPricing.Statements;

/// <summary>The resolved names of a row: an offer with its options, or an error.</summary>
internal sealed class RowTerms
{
    // The range of years for which a BulkPricer is used. Instants outside it are priced individually.
    private static readonly Instant First = Instant.FromUtc(1, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(9999, 1, 1, 0, 0);

    private readonly bool _changesWithinMilliseconds;

    /// <summary>Initializes the resolved names.</summary>
    public RowTerms(Offer? offer, CostOptions options, RowError? error)
    {
        (Offer, Options, Error) = (offer, options, error);
        _changesWithinMilliseconds = offer is not null && error is null && offer.History.Any(ChangesWithinMilliseconds);
    }

    /// <summary>The offer; <see langword="null"/> if none was found.</summary>
    public Offer? Offer { get; }

    /// <summary>The options with which the cost is calculated.</summary>
    public CostOptions Options { get; }

    /// <summary>The factor for tokens in a region that is not in the price data; 1 if there is none.</summary>
    public decimal Uplift { get; init; } = 1;

    /// <summary>
    /// The region that only the names of the row say, such as an address; <see langword="null"/> if they say none, or if no price depends
    /// on it.
    /// </summary>
    public string? NamedRegion { get; init; }

    /// <summary>Whether <see cref="Uplift"/> or the offer itself replaces the region of the row.</summary>
    public bool IsRegionReplaced { get; init; }

    /// <summary>Returns a row with the region that its names say, so that an answer that repeats only their ids has it too.</summary>
    public UsageRow Shown(UsageRow row) => NamedRegion is { } region ? row.In(region) : row;

    /// <summary>Prices sums over requests.</summary>
    public AggregateCosting Aggregates => field ??= new AggregateCosting(Offer!, Options);

    /// <summary>Why no row with these names has a cost; <see langword="null"/> if rows can have one.</summary>
    public RowError? Error { get; }

    /// <summary>The index among the offers of a <see cref="BulkPricer"/>, from 0.</summary>
    public int Place { get; init; }

    /// <summary>
    /// Returns the instant for a <see cref="BulkPricer"/>, in milliseconds since 1970-01-01T00:00Z; <see langword="null"/> if the price
    /// could change within that millisecond, or if the instant is out of range.
    /// </summary>
    public long? UnixMilliseconds(Instant at) =>
        at >= First && at < End && (!_changesWithinMilliseconds || IsWhole(at)) ? at.ToUnixTimeMilliseconds() : null;

    /// <summary>
    /// Returns whether a price changes within a millisecond. No known price does, but calls are often logged to the microsecond or
    /// nanosecond.
    /// </summary>
    private static bool ChangesWithinMilliseconds(RateCard card) =>
        !IsWhole(card.From)
            || !IsWhole(card.To)
            || card.Rates.Any(r => r.Condition.Window is { } window && !(IsWhole(window.Start) && IsWhole(window.End)));

    /// <summary>Returns whether an instant is a whole millisecond; <see langword="true"/> if there is none.</summary>
    private static bool IsWhole(Instant? at) =>
        at is not { } known || Instant.FromUnixTimeMilliseconds(known.ToUnixTimeMilliseconds()) == known;

    private static bool IsWhole(LocalTime time) => time.NanosecondOfDay % NodaConstants.NanosecondsPerMillisecond == 0;
}
