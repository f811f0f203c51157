namespace TokenPricing.Rates;

/// <summary>Represents how one meter of a blend was priced.</summary>
/// <param name="Meter">The meter that the blend names.</param>
/// <param name="Weight">The weight of the meter in the blend, greater than 0.</param>
/// <param name="Billed">
/// The rate that bills the meter, its own or that of a parent; <see langword="null"/> if neither has a price.
/// </param>
public sealed record BlendedPart(Meter Meter, decimal Weight, PricedMeter? Billed)
{
    /// <summary>
    /// Gets a value indicating whether the rate is that of a parent meter, because the meter has none of its own.
    /// </summary>
    public bool IsBilledAsParent => Billed is not null && Billed.Meter != Meter;

    /// <summary>
    /// Returns the meter, its weight and its rate, such as <c>input=7 at $0.15 per 1M</c> or <c>output=3 unpriced</c>.
    /// The text is the same in every culture.
    /// </summary>
    public override string ToString()
    {
        string price = Billed is null ? "unpriced" : IsBilledAsParent ? $"at {Billed.Rate} as {Billed.Meter}" : $"at {Billed.Rate}";
        return $"{new BlendWeight(Meter, Weight)} {price}";
    }
}
