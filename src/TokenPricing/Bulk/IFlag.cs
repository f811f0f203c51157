namespace TokenPricing.Bulk;

/// <summary>A condition that is decided when a loop is compiled, so that it is not checked in each row.</summary>
internal interface IFlag
{
    /// <summary>Whether the condition holds.</summary>
    static abstract bool IsSet { get; }
}
