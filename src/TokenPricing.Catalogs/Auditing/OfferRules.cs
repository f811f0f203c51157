namespace TokenPricing.Catalogs;

/// <summary>The rules for whole offers, models and aliases: out of date, without a price or without an offer.</summary>
internal static class OfferRules
{
    /// <summary>Applies all rules to a catalog.</summary>
    public static IEnumerable<AuditFinding> Check(PriceCatalog prices, int staleAfterDays) =>
        [.. Stale(prices, staleAfterDays), .. RetiredButPriced(prices), .. ModelsWithoutPrice(prices), .. AliasesWithoutOffer(prices)];

    /// <summary>
    /// Finds offers, except retired ones, whose newest row is more than a number of days older than the newest day of the catalog.
    /// </summary>
    private static IEnumerable<AuditFinding> Stale(PriceCatalog prices, int staleAfterDays)
    {
        LocalDate through = prices.RecordedThrough ?? LocalDate.MinIsoValue;
        IEnumerable<(string Model, string Provider, string Source, LocalDate Recorded)> rows =
            prices.Rows.Rates
                .Select(r => (r.Model, r.Provider, r.Source, r.Recorded))
                .Concat(prices.Rows.Offers.Select(o => (o.Model, o.Provider, o.Source, o.Recorded)));
        return
            from offer in rows.GroupBy(r => (r.Model.ToUpperInvariant(), r.Provider.ToUpperInvariant()))
            let newest = offer.MaxBy(r => r.Recorded)
            let age = Period.DaysBetween(newest.Recorded, through)
            where age > staleAfterDays
                && prices.TryGetOffer(newest.Provider, newest.Model, out Offer? sold)
                && sold.StatusAt(prices.PricesAsOf) != OfferStatus.Retired
            select new AuditFinding(
                AuditKind.Stale, AuditSeverity.Warning, newest.Model, $"Nothing was learned of the offer in the {age} days before "
                    + $"{FactText.Of(through)}.",
                $"something recorded within {staleAfterDays} days", newest.Source, newest.Recorded)
            {
                Provider = newest.Provider,
            };
    }

    /// <summary>Finds retired offers whose newest rate card has no end.</summary>
    private static IEnumerable<AuditFinding> RetiredButPriced(PriceCatalog prices) =>
        from offer in prices.Offers
        where offer.StatusAt(prices.PricesAsOf) == OfferStatus.Retired && !offer.History.IsEmpty && offer.History[^1].To is null
        let rate = offer.History[^1].Rates[0]
        select new AuditFinding(
            AuditKind.RetiredButPriced, AuditSeverity.Note, offer.Model.Id.Value, $"The offer ended on "
                + $"{FactText.Of(offer.Retired)}, and its price holds until further notice.",
            $"a price until {FactText.Of(offer.Retired)}", rate.Source.Id, rate.Recorded)
        {
            Provider = offer.Provider.Id.Value,
        };

    /// <summary>Finds models of which no offer has a rate card on the newest day.</summary>
    private static IEnumerable<AuditFinding> ModelsWithoutPrice(PriceCatalog prices) =>
        from model in prices.Models
        where !model.Offers.Any(o => o.TryGetRateCard(prices.PricesAsOf, out _))
        select new AuditFinding(
            AuditKind.ModelWithoutPrice, AuditSeverity.Note, model.Id.Value,
            model.Offers.IsEmpty
                ? "No source says who offers the model."
                : $"None of its {model.Offers.Length} offers has a price on {FactText.Of(prices.RecordedThrough)}.",
            "a price of one offer at least", model.Source.Id, model.Facts.Recorded);

    /// <summary>Finds aliases of models that no provider offers.</summary>
    private static IEnumerable<AuditFinding> AliasesWithoutOffer(PriceCatalog prices) =>
        from alias in prices.Rows.Aliases
        where prices.Model(alias.Model).Offers.IsEmpty
        select new AuditFinding(
            AuditKind.AliasWithoutOffer, AuditSeverity.Warning, alias.Model, $"The name '{alias.Name}' stands for {alias.Model}, "
                + "which nobody offers.",
            "a model with an offer", alias.Source, alias.Recorded)
        {
            Provider = alias.Provider,
        };
}
