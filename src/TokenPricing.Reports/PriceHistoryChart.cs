using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Creates the chart of a model's input and output prices over time. Prices with a condition are not drawn.</summary>
internal static class PriceHistoryChart
{
    // More lines than this cannot be distinguished.
    private const int MostLines = 6;
    private const int NamedProviders = 2;

    /// <summary>Creates the chart. It has no panels if no price of input or output is known.</summary>
    public static StepChart Of(PriceHistory history)
    {
        (Instant from, Instant to) = Time(history);
        Meter[] meters = [.. new[] { Meter.Input, Meter.Output }.Where(m => history.Offers.Any(o => Ordinary(o, m).Any()))];
        if (meters.Length == 0)
        {
            return new StepChart(
                "US dollars per 1M tokens",
                from,
                to,
                [])
            { Notes = ["There is nothing to draw: no ordinary price of input or output is known for this time."] };
        }

        // Offers with the same prices at all times share a line.
        Line[] lines =
        [
            .. history.Offers
                .Select(o => new Line(o, [.. meters.Select(m => Spans(o, m, from, to))]))
                .Where(l => l.Meters.Any(s => s.Length > 0))
                .GroupBy(l => string.Join('|', l.Meters.Select(s => string.Join(';', s))))
                .Select(g => new Line([.. g.SelectMany(l => l.Offers)], g.First().Meters)),
        ];
        Line[] drawn =
        [
            .. lines
                .OrderByDescending(l => l.Meters.Max(s => s.Length))
                .ThenByDescending(l => l.Offers.Length)
                .ThenBy(l => l.Meters[0].LastOrDefault()?.Usd)
                .Take(MostLines),
        ];
        string part = drawn.Length < lines.Length ? $"; {drawn.Length} of {lines.Length} price lines" : "";
        return new StepChart(
            $"US dollars per 1M tokens, {Words.Of(from.InUtc().Date)} to {Words.Of(history.To ?? to.InUtc().Date)}{part}",
            from,
            to,
            [.. meters.Select(
                (m, i) => new StepPanel(Words.Capital(m.Unit), [.. drawn.Select(l => new StepLine(Label(l, i, to), l.Meters[i]))]))]);
    }

    /// <summary>Returns the prices of a meter without a condition.</summary>
    private static IEnumerable<PriceStep> Ordinary((Offer Offer, ImmutableArray<PriceStep> Steps) offer, Meter meter) =>
        offer.Steps.Where(s => s.Meter == meter && s.Condition.IsNone);

    /// <summary>
    /// Returns the time that is drawn: the requested one, or from shortly before the first change to the newest day, at least one day.
    /// </summary>
    private static (Instant From, Instant To) Time(PriceHistory history)
    {
        PriceStep[] steps = [.. history.Offers.SelectMany(o => o.Steps).Where(
            s => s.Condition.IsNone && (s.Meter == Meter.Input || s.Meter == Meter.Output))];
        Instant[] changes = [.. steps.SelectMany(s => new[] { s.From, s.To }).OfType<Instant>().Order()];
        Instant through = Start(history.Through);
        Instant last = changes.Length > 0 && changes[^1] >= through ? changes[^1] + Duration.FromDays(30) : through;
        Instant to = history.To is { } asked ? Start(asked.PlusDays(1)) : last;
        Instant first = changes.Length > 0 ? changes[0] : steps.Select(s => Start(s.Recorded)).DefaultIfEmpty(to).Min();
        Instant early = first - Duration.Max((to - first) / 12, Duration.FromDays(15));
        Instant from = history.From is { } begin ? Start(begin) : early;
        return (from, Instant.Max(to, from + Duration.FromDays(1)));
    }

    private static Instant Start(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>Returns the prices of an offer, cut to the time that is drawn.</summary>
    private static ImmutableArray<StepSpan> Spans(
        (Offer Offer, ImmutableArray<PriceStep> Steps) offer,
        Meter meter,
        Instant from,
        Instant to) =>
    [
        .. Ordinary(offer, meter)
            .Where(s => !(s.To <= from) && !(s.From >= to))
            .Select(s => new StepSpan(Instant.Max(s.From ?? from, from), Instant.Min(s.To ?? to, to), s.Rate.UsdPerMillion)),
    ];

    /// <summary>Returns the last price of a line, its providers, and its end if it ended early.</summary>
    private static string Label(Line line, int meter, Instant to)
    {
        if (line.Meters[meter].IsEmpty)
        {
            return "";
        }

        int more = line.Offers.Length - NamedProviders;
        string names = string.Join(", ", line.Offers.Take(NamedProviders).Select(o => o.Provider.Name)) + (more > 0 ? $" +{more}" : "");
        StepSpan last = line.Meters[meter][^1];
        return $"{ReportValues.Dollars(last.Usd)} {names}" + (last.To < to ? $", until {Words.Of(last.To.InUtc().Date)}" : "");
    }

    /// <summary>Offers with the same prices at all times, and their prices by meter.</summary>
    private sealed record Line(ImmutableArray<Offer> Offers, ImmutableArray<StepSpan>[] Meters)
    {
        /// <summary>Initializes the line of a single offer.</summary>
        public Line((Offer Offer, ImmutableArray<PriceStep> Steps) offer, ImmutableArray<StepSpan>[] meters)
            : this([offer.Offer], meters)
        {
        }
    }
}
