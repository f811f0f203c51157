namespace TokenPricing.Offers;

/// <summary>Chooses the offer whose price stands for a model.</summary>
/// <remarks>
/// A firm offer is one of a cloud or a host. One that costs less than a third of the median of all offers needs a second source, since such
/// prices are often slips or not for sale.
/// </remarks>
internal static class StandardPrice
{
    /// <summary>Returns the offer of the model that stands for it by <see cref="PriceBasis.Standard"/>.</summary>
    /// <param name="offers">The priced offers, one for each provider, cheapest first; not empty.</param>
    /// <param name="model">The model.</param>
    /// <param name="priceOf">Returns the price of an offer of the model; <see langword="null"/> if it has none on the day.</param>
    /// <returns>The maker's, or a firm one, or the cheapest.</returns>
    public static PricedOffer Of(PriceSpread offers, Model model, Func<Offer, PricedOffer?> priceOf)
    {
        // Of several offers of the maker's, such as regional ones, the model's own and the first by id.
        PricedOffer? own = model.AllOffers
            .Where(o => o.Seller == SellerKind.Maker)
            .OrderBy(o => o.Model != model)
            .ThenBy(o => o.Provider.Id)
            .Select(priceOf)
            .FirstOrDefault(p => p is not null && (!p.Rate.IsFree || offers.Cheapest.Rate.IsFree));
        if (own is not null)
        {
            return own;
        }

        PricedOffer[] firm = [.. offers.Offers.Where(o => o.Offer.Seller is SellerKind.Cloud or SellerKind.Host)];
        return firm.Length == 0
            ? offers.Cheapest
            : firm.FirstOrDefault(o => o.IsConfirmed || o.Rate.ScaledBy(3) >= offers.Median) ?? firm[0];
    }
}
