namespace TokenPricing.Catalogs;

/// <summary>Where sources state another price than the catalog.</summary>
internal static class DisputeRules
{
    // Below a thousandth it is a conversion's noise, not another price.
    private const decimal Noise = 1.001m;

    public static IEnumerable<AuditFinding> Check(PriceCatalog prices) => prices.Rows.Disputes.Select(d => Finding(d, Believed(prices, d)));

    private static PricedMeter? Believed(PriceCatalog prices, DisputedRateRow stated) =>
        prices.TryGetOffer(stated.Provider, stated.Model, out Offer? offer)
        && (offer.TryGetRateCard(FactText.StartOf(stated.Recorded), out RateCard? card)
            || offer.TryGetRateCard(prices.PricesAsOf, out card))
            ? card.Rates.FirstOrDefault(r => r.Meter == stated.Meter && r.Condition == stated.Condition)
            : null;

    private static AuditFinding Finding(DisputedRateRow stated, PricedMeter? believed) =>
        new(
            AuditKind.SourcesDisagree,
            believed is null || IsAnotherPrice(stated.Rate, believed.Rate) ? AuditSeverity.Warning : AuditSeverity.Note,
            stated.Model,
            $"{stated.Source} states {stated.Rate}{Ratio(stated.Rate, believed?.Rate)}: {stated.Reason}",
            believed is null ? "no price" : $"{believed.Rate}, as {believed.Source.Id} states",
            stated.Source,
            stated.Recorded)
        {
            Provider = stated.Provider,
            Meter = stated.Meter,
            Condition = stated.Condition,
            Value = stated.Rate,
        };

    private static bool IsAnotherPrice(Rate stated, Rate believed) =>
        stated.IsFree || believed.IsFree ? stated != believed : AuditText.Ratio(stated, believed) > Noise;

    private static string Ratio(Rate stated, Rate? believed) =>
        !stated.IsFree && believed is { IsFree: false } rate && AuditText.Ratio(stated, rate) is >= 2 and { } factor
            ? $" ({(stated > rate ? $"{AuditText.Factor(factor)} times it" : $"1/{AuditText.Factor(factor)} of it")})"
            : "";
}
