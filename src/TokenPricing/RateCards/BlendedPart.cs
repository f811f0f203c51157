namespace TokenPricing;

/// <summary>How one meter of a blend was billed.</summary>
/// <param name="Meter">The meter that the blend names.</param>
/// <param name="Weight">Its weight in the blend.</param>
/// <param name="Billed">The rate that bills it, its own or a parent's; <see langword="null"/>: no price.</param>
public sealed record BlendedPart(Meter Meter, decimal Weight, PricedMeter? Billed)
{
    /// <summary>Whether the rate is that of a parent meter, because this one has none.</summary>
    public bool IsBilledAsParent => Billed is not null && Billed.Meter != Meter;
}
