namespace TokenPricing.Comparing;

/// <summary>What is known of one capability on both sides.</summary>
/// <param name="Capability">The capability, such as <c>vision</c>.</param>
/// <param name="Left">Whether the left model can; <see langword="null"/>: no source says.</param>
/// <param name="Right">Whether the right model can; <see langword="null"/>: no source says.</param>
public readonly record struct CapabilityComparison(string Capability, bool? Left, bool? Right)
{
    /// <summary>Whether one side is known to be capable and the other is not known to be.</summary>
    public bool Differs => (Left == true) != (Right == true);
}
