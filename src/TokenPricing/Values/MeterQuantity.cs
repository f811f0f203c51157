namespace TokenPricing.Values;

/// <summary>Represents a number of units of one meter, such as 8,000 cached input tokens.</summary>
/// <param name="Meter">What was counted.</param>
/// <param name="Quantity">
/// The number of units of <see cref="Meter.Unit"/>. The factories of <see cref="TokenUsage"/> reject negative numbers, and fractions of
/// anything but seconds.
/// </param>
/// <remarks>
/// Equality is by both values. The <see langword="default"/> value is 0 input tokens. Whether the units include those
/// of more specific meters is decided by the factory that takes them.
/// </remarks>
public readonly record struct MeterQuantity(Meter Meter, decimal Quantity)
{
    /// <summary>
    /// Returns the quantity and its unit, such as <c>8,000 cached input tokens</c> or <c>61.4 seconds of audio</c>. The text is the same in
    /// every culture.
    /// </summary>
    public override string ToString() => $"{DecimalText.Grouped(Quantity)} {Meter.Unit}";
}
