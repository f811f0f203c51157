using System.Collections.Immutable;

namespace TokenPricing.Offers;

/// <summary>What a catalog does where the caller does not say: immutable, changed by <c>prices.With(s => s with { … })</c>.</summary>
public sealed record PricingSettings
{
    /// <summary>The mix of meters that models are compared by; 70 parts input to 30 parts output unless set.</summary>
    public Blend DefaultBlend { get; init; }

    /// <summary>What happens to a part without a price; <see cref="MissingRatePolicy.Throw"/> unless set.</summary>
    public MissingRatePolicy MissingRate { get; init; } = MissingRatePolicy.Throw;

    /// <summary>What contracts take off every cost at their providers, one for each provider at most; none unless set.</summary>
    /// <exception cref="ArgumentException">Two are of one provider.</exception>
    public ImmutableArray<ProviderDiscount> Discounts
    {
        get;
        init
        {
            field = value.IsDefault ? [] : value;
            if (field.DistinctBy(d => d.Provider, StringComparer.OrdinalIgnoreCase).Count() < field.Length)
            {
                throw new ArgumentException("Two discounts are of one provider. Give each provider one.", nameof(Discounts));
            }
        }
    }
    = [];

    /// <summary>Whether both say the same.</summary>
    public bool Equals(PricingSettings? other) =>
        other is not null && (DefaultBlend, MissingRate) == (other.DefaultBlend, other.MissingRate) && Discounts.SequenceEqual(other.Discounts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DefaultBlend, MissingRate, Discounts.Length);

    /// <summary>What is taken off at a provider; <see langword="null"/>: nothing is.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    internal ProviderDiscount? DiscountOf(string provider) => Discounts.IsEmpty
        ? null
        : Discounts.FirstOrDefault(d => string.Equals(d.Provider, provider, StringComparison.OrdinalIgnoreCase));
}
