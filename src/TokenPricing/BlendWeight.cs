namespace TokenPricing;

/// <summary>How much of a <see cref="Blend"/> one meter is.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Weight">Its weight, 0 or more, in proportion to the blend's other weights.</param>
public readonly record struct BlendWeight(Meter Meter, decimal Weight);
