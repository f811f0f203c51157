namespace TokenPricing.Rates;

/// <summary>Represents how one meter of a blend was priced.</summary>
/// <param name="Meter">The meter that the blend names.</param>
/// <param name="Weight">The weight of the meter in the blend, greater than 0.</param>
/// <param name="Billed">The rate that bills the meter, its own or that of a parent.</param>
public sealed record BlendedPart(Meter Meter, decimal Weight, PricedMeter Billed)
{
    /// <summary>
    /// Gets a value indicating whether the rate is that of a parent meter, because the meter has none of its own.
    /// </summary>
    public bool IsBilledAsParent => Billed.Meter != Meter;

    /// <summary>
    /// Returns the meter, its weight and its rate, such as <c>input=7 at $0.15 per 1M</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString() =>
        $"{new BlendWeight(Meter, Weight)} at {Billed.Rate}{(IsBilledAsParent ? $" as {Billed.Meter}" : "")}";
}
