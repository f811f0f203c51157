namespace TokenPricing.Rates;

/// <summary>
/// Represents when a rate applies: for which service tier, request length and hours, and whether only if the request
/// reasoned.
/// </summary>
/// <remarks>
/// All given conditions must be met. Equality is by value. The default is <see cref="None"/>, an ordinary rate of the
/// standard tier.
/// </remarks>
public sealed record RateCondition
{
    /// <summary>
    /// Gets the condition of an ordinary rate, which always applies unless a more specific rate does.
    /// </summary>
    public static RateCondition None { get; } = new();

    /// <summary>Gets the service tier of the rate. The default is <see cref="ServiceTier.Standard"/>.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>Gets the request length at which the rate applies; <see langword="null"/> means any length.</summary>
    public ContextTier? Context { get; init; }

    /// <summary>Gets the hours in which the rate applies; <see langword="null"/> means all hours.</summary>
    public DailyWindow? Window { get; init; }

    /// <summary>
    /// Gets a value indicating whether the rate applies only to requests that spent tokens on reasoning. The default is
    /// <see langword="false"/>.
    /// </summary>
    /// <remarks>Some vendors charge another rate for all output tokens of a request that reasoned.</remarks>
    public bool WhenReasoned { get; init; }

    /// <summary>Gets a value indicating whether this is an ordinary rate without any condition.</summary>
    public bool IsNone => ReferenceEquals(this, None) || this == None;

    /// <summary>
    /// Returns the condition in words, such as <c>Batch; total input &gt; 200,000</c>; empty for an ordinary rate.
    /// </summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Window?.ToString(),
            ServiceTier == ServiceTier.Standard ? null : ServiceTier.ToString(),
            Context?.ToString(),
            WhenReasoned ? "when reasoned" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }
}
