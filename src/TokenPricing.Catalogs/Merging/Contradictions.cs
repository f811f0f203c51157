namespace TokenPricing.Catalogs;

/// <summary>
/// Finds what the newest lists say of input and output that is neither in force, on the day of the list or at the end of its own period,
/// nor disputed yet.
/// </summary>
/// <remarks>Offers are merged before the rules of vendors apply, and before later prices correct earlier ones.</remarks>
internal static class Contradictions
{
    /// <summary>Returns a dispute with its reason for each such price.</summary>
    /// <param name="joined">The listings with their offers.</param>
    /// <param name="imports">The lists.</param>
    /// <param name="model">Returns the id of an offer's model.</param>
    /// <param name="rows">The catalog.</param>
    public static IEnumerable<DisputedRateRow> Find(
        OfferJoin joined, IEnumerable<PriceImport> imports, Func<OfferKey, string> model, CatalogRows rows)
    {
        ILookup<(string, string, Meter), RateRow> rates = rows.Rates.Where(r => r.Condition.IsNone).ToLookup(
            r => (r.Provider, r.Model, r.Meter));
        HashSet<(string, string, Meter, string, Rate)> disputed =
            [.. rows.Disputes.Where(d => d.Condition.IsNone).Select(d => (d.Provider, d.Model, d.Meter, d.Source, d.Rate))];
        return
            from import in imports
            let source = import.Facts.Sources[0].Id
            let day = joined.Newest(source)
            where import.Facts.Offers.Any(o => o.Recorded == day)
            let noon = day.At(new LocalTime(12, 0)).InUtc().ToInstant()
            from stated in import.Facts.Rates
            where stated.Condition.IsNone && !stated.Rate.IsFree && (stated.Meter == Meter.Input || stated.Meter == Meter.Output)
            let at = stated.To <= noon ? stated.To.Value - Duration.FromSeconds(1) : stated.From > noon ? stated.From.Value : noon
            let key = joined.Find(import, stated.Provider, stated.Model)
            where key is not null
            let id = model(key.Value)
            let own = rates[(key.Value.Provider, id, stated.Meter)].Where(r => !(r.From > at) && !(r.To <= at)).MaxBy(r => r.Recorded)
            where own is not null && !AreAlike(own.Rate, stated.Rate)
                && disputed.Add((key.Value.Provider, id, stated.Meter, source, stated.Rate))
            select new DisputedRateRow(id, key.Value.Provider, stated.Meter, stated.Rate, Why(own, day, source), source, stated.Recorded);
    }

    private static string Why(RateRow own, LocalDate day, string source) =>
        SourceListing.FillsIn(source) ? "the list only fills in what others lack"
        : own.Source == VendorRules.Source.Id ? "the vendor states another price of that day"
        : own.Recorded > day ? "the next price corrects it"
        : $"{own.Source} had another price on that day";

    // Noise is disputed as such.
    private static bool AreAlike(Rate one, Rate other) =>
        decimal.Abs(one.UsdPerMillion - other.UsdPerMillion) <= Math.Max(one.UsdPerMillion, other.UsdPerMillion) * 0.001m;
}
