namespace TokenPricing.Costing;

/// <summary>Prepares the cost calculation of an offer.</summary>
internal static class OfferCosting
{
    /// <summary>Returns the options of a calculation, with the provider's discount from the catalog's settings added.</summary>
    /// <param name="offer">The offer, which knows its discount.</param>
    /// <param name="options">The caller's options; <see langword="null"/> for the defaults.</param>
    internal static CostOptions EffectiveOptions(Offer offer, CostOptions? options)
    {
        CostOptions effective = options ?? new CostOptions();
        if (offer.Discount is not { } discount)
        {
            return effective;
        }

        Adjustment adjustment = Adjustment.NegotiatedDiscount(discount.Discount, $"discount of {discount.Provider}");
        return effective with { Adjustments = effective.Adjustments.Add(adjustment) };
    }
}
