namespace TokenPricing.Catalogs;

/// <summary>An offer that is looked at, with its rates of now.</summary>
internal sealed record AuditedOffer(Offer Offer, RateCard Card)
{
    /// <summary>The id of the model that the offered one is or is a form of.</summary>
    public string Base => Offer.Model.Facts.Base ?? Offer.Model.Id.Value;

    /// <summary>The card's own ordinary rate of a meter.</summary>
    public PricedMeter? Ordinary(Meter meter) => Card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone);

    /// <summary>A finding about one of the card's rates.</summary>
    public AuditFinding Finding(AuditKind kind, AuditSeverity severity, PricedMeter rate, string expected, string explanation) =>
        new(kind, severity, Offer.Model.Id.Value, explanation, expected, rate.Source.Id, rate.Recorded)
        {
            Provider = Offer.Provider.Id.Value,
            Meter = rate.Meter,
            Condition = rate.Condition,
            Value = rate.Rate,
        };
}
