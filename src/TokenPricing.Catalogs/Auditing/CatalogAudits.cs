namespace TokenPricing.Catalogs;

/// <summary>Audits a catalog, as a sentence: <c>prices.Audit()</c>.</summary>
public static class CatalogAudits
{
    private static readonly string[] Header =
        ["severity", "kind", "provider", "model", "meter", "condition", "usd", "per", "expected", "source", "recorded", "explanation"];

    /// <summary>Looks for prices that contradict each other or cannot be right, at the newest day of the catalog.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="staleAfterDays">After how many days without anything new an offer is stale, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="staleAfterDays"/> is negative.</exception>
    public static CatalogAudit Audit(this PriceCatalog prices, int staleAfterDays = 180)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentOutOfRangeException.ThrowIfNegative(staleAfterDays);
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
            [.. DisputeRules.Check(prices), .. PeerRules.Check(offers), .. offers.SelectMany(CardRules.Check), .. OfferRules.Check(prices, staleAfterDays)]);
    }

    /// <summary>Writes all findings as CSV in UTF-8, a header first, then one line a finding.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="stream">Where to; it stays open.</param>
    public static void WriteCsv(this CatalogAudit audit, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentNullException.ThrowIfNull(stream);
        CsvText.Write(stream, Header, audit.Findings.Select(f => new[]
        {
            f.SeverityId, f.KindId, f.Provider, f.Model, f.Meter?.Id, f.Condition.ToString(), f.Value is { } rate ? DecimalText.Format(rate.Usd) : null,
            CellText.Of(f.Value?.Per), f.Expected, f.Source, CellText.Of(f.Recorded), f.Explanation,
        }));
    }
}
