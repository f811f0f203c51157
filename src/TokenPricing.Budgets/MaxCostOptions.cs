namespace TokenPricing.Budgets;

/// <summary>How a call can be served whose maximum cost is calculated. Immutable; create a changed copy with <c>with</c>.</summary>
public sealed record MaxCostOptions
{
    /// <summary>
    /// The options with which the call is priced. A part without a price makes the maximum cost unknown, whatever
    /// <see cref="CostOptions.MissingRate"/> is.
    /// </summary>
    public CostOptions Cost { get; init => field = value ?? throw new ArgumentNullException(nameof(Cost)); } = new();

    /// <summary>
    /// How long after its instant the call can be billed, so that prices of hours and price changes within that time count; zero or more,
    /// zero by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public Duration Within
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, Duration.Zero, nameof(Within));
            field = value;
        }
    }

    /// <summary>
    /// Whether any service tier that the offer prices can serve the call, as with the tier <c>auto</c>, and not only the requested one;
    /// <see langword="false"/> by default.
    /// </summary>
    public bool AnyServiceTier { get; init; }

    /// <summary>Whether input can be written to a cache, which some offers charge more for; <see langword="true"/> by default.</summary>
    public bool MayWriteCache { get; init; } = true;
}
