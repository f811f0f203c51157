using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>
/// What each source of a catalog stated on the day of its newest list, as a price list again: what a merge needs to tell news from what
/// was known.
/// </summary>
internal static class KnownLists
{
    /// <summary>Returns a list for each source that is a price list.</summary>
    /// <param name="rows">The rows of the catalog.</param>
    public static ImmutableArray<PriceImport> Of(CatalogRows rows) =>
        [.. Days(rows).Where(d => d.Key.Id != VendorRules.Source.Id).Select(d => Of(d.Key, d.Value, rows)).OfType<PriceImport>()];

    /// <summary>
    /// Returns the day of the newest list of each source: the day that it states, otherwise the newest on which anything of it was
    /// recorded.
    /// </summary>
    public static Dictionary<PriceSource, LocalDate> Days(CatalogRows rows)
    {
        Dictionary<string, LocalDate> recorded = rows.Offers.Select(o => (o.Source, o.Recorded))
            .Concat(rows.Rates.Select(r => (r.Source, r.Recorded)))
            .GroupBy(r => r.Source)
            .ToDictionary(g => g.Key, g => g.Max(r => r.Recorded));
        return rows.Sources
            .Where(s => s.Reviewed is not null || recorded.ContainsKey(s.Id))
            .ToDictionary(s => s, s => s.Reviewed ?? recorded[s.Id]);
    }

    /// <summary>Returns the rates that are in force at an instant, of each meter and condition the one that was recorded last.</summary>
    public static IEnumerable<RateRow> InForce(IEnumerable<RateRow> rates, Instant at) => rates
        .Where(r => !(r.From > at) && !(r.To <= at))
        .GroupBy(r => (r.Meter, r.Condition))
        .Select(g => g.MaxBy(r => (r.Recorded, r.From ?? Instant.MinValue))!);

    private static PriceImport? Of(PriceSource source, LocalDate day, CatalogRows rows)
    {
        Instant at = FactText.StartOf(day);
        HashSet<(string, string)> ended = [.. rows.Offers
            .GroupBy(o => (o.Provider, o.Model))
            .Where(g => g.MaxBy(o => o.Recorded)!.Retired <= day)
            .Select(g => g.Key)];
        Dictionary<(string Provider, string Model), Dictionary<(Meter, RateCondition), RateRow>> stated = [];
        foreach (var offer in rows.Rates.GroupBy(r => (r.Provider, r.Model)).Where(g => !ended.Contains(g.Key)))
        {
            foreach (RateRow rate in InForce(offer, at).Where(r => r.Source == source.Id || r.ConfirmedBy.Contains(source.Id)))
            {
                Add(rate with { Source = source.Id, Recorded = day, From = null, To = null, ConfirmedBy = [] });
            }
        }

        foreach (DisputedRateRow dispute in rows.Disputes.Where(d => d.Source == source.Id && d.Recorded == day))
        {
            Add(new RateRow(dispute.Model, dispute.Provider, dispute.Meter, dispute.Rate, source.Id, day)
            {
                Condition = dispute.Condition,
            });
        }

        foreach (OfferRow offer in rows.Offers.Where(o => o.Source == source.Id && !ended.Contains((o.Provider, o.Model))))
        {
            stated.TryAdd((offer.Provider, offer.Model), []);
        }

        if (stated.Count == 0)
        {
            return null;
        }

        HashSet<string> models = [.. stated.Keys.Select(o => o.Model)];
        HashSet<string> providers = [.. stated.Keys.Select(o => o.Provider)];
        return new PriceImport(
            new CatalogRows
            {
                Sources = [source],
                Providers = [.. rows.Providers.Where(p => providers.Contains(p.Id))],
                Models = [.. rows.Models.Where(m => models.Contains(m.Id)).Select(m => m with { Source = source.Id, Base = null })],
                Offers = [.. stated.Keys.Select(o => new OfferRow(o.Model, o.Provider, source.Id, day))],
                Rates = [.. stated.Values.SelectMany(r => r.Values)],
            },
            [],
            []);

        void Add(RateRow rate)
        {
            (string, string) offer = (rate.Provider, rate.Model);
            (stated.TryGetValue(offer, out var known) ? known : stated[offer] = [])[(rate.Meter, rate.Condition)] = rate;
        }
    }
}
