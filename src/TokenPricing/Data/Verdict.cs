namespace TokenPricing.Data;

/// <summary>A reviewer's verdict.</summary>
public enum Verdict
{
    /// <summary>Build on it.</summary>
    Ship,

    /// <summary>Leave it.</summary>
    Skip,
}
