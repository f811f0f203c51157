namespace TokenPricing.Values;

/// <summary>How much of a <see cref="Blend"/> one meter is.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Weight">Its weight, 0 or more, in proportion to the blend's other weights.</param>
public readonly record struct BlendWeight(Meter Meter, decimal Weight)
{
    /// <summary>The meter and its weight, in every culture: <c>input=7</c>.</summary>
    public override string ToString() => $"{Meter}={DecimalText.Format(Weight)}";
}
