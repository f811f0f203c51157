namespace TokenPricing.Values;

/// <summary>
/// Represents how fast and how reliably a request is served, such as <c>batch</c>. A provider may have prices of its own for each tier.
/// </summary>
/// <remarks>
/// <para>The word is open: besides the tiers named here, any tier that a provider names can be priced. Two tiers are equal if their words
/// are equal, in lower case and with hyphens for underscores. The default value is <see cref="Standard"/>.</para>
/// <para>Vendors call the standard tier by several words: <c>default</c> and <c>auto</c> (OpenAI), <c>on_demand</c> (Groq,
/// Google) and <c>standard_only</c> (Anthropic) are <see cref="Standard"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// ServiceTier tier = ServiceTier.Parse("Batch");
///
/// bool isBatch = tier == ServiceTier.Batch;                                           // true
/// </code>
/// </example>
public readonly struct ServiceTier : IEquatable<ServiceTier>
{
    private const int LongestWord = 40;

    private static readonly string[] StandardWords = ["standard", "default", "auto", "on-demand", "standard-only"];

    /// <summary>The word in lower case; null for the standard tier, so that the default value is that.</summary>
    private readonly string? _word;

    private ServiceTier(string word) => _word = word;

    /// <summary>Gets the ordinary service. This is the default.</summary>
    public static ServiceTier Standard => default;

    /// <summary>Gets the tier of requests answered in bulk within hours, usually at half the standard price.</summary>
    public static ServiceTier Batch { get; } = new("batch");

    /// <summary>Gets the tier of requests answered when capacity is available, usually at a discount.</summary>
    public static ServiceTier Flex { get; } = new("flex");

    /// <summary>Gets the tier of requests answered before others, usually at a surcharge.</summary>
    public static ServiceTier Priority { get; } = new("priority");

    /// <summary>Gets the tier of requests answered with a higher output speed, usually at a surcharge.</summary>
    public static ServiceTier Fast { get; } = new("fast");

    /// <summary>Gets the tier of requests answered at the highest output speed, at a surcharge above that of <see cref="Fast"/>.</summary>
    public static ServiceTier Ultrafast { get; } = new("ultrafast");

    /// <summary>Gets the word, in lower case with hyphens: <c>standard</c>, <c>batch</c>, or what a provider calls its tier.</summary>
    public string Value => _word ?? StandardWords[0];

    /// <summary>Returns whether two tiers are the same.</summary>
    public static bool operator ==(ServiceTier left, ServiceTier right) => left.Equals(right);

    /// <summary>Returns whether two tiers differ.</summary>
    public static bool operator !=(ServiceTier left, ServiceTier right) => !left.Equals(right);

    /// <summary>Reads the word of a tier.</summary>
    /// <param name="word">1 to 40 letters, digits, hyphens and underscores, beginning with a letter. Case is ignored.</param>
    /// <exception cref="ArgumentNullException"><paramref name="word"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException"><paramref name="word"/> is not such a word.</exception>
    public static ServiceTier Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return TryParse(word, out ServiceTier tier)
            ? tier
            : throw new FormatException(
                $"'{(word.Length > LongestWord ? word[..LongestWord] + "..." : word)}' is not a service tier; expected a word of at most "
                + $"{LongestWord} letters, digits, hyphens and underscores, such as standard, batch or priority.");
    }

    /// <summary>Reads the word of a tier, if it is one.</summary>
    /// <param name="word">1 to 40 letters, digits, hyphens and underscores, beginning with a letter. Case is ignored.</param>
    /// <param name="tier">The tier; <see cref="Standard"/> if <paramref name="word"/> is not such a word.</param>
    public static bool TryParse([NotNullWhen(true)] string? word, out ServiceTier tier)
    {
        tier = default;
        if (word is not { Length: > 0 and <= LongestWord }
            || !char.IsAsciiLetter(word[0])
            || !word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return false;
        }

        string lower = word.ToLowerInvariant().Replace('_', '-');
        tier = Array.IndexOf(StandardWords, lower) >= 0 ? default : new ServiceTier(lower);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(ServiceTier other) => string.Equals(_word, other._word, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ServiceTier other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _word?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>Returns <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
