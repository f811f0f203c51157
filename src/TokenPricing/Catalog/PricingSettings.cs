namespace TokenPricing;

/// <summary>What a catalog does where the caller does not say: immutable, changed by <c>prices.With(s => s with { … })</c>.</summary>
public sealed record PricingSettings
{
    /// <summary>The mix of meters that models are compared by; 70 parts input to 30 parts output unless set.</summary>
    public Blend DefaultBlend { get; init; }

    /// <summary>What happens to a part without a price; <see cref="MissingRatePolicy.Throw"/> unless set.</summary>
    public MissingRatePolicy MissingRate { get; init; } = MissingRatePolicy.Throw;
}
