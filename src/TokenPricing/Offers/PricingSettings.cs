namespace TokenPricing.Offers;

/// <summary>The settings of a catalog: what it does if a caller does not specify otherwise.</summary>
/// <remarks>
/// Settings are immutable. To change them, make a copy of the catalog: <c>prices.With(s => s with { MissingRate = … })</c>. Two values are
/// equal if all their properties are.
/// </remarks>
public sealed record PricingSettings
{
    /// <summary>The mix of meters that models are compared by; 70 parts input to 30 parts output by default.</summary>
    public Blend DefaultBlend { get; init; }

    /// <summary>What to do with a part of a usage that has no rate; <see cref="MissingRatePolicy.Throw"/> by default.</summary>
    public MissingRatePolicy MissingRate { get; init; } = MissingRatePolicy.Throw;

    /// <summary>The discounts on every cost at a provider, at most one for each provider; empty by default.</summary>
    /// <exception cref="ArgumentException">Two discounts have the same provider.</exception>
    public ImmutableArray<ProviderDiscount> Discounts
    {
        get;
        init
        {
            field = value.IsDefault ? [] : value;
            if (field.DistinctBy(d => d.Provider, StringComparer.OrdinalIgnoreCase).Count() < field.Length)
            {
                throw new ArgumentException("Two discounts have the same provider. Set at most one for each provider.", nameof(Discounts));
            }
        }
    }
    = [];

    /// <summary>Returns whether all properties are equal, the discounts in the same order.</summary>
    public bool Equals(PricingSettings? other) =>
        other is not null
        && (DefaultBlend, MissingRate) == (other.DefaultBlend, other.MissingRate)
        && Discounts.SequenceEqual(other.Discounts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DefaultBlend, MissingRate, Discounts.Length);

    /// <summary>Returns the discount at a provider; <see langword="null"/> if there is none.</summary>
    /// <param name="provider">The id of the provider. Case is ignored.</param>
    internal ProviderDiscount? DiscountOf(string provider) => Discounts.IsEmpty
        ? null
        : Discounts.FirstOrDefault(d => string.Equals(d.Provider, provider, StringComparison.OrdinalIgnoreCase));
}
