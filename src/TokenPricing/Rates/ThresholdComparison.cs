namespace TokenPricing.Rates;

/// <summary>Specifies whether a context tier includes its threshold.</summary>
public enum ThresholdComparison
{
    /// <summary>
    /// The tier begins above the threshold, as with OpenAI, Google and Anthropic. This is the default.
    /// </summary>
    MoreThan,

    /// <summary>The tier includes the threshold, as with xAI.</summary>
    AtLeast,
}
