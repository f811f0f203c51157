namespace TokenPricing.Catalogs;

/// <summary>Reports the prices of sources that differ from the price in the catalog.</summary>
internal static class DisputeRules
{
    // Which of two prices within 5 % is right moves less money than most prices do in a quarter.
    private const decimal Small = 1.05m;

    // What a merge knows to be wrong or older, so that nobody has to look at it: zeros, slips that were mended, noise, older lists, and
    // others than the provider's own list.
    private static readonly string[] Settled =
    [
        "a zero", "a slip", "ten times", "a hundred times", "noise", "the list ", "the provider's own", "the vendor ", "the next price ",
    ];

    /// <summary>Returns one finding for each disputed rate of the catalog.</summary>
    public static IEnumerable<AuditFinding> Check(PriceCatalog prices) => prices.Rows.Disputes.Select(d => Finding(d, Believed(prices, d)));

    /// <summary>
    /// Returns the catalog's own rate for a disputed one: the rate on the day of the dispute if there is one, otherwise the newest;
    /// <see langword="null"/> if the catalog has no such rate.
    /// </summary>
    private static PricedMeter? Believed(PriceCatalog prices, DisputedRateRow stated) =>
        prices.TryGetOffer(stated.Provider, stated.Model, out Offer? offer)
        && (offer.TryGetRateCard(FactText.StartOf(stated.Recorded), out RateCard? card)
            || offer.TryGetRateCard(prices.PricesAsOf, out card))
            ? card.Rates.FirstOrDefault(r => r.Meter == stated.Meter && r.Condition == stated.Condition)
            : null;

    /// <summary>
    /// Creates the finding: a warning for a different price; a note for a difference that is small or that a rule has settled, and where
    /// another source confirms the catalog's price or the vendor states it.
    /// </summary>
    private static AuditFinding Finding(DisputedRateRow stated, PricedMeter? believed) =>
        new(
            AuditKind.SourcesDisagree,
            IsSettled(stated) || (believed is not null
                && (!believed.ConfirmedBy.IsEmpty || believed.Source.Id == "vendors" || !IsAnotherPrice(stated.Rate, believed.Rate)))
                ? AuditSeverity.Note
                : AuditSeverity.Warning,
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

    private static bool IsSettled(DisputedRateRow stated) =>
        Array.Exists(Settled, s => stated.Reason.StartsWith(s, StringComparison.Ordinal));

    /// <summary>Returns whether two rates differ by much. A zero and a paid rate always do.</summary>
    private static bool IsAnotherPrice(Rate stated, Rate believed) =>
        stated.IsFree || believed.IsFree ? stated != believed : AuditText.Ratio(stated, believed) > Small;

    /// <summary>
    /// Returns the ratio of the two rates in parentheses, with a space before; empty if it is below 2 or a rate is zero or unknown.
    /// </summary>
    private static string Ratio(Rate stated, Rate? believed) =>
        !stated.IsFree && believed is { IsFree: false } rate && AuditText.Ratio(stated, rate) is >= 2 and { } factor
            ? $" ({(stated > rate ? $"{AuditText.Factor(factor)} times it" : $"1/{AuditText.Factor(factor)} of it")})"
            : "";
}
