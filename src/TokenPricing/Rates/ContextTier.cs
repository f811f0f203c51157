using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TokenPricing.Rates;

/// <summary>The condition on which a rate for long requests holds: which quantity, compared with which threshold, and how.</summary>
/// <remarks>
/// Vendors word the threshold differently: xAI's price holds for a context that reaches it, OpenAI's for more than it. So the
/// operator is data. Of several tiers that hold, the one with the highest threshold counts.
/// </remarks>
public sealed record ContextTier
{
    /// <summary>A tier beyond a threshold.</summary>
    /// <param name="threshold">The number of tokens, zero or more.</param>
    /// <param name="comparison">Whether the threshold itself is in the tier.</param>
    /// <param name="measure">What is compared with the threshold.</param>
    /// <param name="rule">What pays the tier's rate.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is negative.</exception>
    /// <exception cref="ArgumentException">Only the units beyond the threshold pay, and the measure is not the meter's own quantity.</exception>
    public ContextTier(
        long threshold, ThresholdComparison comparison = ThresholdComparison.MoreThan, TierMeasure measure = TierMeasure.TotalInput, TierRule rule = TierRule.WholeRequest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        if (rule == TierRule.BeyondThreshold && measure != TierMeasure.OwnQuantity)
        {
            throw new ArgumentException("Where only the units beyond the threshold pay, it is the meter's own quantity that is compared with it.", nameof(measure));
        }

        (Threshold, Comparison, Measure, Rule) = (threshold, comparison, measure, rule);
    }

    /// <summary>The number of tokens that divides the tiers.</summary>
    public long Threshold { get; }

    /// <summary>Whether the threshold itself is in the tier.</summary>
    public ThresholdComparison Comparison { get; }

    /// <summary>What is compared with the threshold.</summary>
    public TierMeasure Measure { get; }

    /// <summary>What pays the tier's rate.</summary>
    public TierRule Rule { get; }

    /// <summary>The least quantity in the tier; beyond every <see cref="long"/> where nothing is more than the threshold.</summary>
    internal Int128 Least => Comparison == ThresholdComparison.AtLeast ? Threshold : (Int128)Threshold + 1;

    /// <summary>Whether a quantity is in the tier.</summary>
    public bool Holds(long quantity) => Comparison == ThresholdComparison.AtLeast ? quantity >= Threshold : quantity > Threshold;

    /// <summary>Reads a condition as <c>rates.csv</c> writes it: <c>&gt;200000</c>, <c>&gt;=128000</c>, <c>&gt;32000 own</c> or <c>&gt;32000 own beyond</c>.</summary>
    /// <param name="text">
    /// The operator and the threshold in tokens, without separators; followed by <c>own</c> where the meter's own quantity is compared, and by
    /// <c>beyond</c> where only the units beyond the threshold pay.
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
            ? new ContextTier(
                threshold,
                atLeast ? ThresholdComparison.AtLeast : ThresholdComparison.MoreThan,
                own ? TierMeasure.OwnQuantity : TierMeasure.TotalInput,
                beyond ? TierRule.BeyondThreshold : TierRule.WholeRequest)
            : null;
        return tier is not null;
    }

    /// <summary>The condition in words: <c>total input &gt; 200,000</c>.</summary>
    public override string ToString()
    {
        string measure = Measure == TierMeasure.TotalInput ? "total input" : "own quantity";
        string sign = Comparison == ThresholdComparison.AtLeast ? ">=" : ">";
        string rule = Rule == TierRule.BeyondThreshold ? ", beyond only" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{measure} {sign} {Threshold:N0}{rule}");
    }
}
