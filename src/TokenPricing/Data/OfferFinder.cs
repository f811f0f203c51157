namespace TokenPricing;

/// <summary>Finds the offer that a row or a command names.</summary>
internal static class OfferFinder
{
    /// <summary>The provider's offer of the model; the provider <c>unnamed</c> is the one that a source does not name.</summary>
    /// <exception cref="PricingException">As <see cref="PriceCatalog.Offer"/>.</exception>
    public static Offer Find(this PriceCatalog prices, string provider, string model)
    {
        Offer? unnamed = Provider.IsUnnamedId(provider) ? prices.Model(model).Offers.FirstOrDefault(o => !o.Provider.IsNamed) : null;
        return unnamed ?? prices.Offer(provider, model);
    }
}
