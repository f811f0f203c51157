using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>Asks a catalog what a model cost before, as a sentence: <c>prices.HistoryOf(model)</c>.</summary>
public static class PriceHistories
{
    /// <summary>What a model cost at its providers.</summary>
    /// <param name="prices">The catalog that the model belongs to.</param>
    /// <param name="model">The model.</param>
    /// <param name="provider">The only provider to look at; <see langword="null"/>: all.</param>
    /// <param name="from">The first day; <see langword="null"/>: since records began.</param>
    /// <param name="to">The last day; <see langword="null"/>: as far as is known, prices announced for later included.</param>
    public static PriceHistory HistoryOf(this PriceCatalog prices, Model model, Provider? provider = null, LocalDate? from = null, LocalDate? to = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(model);
        ILookup<string, RateFacts> rows = prices.Facts.Rates
            .Where(r => string.Equals(r.Model, model.Id, StringComparison.OrdinalIgnoreCase))
            .ToLookup(r => r.Provider, StringComparer.OrdinalIgnoreCase);
        return new PriceHistory(
            model,
            prices.RecordedThrough ?? model.Facts.Recorded,
            from,
            to,
            [.. model.Offers.Where(o => provider is null || o.Provider == provider).Select(o => new OfferPriceHistory(o, Within(Steps(o, [.. rows[o.Provider.Id]]), from, to)))]);
    }

    private static ImmutableArray<PriceStep> Within(IEnumerable<PriceStep> steps, LocalDate? from, LocalDate? to)
    {
        Instant? begin = from?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Instant? end = to?.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        return [.. steps.Where(s => s.Overlaps(begin, end))];
    }

    private static IEnumerable<PriceStep> Steps(Offer offer, RateFacts[] rows) =>
        from card in offer.History
        from rate in card.Rates
        group new PriceStep(rate.Meter, rate.Condition, rate.Rate, card.From, card.To, rate.Source, rate.Recorded) by (rate.Meter, rate.Condition) into meter
        orderby meter.Key.Meter.Index, !meter.Key.Condition.IsNone
        from step in Joined(meter)
        select step with { Corrected = [.. rows.Where(row => Corrects(step, row))] };

    // A card is cut wherever any of its meters changes; of one meter, neighbours with one price are one step.
    private static List<PriceStep> Joined(IEnumerable<PriceStep> stretches)
    {
        List<PriceStep> steps = [];
        foreach (PriceStep stretch in stretches)
        {
            if (steps.Count > 0 && steps[^1].Rate == stretch.Rate && steps[^1].To == stretch.From)
            {
                steps[^1] = steps[^1] with { To = stretch.To };
            }
            else
            {
                steps.Add(stretch with { Before = steps.Count > 0 ? steps[^1].Rate : null });
            }
        }

        return steps;
    }

    private static bool Corrects(PriceStep step, RateFacts row) =>
        (row.Meter, row.Condition) == (step.Meter, step.Condition)
        && row.Rate != step.Rate
        && row.Recorded < step.Recorded
        && (step.From is null || row.From >= step.From)
        && !(row.From >= step.To);
}
