namespace TokenPricing.Statements;

/// <summary>What the names in a row stand for: an offer and how it is asked for, or an error.</summary>
internal sealed class RowTerms
{
    // No call was made in other years, and not every one of them is within the range of a bulk pricer.
    private static readonly Instant First = Instant.FromUtc(1, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(9999, 1, 1, 0, 0);

    private readonly bool _changesWithinMilliseconds;

    public RowTerms(Offer? offer, CostOptions options, RowError? error)
    {
        (Offer, Options, Error) = (offer, options, error);
        _changesWithinMilliseconds = offer is not null && error is null && offer.History.Any(ChangesWithinMilliseconds);
    }

    /// <summary>The offer; <see langword="null"/> where none was found.</summary>
    public Offer? Offer { get; }

    public CostOptions Options { get; }

    /// <summary>Why no row with these names has a cost; <see langword="null"/>: it may have one.</summary>
    public RowError? Error { get; }

    /// <summary>The place among the offers of a <see cref="BulkPricer"/>, from 0.</summary>
    public int Place { get; init; }

    /// <summary>
    /// The instant as a <see cref="BulkPricer"/> takes it; <see langword="null"/> if the price may differ within that millisecond.
    /// </summary>
    public long? UnixMilliseconds(Instant at) =>
        at >= First && at < End && (!_changesWithinMilliseconds || IsWhole(at)) ? at.ToUnixTimeMilliseconds() : null;

    // No known price does. Calls are often logged to the microsecond or the nanosecond.
    private static bool ChangesWithinMilliseconds(RateCard card) =>
        !IsWhole(card.From)
            || !IsWhole(card.To)
            || card.Rates.Any(r => r.Condition.Window is { } window && !(IsWhole(window.Start) && IsWhole(window.End)));

    private static bool IsWhole(Instant? at) =>
        at is not { } known || Instant.FromUnixTimeMilliseconds(known.ToUnixTimeMilliseconds()) == known;

    private static bool IsWhole(LocalTime time) => time.NanosecondOfDay % NodaConstants.NanosecondsPerMillisecond == 0;
}
