namespace TokenPricing.Offers;

/// <summary>Chooses the offer whose price stands for a model.</summary>
/// <remarks>
/// A price below a third of the median of all providers is an outlier: such prices are often slips or not for sale. Without a second source
/// it stands for no model.
/// </remarks>
internal static class StandardPrice
{
    /// <summary>Returns the offer of the model that stands for it by <see cref="PriceBasis.Standard"/>.</summary>
    /// <param name="offers">The priced offers, one for each provider, cheapest first; not empty.</param>
    /// <param name="model">The model.</param>
    /// <param name="priceOf">Returns the price of an offer of the model; <see langword="null"/> if it has none on the day.</param>
    /// <returns>The maker's, or the cheapest of a cloud or a host that is no outlier, or the cheapest that is none.</returns>
    public static PricedOffer Of(PriceSpread offers, Model model, Func<Offer, PricedOffer?> priceOf)
    {
        // Of several offers of the maker's, such as regional ones, the model's own and the first by id.
        PricedOffer? own = model.AllOffers
            .Where(o => o.Seller == SellerKind.Maker)
            .OrderBy(o => o.Model != model)
            .ThenBy(o => o.Provider.Id)
            .Select(priceOf)
            .FirstOrDefault(p => p is not null && (!p.Rate.IsFree || offers.Cheapest.Rate.IsFree));
        return own
            ?? offers.Offers.FirstOrDefault(o => IsFirm(o.Offer.Seller) && !IsOutlier(o, offers))
            ?? offers.Offers.First(o => !IsOutlier(o, offers));
    }

    /// <summary>Returns whether a seller of this kind sells the model on its own account, at a published price of its own.</summary>
    public static bool IsFirm(SellerKind? seller) => seller is SellerKind.Cloud or SellerKind.Host;

    /// <summary>Returns whether an offer costs less than a third of the median without a second source.</summary>
    public static bool IsOutlier(PricedOffer offer, PriceSpread offers) => offer.Rate.ScaledBy(3) < offers.Median && !offer.IsConfirmed;
}
