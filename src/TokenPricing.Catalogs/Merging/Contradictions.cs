using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// Compares what the newest lists say of input and output with the catalog: each price is in force, on the day of the list or at the end of
/// its own period, or disputed with a reason.
/// </summary>
/// <remarks>
/// Offers are merged before the rules of vendors apply, and before later prices correct earlier ones; and a name that a list has alone
/// may be one of another offer.
/// </remarks>
internal sealed class Contradictions
{
    private readonly IEnumerable<(RateRow Stated, LocalDate Day, OfferId Offer)> _stated;
    private readonly ILookup<(OfferId, Meter), RateRow> _rates;
    private readonly CatalogRows _rows;

    /// <summary>Finds the offers of all prices of input and output that the newest lists state without a condition.</summary>
    /// <param name="joined">The listings with their offers.</param>
    /// <param name="imports">The lists.</param>
    /// <param name="model">Returns the id of an offer's model.</param>
    /// <param name="rows">The catalog.</param>
    public Contradictions(OfferJoin joined, IEnumerable<PriceImport> imports, Func<OfferKey, string> model, CatalogRows rows)
    {
        PriceCatalog catalog = new(rows);
        _rows = rows;
        _rates = rows.Rates.Where(r => r.Condition.IsNone).ToLookup(r => (new OfferId(r.Provider, r.Model), r.Meter));
        _stated =
        [
            .. from import in imports
               let source = import.Facts.Sources[0].Id
               let day = joined.Newest(source)
               where import.Facts.Offers.Any(o => o.Recorded == day)
               from stated in import.Facts.Rates
               where stated.Condition.IsNone && !stated.Rate.IsFree && (stated.Meter == Meter.Input || stated.Meter == Meter.Output)
               let offer = joined.Find(import, stated.Provider, stated.Model) is { } key ? new OfferId(key.Provider, model(key))
                   : catalog.TryGetOffer(stated.Provider, stated.Model, out Offer? named) ? named.Id
                   : (OfferId?)null
               where offer is not null
               select (stated, day, offer.Value),
        ];
    }

    /// <summary>Returns the prices that their lists date, each with the ids of its offer.</summary>
    public IEnumerable<RateRow> Dated() =>
        from price in _stated
        where price.Stated.From is not null || price.Stated.To is not null
        orderby price.Offer.Provider.Value, price.Offer.Model.Value, price.Stated.Meter.Id, price.Stated.Source, price.Stated.From
        select price.Stated with { Provider = price.Offer.Provider.Value, Model = price.Offer.Model.Value };

    /// <summary>Returns a dispute with its reason for each price that is neither in force nor disputed yet.</summary>
    public IEnumerable<DisputedRateRow> Find()
    {
        HashSet<(OfferId, Meter, string, Rate)> disputed =
            [.. _rows.Disputes.Where(d => d.Condition.IsNone).Select(d => (new OfferId(d.Provider, d.Model), d.Meter, d.Source, d.Rate))];
        return
            from price in _stated
            let stated = price.Stated
            from at in Moments(stated, price.Day)
            let own = InForce(price.Offer, stated.Meter, at)
            where (own is null || !AreAlike(own.Rate, stated.Rate)) && disputed.Add((price.Offer, stated.Meter, stated.Source, stated.Rate))
            select new DisputedRateRow(
                price.Offer.Model.Value, price.Offer.Provider.Value, stated.Meter, stated.Rate, Why(own, price.Day, stated.Source, at),
                stated.Source, stated.Recorded);
    }

    /// <summary>
    /// Returns the instants at which a price counts: noon of the list's day, or the end of its period nearest to that, and the beginning.
    /// </summary>
    private static IEnumerable<Instant> Moments(RateRow stated, LocalDate day)
    {
        Instant noon = day.At(new LocalTime(12, 0)).InUtc().ToInstant();
        yield return stated.To <= noon ? stated.To.Value - Duration.FromSeconds(1) : stated.From > noon ? stated.From.Value : noon;
        if (stated.From is { } from && from < noon)
        {
            yield return from;
        }
    }

    private RateRow? InForce(OfferId offer, Meter meter, Instant at) =>
        _rates[(offer, meter)].Where(r => !(r.From > at) && !(r.To <= at)).MaxBy(r => r.Recorded);

    private static string Why(RateRow? own, LocalDate day, string source, Instant at) =>
        SourceListing.FillsIn(source) ? "the list only fills in what others lack"
        : own is null ? "no price of that day is believed"
        : own.Source == VendorRules.Source.Id ? "the vendor states another price of that day"
        : own.Recorded > day ? "the next price corrects it"
        : at.InUtc().Date is var first && first < day ? $"{own.Source} had another price on {LocalDatePattern.Iso.Format(first)}"
        : $"{own.Source} had another price on that day";

    // Noise is disputed as such.
    private static bool AreAlike(Rate one, Rate other) =>
        decimal.Abs(one.UsdPerMillion - other.UsdPerMillion) <= Math.Max(one.UsdPerMillion, other.UsdPerMillion) * 0.001m;
}
