namespace TokenPricing.Bulk;

/// <summary>How an offer is asked for, as the service tier and the multiple that each of its cards comes to.</summary>
internal static class BulkTerms
{
    public static PicoHistory HistoryOf(Offer offer, CostOptions? options) => options is null || (options.IsOrdinary && !options.AllowStandardTier)
        ? offer.PicoHistory(options?.ServiceTier ?? ServiceTier.Standard)
        : new PicoHistory(offer.History, card => TermsOf(offer, card, OfferCosting.Asked(offer, options)));

    // Only what the exact way would bill without an error, and only multiples: a fixed amount belongs to no unit.
    private static (ServiceTier Tier, decimal Multiple)? TermsOf(Offer offer, RateCard card, CostOptions options)
    {
        if (options.Adjustments.Any(a => a.Amount != Usd.Zero))
        {
            return null;
        }

        try
        {
            CostCalculator calculator = OfferCosting.Calculator(offer, card, options);
            return (calculator.BilledTier, options.Adjustments.Aggregate(calculator.RegionMultiple, (all, a) => Exact.Multiply(all, a.Multiple)));
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return null;
        }
    }
}
