using NodaTime;

namespace TokenPricing.Statements;

/// <summary>What the names in a row stand for: an offer and how it is asked for, or an error.</summary>
internal sealed class RowTerms
{
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

    /// <summary>The moment as a <see cref="BulkPricer"/> takes it; <see langword="null"/> where it could not tell it from others that cost something else.</summary>
    public long? UnixMilliseconds(Instant at)
    {
        long milliseconds = at.ToUnixTimeMilliseconds();
        bool isTold = milliseconds is >= BulkKernel.FirstMillisecond and <= BulkKernel.LastMillisecond && (!_changesWithinMilliseconds || IsWhole(at));
        return isTold ? milliseconds : null;
    }

    // No known price does. Calls are often logged to the microsecond or the nanosecond.
    private static bool ChangesWithinMilliseconds(RateCard card) =>
        !IsWhole(card.From) || !IsWhole(card.To) || card.Rates.Any(r => r.Condition.Window is { } window && !(IsWhole(window.Start) && IsWhole(window.End)));

    private static bool IsWhole(Instant? at) => at is not { } known || Instant.FromUnixTimeMilliseconds(known.ToUnixTimeMilliseconds()) == known;

    private static bool IsWhole(LocalTime time) => time.NanosecondOfDay % NodaConstants.NanosecondsPerMillisecond == 0;
}
