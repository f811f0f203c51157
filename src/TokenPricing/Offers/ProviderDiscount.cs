namespace TokenPricing.Offers;

/// <summary>A percentage off everything that a provider charges, whatever the model, such as one negotiated by contract.</summary>
/// <param name="Provider">The id of the provider. Case is ignored.</param>
/// <param name="Discount">The discount, from 0 % to 100 %.</param>
/// <remarks>
/// The discount is a line on every receipt. It applies to costs only: rates, and with them comparisons and rankings, are those before the
/// discount.
/// </remarks>
public sealed record ProviderDiscount(string Provider, Percentage Discount)
{
    /// <summary>The discount, from 0 % to 100 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 % to 100 %.</exception>
    public Percentage Discount { get; init => field = Checked(value); } = Checked(Discount);

    /// <summary>Returns whether a discount is from 0 % to 100 %.</summary>
    internal static bool IsPossible(Percentage discount) => discount.Fraction is >= 0 and <= 1;

    private static Percentage Checked(Percentage discount) => IsPossible(discount)
        ? discount
        : throw new ArgumentOutOfRangeException(nameof(discount), discount, "A discount must be from 0 % to 100 %.");
}
