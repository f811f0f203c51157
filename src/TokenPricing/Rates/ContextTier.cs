namespace TokenPricing.Rates;

/// <summary>
/// Represents the request length at which a rate applies: what is measured, the threshold, and how they are compared.
/// </summary>
/// <remarks>
/// <para>The comparison is part of the data, because vendors differ. xAI's tier includes its threshold, while OpenAI's
/// begins above it. If several tiers apply, the one with the highest threshold counts.</para>
/// <para>Equality is by all four values. The defaults are the most common form: the rate applies to the whole request
/// if its total input is more than the threshold.</para>
/// </remarks>
public sealed record ContextTier
{
    /// <summary>Initializes a tier that begins at a threshold.</summary>
    /// <param name="threshold">The threshold in units of what is measured, usually tokens, 0 or more.</param>
    /// <param name="includesThreshold">Whether the threshold itself is in the tier.</param>
    /// <param name="ownQuantity">
    /// Whether the units that the meter of the rate bills are compared with the threshold, and not all input tokens of the request.
    /// </param>
    /// <param name="isMarginal">
    /// Whether the rate applies only to the units beyond the threshold, and not to the whole request.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The tier is marginal, and does not measure the meter's own quantity.
    /// </exception>
    public ContextTier(long threshold, bool includesThreshold = false, bool ownQuantity = false, bool isMarginal = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        if (isMarginal && !ownQuantity)
        {
            throw new ArgumentException("A marginal tier must measure the meter's own quantity.", nameof(ownQuantity));
        }

        (Threshold, IncludesThreshold, MeasuresOwnQuantity, IsMarginal) = (threshold, includesThreshold, ownQuantity, isMarginal);
    }

    /// <summary>Gets the threshold in units of what is measured, 0 or more.</summary>
    public long Threshold { get; }

    /// <summary>Gets a value that tells whether the threshold itself is in the tier.</summary>
    public bool IncludesThreshold { get; }

    /// <summary>
    /// Gets a value that tells whether the meter's own quantity is compared with the threshold: the units that the rate bills, its own and
    /// those of child meters that have no nearer rate. Otherwise, all input tokens of the request are compared, including cached ones.
    /// </summary>
    public bool MeasuresOwnQuantity { get; }

    /// <summary>
    /// Gets a value that tells whether the rate applies only to the units beyond the threshold, and not to the whole request.
    /// </summary>
    public bool IsMarginal { get; }

    /// <summary>Gets the smallest quantity in the tier; <see langword="null"/> if no count can be more than the threshold.</summary>
    internal long? Least => IncludesThreshold ? Threshold : Threshold < long.MaxValue ? Threshold + 1 : null;

    /// <summary>Determines whether a quantity is in the tier.</summary>
    /// <param name="quantity">What is measured: the meter's own quantity, or all input tokens of the request.</param>
    /// <returns>
    /// <see langword="true"/> if the quantity is more than the threshold, or equal to it and the tier includes its
    /// threshold.
    /// </returns>
    public bool AppliesTo(decimal quantity) => IncludesThreshold ? quantity >= Threshold : quantity > Threshold;

    /// <summary>Tries to parse a condition of <c>rates.csv</c>, such as <c>&gt;200000</c> or <c>&gt;32000 own beyond</c>.</summary>
    /// <param name="text">
    /// The operator <c>&gt;</c> or <c>&gt;=</c> and the threshold in tokens, without separators; followed by <c>own</c> if the meter's own
    /// quantity is compared, and then by <c>beyond</c> if only the units beyond the threshold pay.
    /// </param>
    /// <param name="tier">The tier; <see langword="null"/> if the text is not such a condition.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ContextTier? tier)
    {
        string[] words = text?.Split(' ') ?? [""];
        bool atLeast = words[0].StartsWith(">=", StringComparison.Ordinal);
        string number = words[0].StartsWith('>') ? words[0][(atLeast ? 2 : 1)..] : "";
        bool own = words.Length > 1 && words[1] == "own";
        bool beyond = own && words.Length == 3 && words[2] == "beyond";
        int expected = beyond ? 3 : own ? 2 : 1;
        tier = words.Length == expected && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long threshold)
            ? new ContextTier(threshold, atLeast, own, beyond)
            : null;
        return tier is not null;
    }

    /// <summary>
    /// Returns the condition in words, such as <c>total input &gt; 200,000</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString()
    {
        string measure = MeasuresOwnQuantity ? "own quantity" : "total input";
        string sign = IncludesThreshold ? ">=" : ">";
        string rule = IsMarginal ? ", beyond only" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{measure} {sign} {Threshold:N0}{rule}");
    }
}
