using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>
/// Rates that follow from those of another offer or another meter, by what vendors state: prices in a region, what an alias stands for, and
/// meters at a multiple of another.
/// </summary>
internal static class DerivedRates
{
    private const string NoRegion = "none";

    /// <summary>
    /// Reads prices in regions: CSV with <c>provider,models,regions,of,multiple,from,to,address</c>. With <c>of</c>, the offers whose ids
    /// begin with a region (<c>none</c>: with no region) cost the multiple of the one that begins with <c>of</c>; without, the region is
    /// one of the request.
    /// </summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<RegionRule> ReadRegions(Stream csv) => CsvFile.Read(
        csv,
        "regions",
        ["provider", "models", "regions", "of", "multiple", "from", "to", "address"],
        c => new RegionRule(
            c[0], new ModelPattern(c[1]), [.. c[2].Split(' ')], c[3], decimal.Parse(c[4], CultureInfo.InvariantCulture),
            VendorRules.Moment(c[5]), VendorRules.Moment(c[6])));

    /// <summary>Reads what aliases stand for: CSV with <c>provider,name,model,from,to,address</c>.</summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<TargetRule> ReadTargets(Stream csv) => CsvFile.Read(
        csv,
        "targets",
        ["provider", "name", "model", "from", "to", "address"],
        c => new TargetRule(c[0], c[1], c[2], VendorRules.Moment(c[3]), VendorRules.Moment(c[4])));

    /// <summary>
    /// Reads meters that cost a multiple of another: CSV with <c>provider,models,meter,of,multiple,minimum,address</c>. Without <c>of</c>,
    /// the multiple is the price of one unit in US dollars. With a minimum and no multiple, it states what each request is billed at least.
    /// </summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<MeterRule> ReadMeters(Stream csv) => CsvFile.Read(
        csv,
        "meters",
        ["provider", "models", "meter", "of", "multiple", "minimum", "address"],
        c => new MeterRule(
            c[0], new ModelPattern(c[1]), Meter.Parse(c[2]), c[3].Length == 0 ? null : Meter.Parse(c[3]),
            c[4].Length == 0 ? 0 : decimal.Parse(c[4], CultureInfo.InvariantCulture),
            c[5].Length == 0 ? 0 : decimal.Parse(c[5], CultureInfo.InvariantCulture)));

    /// <summary>
    /// Replaces the token prices of offers in a region by the multiple of those of the offer that the rule names, where there is one.
    /// </summary>
    public static void AddRegions(Dictionary<OfferId, IReadOnlyList<RateRow>> rates, ImmutableArray<RegionRule> rules)
    {
        foreach ((OfferId id, IReadOnlyList<RateRow> own) in rates.ToArray())
        {
            string model = id.Model.Value;
            string key = NameNormalizer.ModelKey(model);
            string root = OfferJoin.Root(key);
            string region = root.Length == key.Length ? NoRegion : key[..(key.Length - root.Length - 1)];
            RegionRule? rule = rules.FirstOrDefault(r => r.Of.Length > 0 && r.Provider == id.Provider.Value && r.Regions.Contains(region)
                && r.Models.Fits(root));
            if (rule is not null && rates.TryGetValue(new OfferId(id.Provider, $"{rule.Of}.{root}"), out IReadOnlyList<RateRow>? whole))
            {
                rates[id] = [.. InRegion(own, whole, rule, model)];
            }
        }
    }

    /// <summary>Returns whether a row that was recorded later has replaced a row for all of its period.</summary>
    private static bool IsReplaced(RateRow row, RateRow later) =>
        (later.Meter, later.Condition) == (row.Meter, row.Condition) && later.Recorded > row.Recorded && later.To is null
        && (later.From ?? Instant.MinValue) <= (row.From ?? Instant.MinValue);

    /// <summary>
    /// Returns the prices of an offer in a region. What its lists had before they had these remains as what was believed then: the prices
    /// of the region correct it, from the day on which a list first had them.
    /// </summary>
    private static IEnumerable<RateRow> InRegion(
        IReadOnlyList<RateRow> own, IReadOnlyList<RateRow> whole, RegionRule rule, string model)
    {
        foreach (RateRow other in own.Where(r => !r.Meter.IsTokens))
        {
            yield return other;
        }

        ILookup<(Meter, RateCondition), RateRow> known = own.ToLookup(r => (r.Meter, r.Condition));
        HashSet<RateRow> told = [];
        List<RateRow> derived = [];
        foreach (RateRow rate in whole.Where(r => r.Meter.IsTokens && !whole.Any(later => IsReplaced(r, later))))
        {
            Rate price = rate.Rate.ScaledBy(rule.Multiple);
            RateRow[] before = [.. known[(rate.Meter, rate.Condition)]];
            LocalDate learned = before.Where(r => TokenPrices.AreTheSame(r.Rate, price)).Select(r => (LocalDate?)r.Recorded).Min()
                ?? before.Select(r => (LocalDate?)r.Recorded).Max() ?? rate.Recorded;
            bool IsTold(RateRow row) => whole.Any(r => (r.Meter, r.Condition) == (row.Meter, row.Condition)
                && TokenPrices.AreTheSame(r.Rate.ScaledBy(rule.Multiple), row.Rate));
            foreach (RateRow believed in before.Where(r => r.Recorded < learned && !IsTold(r) && told.Add(r)))
            {
                yield return believed;
            }

            derived.Add(rate with
            {
                Model = model,
                Rate = price,
                Source = VendorRules.Source.Id,
                ConfirmedBy = [],
                Recorded = LocalDate.Max(learned, rate.From is null ? learned : rate.Recorded),
            });
        }

        // Of two prices that were learned on one day, the first one ends where the second one begins.
        foreach (RateRow rate in derived)
        {
            Instant? next = derived.Where(r => (r.Meter, r.Condition, r.Recorded) == (rate.Meter, rate.Condition, rate.Recorded)
                && r.From > (rate.From ?? Instant.MinValue)).Select(r => r.From).Min();
            yield return rate.To is null && next is not null ? rate with { To = next } : rate;
        }
    }

    /// <summary>Gives each alias the prices of what it stands for, from the day on which it does.</summary>
    public static void AddTargets(Dictionary<OfferId, IReadOnlyList<RateRow>> rates, ImmutableArray<TargetRule> rules)
    {
        foreach (IGrouping<OfferId, TargetRule> alias in rules.GroupBy(r => new OfferId(r.Provider, r.Name)))
        {
            if (!rates.ContainsKey(alias.Key) || !alias.All(t => rates.ContainsKey(new OfferId(t.Provider, t.Model))))
            {
                continue;
            }

            rates[alias.Key] =
            [
                .. from target in alias
                   from rate in rates[new OfferId(target.Provider, target.Model)]
                   let start = VendorRules.Later(rate.From, target.From)
                   let end = VendorRules.Earlier(rate.To, target.To)
                   where start is null || end is null || start < end
                   select rate with
                   {
                       Model = alias.Key.Model.Value, From = start, To = end, Source = VendorRules.Source.Id, ConfirmedBy = [],
                       Recorded = target.From is { } since ? LocalDate.Max(rate.Recorded, since.InUtc().Date) : rate.Recorded,
                   },
            ];
        }
    }

    /// <summary>
    /// Adds the meters that a vendor prices as a multiple of another and that no list prices, and the minimums that it states.
    /// </summary>
    public static IReadOnlyList<RateRow> WithMeters(
        IReadOnlyList<RateRow> rates, string provider, string model, ImmutableArray<MeterRule> rules)
    {
        string root = OfferJoin.Root(model);
        RateRow[] added =
        [
            .. from rule in rules
               where rule.Provider == provider && rule.Models.Fits(root) && rule.Minimum == 0 && !rates.Any(r => r.Meter == rule.Meter)
               from rate in rule.Of is null ? rates.Where(r => r.Meter == Meter.Input && r.Condition.IsNone).Take(1) : rates
               where (rule.Of is null || rate.Meter == rule.Of) && !rate.Rate.IsFree
               select rate with
               {
                   Meter = rule.Meter,
                   Rate = rule.Of is null ? new Rate(rule.Multiple, 1) : rate.Rate.ScaledBy(rule.Multiple),
                   Source = VendorRules.Source.Id,
                   ConfirmedBy = [],
               },
        ];
        MeterRule[] minimums = [.. rules.Where(r => r.Minimum > 0 && r.Provider == provider && r.Models.Fits(root))];
        return added.Length == 0 && minimums.Length == 0 ? rates
            :
            [
                .. rates.Select(r => Array.Find(minimums, m => m.Meter == r.Meter) is { } rule ? r with { Minimum = rule.Minimum } : r),
                .. added,
            ];
    }

    /// <summary>Returns the uplifts of regions of the request, for offers that no list states one for.</summary>
    public static IEnumerable<RegionalUpliftRow> Uplifts(
        Dictionary<OfferId, IReadOnlyList<RateRow>> rates, ImmutableArray<RegionRule> rules, IReadOnlyCollection<RegionalUpliftRow> listed)
    {
        HashSet<(OfferId, string)> known = [.. listed.Select(u => (new OfferId(u.Provider, u.Model), u.Region))];
        return
            from offer in rates
            where offer.Value.Count > 0
            from rule in rules
            where rule.Of.Length == 0 && rule.Provider == offer.Key.Provider.Value && rule.Models.Fits(offer.Key.Model.Value)
            from region in rule.Regions
            where !known.Contains((offer.Key, region))
            select new RegionalUpliftRow(
                offer.Key.Model.Value, rule.Provider, region, rule.Multiple, VendorRules.Source.Id, offer.Value.Max(r => r.Recorded),
                rule.From, rule.To);
    }

    /// <summary>What models in regions cost, as a multiple.</summary>
    internal sealed record RegionRule(
        string Provider, ModelPattern Models, ImmutableArray<string> Regions, string Of, decimal Multiple, Instant? From, Instant? To);

    /// <summary>What a name stands for during a period.</summary>
    internal sealed record TargetRule(string Provider, string Name, string Model, Instant? From, Instant? To);

    /// <summary>What a meter costs, as a multiple of another or, without one, in US dollars.</summary>
    internal sealed record MeterRule(string Provider, ModelPattern Models, Meter Meter, Meter? Of, decimal Multiple, decimal Minimum);
}
