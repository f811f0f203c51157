namespace TokenPricing.Bulk;

/// <summary>A question answered where a loop is compiled and not at each row.</summary>
internal interface IFlag
{
    /// <summary>The answer.</summary>
    static abstract bool IsSet { get; }
}
