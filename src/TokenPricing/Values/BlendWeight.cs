namespace TokenPricing.Values;

/// <summary>Represents the weight of one meter in a <see cref="Blend"/>.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Weight">
/// The weight, 0 or more, relative to the other weights of the blend. It need not be a percentage.
/// </param>
/// <remarks>
/// Equality is by meter and by the value of the weight, ignoring trailing zeros. The <see langword="default"/> value is
/// weight 0 of <see cref="Meter.Input"/>. Unlike the weights of a <see cref="Blend"/>, a weight on its own is neither
/// reduced nor checked.
/// </remarks>
public readonly record struct BlendWeight(Meter Meter, decimal Weight)
{
    /// <summary>
    /// Returns the meter and its weight, such as <c>input=7</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString() => $"{Meter}={DecimalText.Format(Weight)}";
}
