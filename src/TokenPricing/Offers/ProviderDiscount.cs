namespace TokenPricing.Offers;

/// <summary>A percentage that a contract takes off everything a provider charges, whatever the model: a line on every receipt.</summary>
/// <remarks>A discount is taken off what a usage costs. Rates, and with them comparisons and rankings, are before it.</remarks>
/// <param name="Provider">The id of the provider, in any case.</param>
/// <param name="Discount">What is taken off, from 0 % to 100 %.</param>
public sealed record ProviderDiscount(string Provider, Percentage Discount)
{
    /// <summary>What is taken off, from 0 % to 100 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 % to 100 %.</exception>
    public Percentage Discount { get; init => field = Checked(value); } = Checked(Discount);

    internal static bool IsPossible(Percentage discount) => discount.Fraction is >= 0 and <= 1;

    private static Percentage Checked(Percentage discount) => IsPossible(discount)
        ? discount
        : throw new ArgumentOutOfRangeException(nameof(discount), discount, "A discount is from 0 % to 100 %.");
}
