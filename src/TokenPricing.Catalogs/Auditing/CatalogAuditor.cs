namespace TokenPricing.Catalogs;

/// <summary>Applies all audit rules to a catalog.</summary>
internal static class CatalogAuditor
{
    /// <summary>Audits a catalog as of its newest day. Retired offers are checked only for a price without an end.</summary>
    public static CatalogAudit Audit(PriceCatalog prices, int staleAfterDays)
    {
        AuditedOffer[] offers =
        [
            .. prices.Offers
                .Where(o => o.StatusAt(prices.PricesAsOf) != OfferStatus.Retired)
                .Select(o => o.TryGetRateCard(prices.PricesAsOf, out RateCard? card) ? new AuditedOffer(o, card) : null)
                .OfType<AuditedOffer>(),
        ];
        return new CatalogAudit(
            prices.RecordedThrough,
            prices.Offers.Length,
            staleAfterDays,
            [
                .. DisputeRules.Check(prices),
                .. PeerRules.Check(offers),
                .. offers.SelectMany(CardRules.Check),
                .. OfferRules.Check(prices, staleAfterDays),
            ]);
    }
}
