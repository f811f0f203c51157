namespace TokenPricing.Rates;

/// <summary>Whether a threshold itself is beyond it.</summary>
public enum ThresholdComparison
{
    /// <summary>No: only more than the threshold is (OpenAI, Google, Anthropic).</summary>
    MoreThan,

    /// <summary>Yes: what reaches the threshold is (xAI).</summary>
    AtLeast,
}
