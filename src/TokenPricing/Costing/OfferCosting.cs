using NodaTime;

namespace TokenPricing.Costing;

/// <summary>Makes the calculator of an offer's costs.</summary>
internal static class OfferCosting
{
    /// <summary>How a cost is asked for, with what the catalog's settings take off at the provider.</summary>
    internal static CostOptions Asked(Offer offer, CostOptions? options)
    {
        CostOptions asked = options ?? new CostOptions();
        return offer.Discount is { } discount
            ? asked with { Adjustments = asked.Adjustments.Add(Adjustment.NegotiatedDiscount(discount.Discount, $"discount of {discount.Provider}")) }
            : asked;
    }

    internal static CostCalculator Calculator(Offer offer, RateCard card, CostOptions options) =>
        new(offer.ToString(), card, options, options.MissingRate ?? offer.Settings.MissingRate);
}
