namespace TokenPricing.Catalogs;

/// <summary>An offer under audit, with the rate card that applies on the newest day of the catalog.</summary>
internal sealed record AuditedOffer(Offer Offer, RateCard Card)
{
    /// <summary>The id of the base model if the offered model is a variant, otherwise the id of the model itself.</summary>
    public string Base => Offer.Model.Facts.Base ?? Offer.Model.Id.Value;

    /// <summary>
    /// Whether the model's maker takes money for keeping the cache and not for writing to it, as Google and ByteDance do: lists then have
    /// the price of five minutes, of an hour or of the input.
    /// </summary>
    public bool IsCacheKept => (Offer.Model.Facts.Developer ?? Offer.Model.Base?.Facts.Developer) is "Google" or "ByteDance";

    /// <summary>
    /// Returns the card's rate of a meter without a condition; <see langword="null"/> if the card does not list the meter itself.
    /// </summary>
    public PricedMeter? Ordinary(Meter meter) => Card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone);

    /// <summary>Creates a finding about one of the card's rates.</summary>
    public AuditFinding Finding(AuditKind kind, AuditSeverity severity, PricedMeter rate, string expected, string explanation) =>
        new(kind, severity, Offer.Model.Id.Value, explanation, expected, rate.Source.Id, rate.Recorded)
        {
            Provider = Offer.Provider.Id.Value,
            Meter = rate.Meter,
            Condition = rate.Condition,
            Value = rate.Rate,
        };
}
