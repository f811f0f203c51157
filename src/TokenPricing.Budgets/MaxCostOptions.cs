using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>What may become of a call whose worst case is asked for: immutable, changed by <c>with</c>.</summary>
public sealed record MaxCostOptions
{
    /// <summary>How the call is asked for. A part without a price makes the worst case unknown, whatever these say of it.</summary>
    public CostOptions Cost { get; init => field = value ?? throw new ArgumentNullException(nameof(Cost)); } = new();

    /// <summary>How long after the instant asked for the call may be billed, so that prices of hours and price changes within it count; none unless set, zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public Duration Within
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Duration.Zero, nameof(Within));
            field = value;
        }
    }

    /// <summary>Whether the call may be served by any service tier that the offer prices, as with a tier of <c>auto</c>, and not by the one asked for only; no unless set.</summary>
    public bool AnyServiceTier { get; init; }

    /// <summary>Whether input may be written to a cache, which costs more than input at some offers; yes unless set.</summary>
    public bool MayWriteCache { get; init; } = true;
}
