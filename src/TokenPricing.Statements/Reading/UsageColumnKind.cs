namespace TokenPricing.Statements;

/// <summary>What the cells of a <see cref="UsageColumn"/> are.</summary>
public enum UsageColumnKind
{
    /// <summary>Texts, times and dates.</summary>
    Text,

    /// <summary>Numbers, or <c>true</c> and <c>false</c>.</summary>
    Literal,

    /// <summary>Objects and arrays, written as JSON.</summary>
    Nested,
}
