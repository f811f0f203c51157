namespace TokenPricing.Offers;

/// <summary>The settings of a catalog: what it does if a caller does not specify otherwise.</summary>
/// <remarks>
/// Settings are immutable. To change them, make a copy of the catalog: <c>prices.With(s => s with { MissingRate = … })</c>.
/// Two values are equal if all their properties are.
/// </remarks>
public sealed record PricingSettings
{
    /// <summary>
    /// The mix of meters that models are compared by; <see langword="null"/>, the default, for the usual one of <see cref="BlendFor"/>.
    /// </summary>
    public Blend? DefaultBlend { get; init; }

    /// <summary>What to do with a part of a usage that has no rate; <see cref="MissingRatePolicy.Throw"/> by default.</summary>
    public MissingRatePolicy MissingRate { get; init; } = MissingRatePolicy.Throw;

    /// <summary>
    /// The discounts on every cost at a provider, whatever the model, from 0 % to 100 %, at most one for each provider; empty by default.
    /// </summary>
    /// <remarks>
    /// A discount is a line on every receipt. It applies to costs only: rates, and with them comparisons and rankings, are those before the
    /// discount.
    /// </remarks>
    /// <exception cref="ArgumentException">Two discounts have the same provider.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A discount is not from 0 % to 100 %.</exception>
    public ImmutableArray<(ProviderId Provider, Percentage Discount)> Discounts
    {
        get;
        init
        {
            field = value.IsDefault ? [] : value;
            if (field.Any(d => !IsPossible(d.Discount)))
            {
                Percentage wrong = field.First(d => !IsPossible(d.Discount)).Discount;
                throw new ArgumentOutOfRangeException(nameof(Discounts), wrong, "A discount must be from 0 % to 100 %.");
            }

            if (field.DistinctBy(d => d.Provider).Count() < field.Length)
            {
                throw new ArgumentException("Two discounts have the same provider. Set at most one for each provider.", nameof(Discounts));
            }
        }
    }
    = [];

    /// <summary>Returns the mix of meters by which models of some kinds are compared unless a caller names another one.</summary>
    /// <param name="kinds">The kinds of the models; <see langword="null"/> for one that is not known.</param>
    /// <returns>
    /// <see cref="DefaultBlend"/>; where that is <see langword="null"/>, input alone if all the models are for embedding or ranking, which
    /// bills no output, and otherwise 70 parts input to 30 parts output. So without a kind.
    /// </returns>
    public Blend BlendFor(params ReadOnlySpan<ModelKind?> kinds) => DefaultBlend
        ?? (kinds.IsEmpty || Array.Exists(kinds.ToArray(), k => k is not (ModelKind.Embedding or ModelKind.Rerank))
            ? default
            : Blend.InputOutput(1, 0));

    /// <summary>Returns whether all properties are equal, the discounts in the same order.</summary>
    public bool Equals(PricingSettings? other) =>
        other is not null
        && (DefaultBlend, MissingRate) == (other.DefaultBlend, other.MissingRate)
        && Discounts.SequenceEqual(other.Discounts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DefaultBlend, MissingRate, Discounts.Length);

    /// <summary>Returns whether a discount is from 0 % to 100 %.</summary>
    internal static bool IsPossible(Percentage discount) => discount.Fraction is >= 0 and <= 1;

    /// <summary>Returns the discount at a provider; <see langword="null"/> if there is none.</summary>
    internal (ProviderId Provider, Percentage Discount)? DiscountOf(ProviderId provider)
    {
        foreach ((ProviderId Provider, Percentage Discount) discount in Discounts)
        {
            if (discount.Provider == provider)
            {
                return discount;
            }
        }

        return null;
    }
}
