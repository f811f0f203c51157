namespace TokenPricing.Rates;

/// <summary>When a rate holds: for which service tier, in which context tier, in which hours, and whether only for requests that reasoned.</summary>
public sealed record RateCondition
{
    /// <summary>The ordinary rate, which always holds.</summary>
    public static RateCondition None { get; } = new();

    /// <summary>The service tier that the rate is for.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>The length that a request must have; <see langword="null"/>: any.</summary>
    public ContextTier? Context { get; init; }

    /// <summary>The hours in which it holds; <see langword="null"/>: all.</summary>
    public DailyWindow? Window { get; init; }

    /// <summary>Whether the rate holds only for a request that spent tokens on reasoning; some vendors replace the whole output rate then.</summary>
    public bool WhenReasoned { get; init; }

    /// <summary>Whether the rate holds always.</summary>
    public bool IsNone => ReferenceEquals(this, None) || this == None;

    /// <summary>The condition in words; empty for the ordinary rate.</summary>
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
