using System.Collections.Immutable;
using System.Globalization;
using NodaTime.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// What vendors state of themselves and price lists leave out: what a service tier costs, and when a price changed. Both are tables that
/// people keep, with the page that says it.
/// </summary>
internal static class VendorRules
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>The source of the rows that follow from the rules.</summary>
    public static PriceSource Source { get; } =
        new("vendors", "The vendors' own price pages and announcements, each named in pricing-data/rules",
            "https://github.com/token-pricing/TokenPricing/tree/main/pricing-data/rules", new LocalDate(2026, 11, 28));

    /// <summary>
    /// Reads the multiples of service tiers: CSV with <c>provider,models,except,tier,multiple,unchanged,from,to,address</c>. The meters of
    /// <c>unchanged</c>, divided by spaces, cost in the tier what they cost without it.
    /// </summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<TierRule> ReadTiers(Stream csv) => CsvFile.Read(
        csv,
        "tiers",
        ["provider", "models", "except", "tier", "multiple", "unchanged", "from", "to", "address"],
        c => new TierRule(
            c[0],
            new ModelPattern(c[1]),
            new ModelPattern(c[2]),
            ServiceTier.Parse(c[3]),
            decimal.Parse(c[4], CultureInfo.InvariantCulture),
            [.. c[5].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Meter.Parse)],
            Moment(c[6]),
            Moment(c[7])));

    /// <summary>Reads dated changes: CSV with <c>provider,model,meter,context,usd_before,usd_after,per,date,address</c>.</summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<PriceRule> ReadChanges(Stream csv) => CsvFile.Read(
        csv,
        "changes",
        ["provider", "model", "meter", "context", "usd_before", "usd_after", "per", "date", "address"],
        c => new PriceRule(
            c[0],
            c[1],
            Meter.Parse(c[2]),
            Threshold(c[3]),
            c[4].Length == 0 ? null : Price(c[4], c[6]),
            Price(c[5], c[6]),
            Moment(c[7]) ?? throw new FormatException("the date of the change")));

    /// <summary>
    /// Reads prices with their hours of the day: CSV with <c>provider,model,meter,usd,per,from,to,window,address</c>. A window is
    /// <c>01:00-04:00</c> in UTC, with <c>UTC Mon Tue</c> after it if it is of some days only.
    /// </summary>
    /// <exception cref="PriceDataException">The file is not such a table, or a cell has a wrong form.</exception>
    public static ImmutableArray<ScheduleRule> ReadSchedules(Stream csv) => CsvFile.Read(
        csv,
        "schedules",
        ["provider", "model", "meter", "usd", "per", "from", "to", "window", "address"],
        c => new ScheduleRule(c[0], c[1], Meter.Parse(c[2]), Price(c[3], c[4]), Moment(c[5]), Moment(c[6]), Window(c[7])));

    /// <summary>
    /// Returns the rates of an offer with the schedules that the vendor states: of a meter, its prices without hours replace those without,
    /// and its prices of hours those of hours. Where a list has the price of a meter with hours for its parts too, such as that of output
    /// for reasoning, the price of the parts goes: it would be the same at all hours.
    /// </summary>
    public static IReadOnlyList<RateRow> WithSchedules(
        IReadOnlyList<RateRow> rates, string provider, string model, ImmutableArray<ScheduleRule> rules, LocalDate newest)
    {
        ScheduleRule[] own = [.. rules.Where(r => r.Provider == provider && r.Model == model)];
        if (own.Length == 0 || rates.Count == 0)
        {
            return rates;
        }

        HashSet<(Meter, bool)> stated = [.. own.Select(r => (r.Meter, r.Window is not null))];
        HashSet<Meter> hourly = [.. own.Where(r => r.Window is not null).Select(r => r.Meter)];
        return
        [
            .. rates.Where(r => r.Condition.ServiceTier != ServiceTier.Standard || r.Condition.Context is not null
                || !(stated.Contains((r.Meter, r.Condition.Window is not null)) || IsOfAWhole(r))),
            .. own.Select(r => new RateRow(
                rates[0].Model, provider, r.Meter, r.Rate, Source.Id,
                r.From is { } since ? LocalDate.Min(newest, since.InUtc().Date) : rates.Min(known => known.Recorded))
            {
                From = r.From, To = r.To, Condition = r.Window is null ? RateCondition.None : new RateCondition { Window = r.Window },
            }),
        ];

        bool IsOfAWhole(RateRow part) => !hourly.Contains(part.Meter)
            && rates.Any(w => hourly.Contains(w.Meter) && part.Meter.Ancestors.Contains(w.Meter) && w.Rate == part.Rate);
    }

    /// <summary>
    /// Returns the rates of an offer with those of the tiers that a vendor prices as a multiple and that no list prices. Where the vendor
    /// states when its prices changed, the multiples are of these, and what lists have for the tier may be older.
    /// </summary>
    public static IReadOnlyList<RateRow> WithTiers(
        IReadOnlyList<RateRow> rates, string provider, string model, ImmutableArray<TierRule> rules)
    {
        HashSet<ServiceTier> ruled = [.. rules.Where(r => r.Provider == provider && r.Covers(model)).Select(r => r.Tier)];
        if (rates.Any(r => r.Source == Source.Id))
        {
            rates = [.. rates.Where(r => !r.Meter.IsTokens || !ruled.Contains(r.Condition.ServiceTier))];
        }

        // Portkey rounds half a price, and a vendor's rule is exact.
        rates = [.. rates.Where(r => r.Source != "portkey" || !r.Meter.IsTokens || !ruled.Contains(r.Condition.ServiceTier))];

        HashSet<ServiceTier> listed = [.. rates.Select(r => r.Condition.ServiceTier)];
        RateRow[] added =
        [
            .. from rule in rules
               where rule.Provider == provider && !listed.Contains(rule.Tier) && rule.Covers(model)
               from rate in rates
               where rate.Meter.IsTokens && rate.Condition.ServiceTier == ServiceTier.Standard
               let start = Later(rate.From, rule.From)
               let end = Earlier(rate.To, rule.To)
               where start is null || end is null || start < end
               select rate with
               {
                   Rate = rule.Of(rate), From = start, To = end, Source = Source.Id, ConfirmedBy = [],
                   Condition = rate.Condition with { ServiceTier = rule.Tier },
               },
        ];
        return added.Length == 0 ? rates : [.. rates, .. added];
    }

    /// <summary>
    /// Returns the rates of an offer with the dates that the vendor states. From its first stated change on, the stated prices hold; a
    /// later price of a list follows them if the list had it at least a month after the last change. Prices by the hour of the day are
    /// left as they are, unless the vendor states them too.
    /// </summary>
    public static IReadOnlyList<RateRow> WithChanges(
        IReadOnlyList<RateRow> rates, string provider, string model, ImmutableArray<PriceRule> rules, LocalDate newest,
        ImmutableArray<ScheduleRule> schedules = default)
    {
        bool hasHours = !schedules.IsDefault && schedules.Any(s => s.Provider == provider && s.Model == model && s.Window is not null);
        List<RateRow> all = [.. rates];

        // A launch has no price before it and is no change.
        PriceRule[] own = [.. rules.Where(r => r.Provider == provider && r.Model == model && r.Before is not null)];
        foreach (IGrouping<(Meter Meter, long? Threshold), PriceRule> stated in own.GroupBy(r => (r.Meter, r.Threshold)))
        {
            RateRow[] listed =
            [
                .. rates.Where(r => r.Meter == stated.Key.Meter && r.Condition.ServiceTier == ServiceTier.Standard
                    && !r.Condition.WhenReasoned && r.Condition.Window is null && r.Condition.Context?.Threshold == stated.Key.Threshold),
            ];
            if (listed.Length == 0 || (!hasHours && rates.Any(r => r.Condition.Window is not null)))
            {
                continue;
            }

            PriceRule[] changes = [.. stated.OrderBy(c => c.At)];
            Instant last = changes[^1].At;
            RateRow current = listed.MaxBy(r => r.From ?? Instant.MinValue)!;
            all.RemoveAll(r => listed.Contains(r) && !(r.From > last + Duration.FromDays(30)));

            // A row has no end: the next one, which was recorded later, takes over, so that a catalog as known before a change does not
            // know it. A change that was announced when the newest list was read is known beside the price before it.
            RateRow before = Stated(changes[0].Before!.Value, null);
            RateRow[] chain =
            [
                before with { Recorded = LocalDate.Min(listed.Min(r => r.Recorded), changes[0].At.InUtc().Date.PlusDays(-1)) },
                .. changes.Select(c => Stated(c.After, c.At)),
            ];
            all.AddRange(chain.Select((row, i) =>
                i + 1 < chain.Length && chain[i + 1].Recorded == row.Recorded ? row with { To = chain[i + 1].From } : row));

            RateRow Stated(Rate rate, Instant? from) => current with
            {
                Rate = rate,
                From = from,
                To = null,
                Source = Source.Id,
                ConfirmedBy = [],
                Recorded = LocalDate.Min(newest, from?.InUtc().Date ?? newest),
            };
        }

        return all;
    }

    /// <summary>Returns the later of two instants; the other one if one is <see langword="null"/>.</summary>
    public static Instant? Later(Instant? one, Instant? other) => one is { } a && other is { } b ? Instant.Max(a, b) : one ?? other;

    /// <summary>Returns the earlier of two instants; the other one if one is <see langword="null"/>.</summary>
    public static Instant? Earlier(Instant? one, Instant? other) => one is { } a && other is { } b ? Instant.Min(a, b) : one ?? other;

    private static DailyWindow? Window(string cell)
    {
        if (cell.Length == 0)
        {
            return null;
        }

        string[] words = cell.Split(' ');
        string[] times = words[0].Split('-');
        LocalTimePattern minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
        return times.Length == 2 && (words.Length == 1 || words[1] == "UTC")
            ? new DailyWindow(
                minutes.Parse(times[0]).GetValueOrThrow(), minutes.Parse(times[1]).GetValueOrThrow(), DateTimeZone.Utc,
                [.. words.Skip(2).Select(Day)])
            : throw new FormatException("a window such as 01:00-04:00 or 01:00-04:00 UTC Mon Tue");

        static IsoDayOfWeek Day(string word) => Array.IndexOf(Days, word) is >= 0 and int index
            ? (IsoDayOfWeek)(index + 1)
            : throw new FormatException($"days such as {string.Join(", ", Days)}");
    }

    private static Rate Price(string usd, string per) =>
        new(decimal.Parse(usd, CultureInfo.InvariantCulture), long.Parse(per, CultureInfo.InvariantCulture));

    private static long? Threshold(string cell) => cell.Length == 0 ? null
        : ContextTier.TryParse(cell, out ContextTier? context) ? context.Threshold
        : throw new FormatException("a context such as >200000, or nothing");

    /// <summary>Returns the moment of a cell, midnight in UTC for a date; <see langword="null"/> for an empty cell.</summary>
    public static Instant? Moment(string cell) => cell.Length == 0 ? null
        : cell.Contains('T', StringComparison.Ordinal) ? InstantPattern.ExtendedIso.Parse(cell).GetValueOrThrow()
        : LocalDatePattern.Iso.Parse(cell).GetValueOrThrow().AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>A service tier of a vendor that costs a multiple of its standard prices.</summary>
    internal sealed record TierRule(
        string Provider, ModelPattern Models, ModelPattern Except, ServiceTier Tier, decimal Multiple, ImmutableArray<Meter> Unchanged,
        Instant? From, Instant? To)
    {
        /// <summary>Returns the rate of the tier for a standard one.</summary>
        public Rate Of(RateRow standard) => Unchanged.Contains(standard.Meter) ? standard.Rate : standard.Rate.ScaledBy(Multiple);

        /// <summary>Returns whether the rule is of a model.</summary>
        public bool Covers(string model) => Models.Fits(model) && !Except.Fits(model);
    }

    /// <summary>A price of a vendor during a period, in some hours of the day or in all.</summary>
    internal sealed record ScheduleRule(
        string Provider, string Model, Meter Meter, Rate Rate, Instant? From, Instant? To, DailyWindow? Window);

    /// <summary>A change of a vendor's price.</summary>
    internal sealed record PriceRule(
        string Provider, string Model, Meter Meter, long? Threshold, Rate? Before, Rate After, Instant At);
}
