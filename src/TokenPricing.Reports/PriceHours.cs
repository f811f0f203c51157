namespace TokenPricing.Reports;

/// <summary>Finds what models cost by a blend in the hours of the day in which a seller has other prices.</summary>
internal static class PriceHours
{
    /// <summary>
    /// Returns each pair of prices that holds in some hours only, with the hours; none if both sides cost the same at all hours, or one has
    /// no price.
    /// </summary>
    public static IEnumerable<(string Hours, RateComparison Rates)> Of(Comparison comparison) =>
        comparison is not { Left.Priced: { } left, Right.Priced: { } right } ? []
        : from window in WindowsOf(left.Card).Union(WindowsOf(right.Card))
          let rates = new RateComparison(During(window, left, comparison.Blend), During(window, right, comparison.Blend))
          where rates != comparison.Blended
          group window by rates into hours
          select (Words.Hours(hours), hours.Key);

    /// <summary>Returns the price by a blend in some hours, which is the usual one of an offer without a price for these.</summary>
    private static Rate During(DailyWindow window, PricedOffer priced, Blend blend)
    {
        RateCondition during = new() { Window = window };
        (PricedMeter Billed, decimal Weight)[] parts = [.. blend.Weights.Select(w => (Of(w.Meter) ?? Billing(w.Meter), w.Weight))];
        return Array.TrueForAll(parts, p => p.Billed.Condition.IsNone)
            ? priced.Rate
            : Rate.PerMillion(parts.Sum(p => p.Billed.Rate.UsdPerMillion * p.Weight) / blend.TotalWeight);

        PricedMeter? Of(Meter meter) => priced.Card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition == during);

        PricedMeter Billing(Meter meter)
        {
            PricedMeter usual = priced.Card.Billing(meter)!;
            return Of(usual.Meter) ?? usual;
        }
    }

    private static IEnumerable<DailyWindow> WindowsOf(RateCard card) => card.Rates.Select(r => r.Condition.Window).OfType<DailyWindow>();
}
