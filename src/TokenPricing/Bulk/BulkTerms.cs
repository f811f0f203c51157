namespace TokenPricing.Bulk;

/// <summary>
/// Turns the options of a cost into a service tier and one multiple per rate card, so that costs
/// stay whole numbers.
/// </summary>
internal static class BulkTerms
{
    /// <summary>Returns the rates of an offer in pico-dollars under some options.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The history; a card that the options make impossible to price in whole numbers is missing
    /// from it.
    /// </returns>
    public static PicoHistory HistoryOf(Offer offer, CostOptions? options) =>
        options is null || (options.IsOrdinary && !options.AllowStandardTier)
        ? offer.PicoHistory(options?.ServiceTier ?? ServiceTier.Standard)
        : new PicoHistory(offer.History, card => TermsOf(offer, card, OfferCosting.EffectiveOptions(offer, options)));

    /// <summary>
    /// Returns the tier and the multiple of one card. Null where the exact calculation would throw,
    /// and where there is a fixed amount, which belongs to no unit.
    /// </summary>
    private static (ServiceTier Tier, decimal Multiple)? TermsOf(Offer offer, RateCard card, CostOptions options)
    {
        if (options.Adjustments.Any(a => a.Amount != Usd.Zero))
        {
            return null;
        }

        try
        {
            CostCalculator calculator = OfferCosting.Calculator(offer, card, options);
            decimal multiple = options.Adjustments.Aggregate(calculator.RegionMultiple, (all, a) => Exact.Multiply(all, a.Multiple));
            return (calculator.BilledTier, multiple);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return null;
        }
    }
}
