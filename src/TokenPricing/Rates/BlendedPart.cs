namespace TokenPricing.Rates;

/// <summary>How one meter of a blend was billed.</summary>
/// <param name="Meter">The meter that the blend names.</param>
/// <param name="Weight">Its weight in the blend.</param>
/// <param name="Billed">The rate that bills it, its own or a parent's; <see langword="null"/>: no price.</param>
public sealed record BlendedPart(Meter Meter, decimal Weight, PricedMeter? Billed)
{
    /// <summary>Whether the rate is that of a parent meter, because this one has none.</summary>
    public bool IsBilledAsParent => Billed is not null && Billed.Meter != Meter;

    /// <summary>The meter, its weight and its rate, in every culture: <c>input=7 at $0.15 per 1M</c>, <c>output=3 unpriced</c>.</summary>
    public override string ToString() =>
        $"{new BlendWeight(Meter, Weight)} {(Billed is null ? "unpriced" : $"at {Billed.Rate}{(IsBilledAsParent ? $" as {Billed.Meter}" : "")}")}";
}
