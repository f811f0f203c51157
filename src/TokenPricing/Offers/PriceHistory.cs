using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Offers;

/// <summary>What a model cost at each of its providers, step by step, with both clocks: when a price held, and when it was learned.</summary>
[TypeFormatterSource]
public sealed class PriceHistory
{
    internal PriceHistory(Model model, LocalDate through, LocalDate? from, LocalDate? to, ImmutableArray<OfferPriceHistory> offers) =>
        (Model, Through, From, To, Offers) = (model, through, from, to, offers);

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The newest day of the catalog: how far its knowledge reaches.</summary>
    public LocalDate Through { get; }

    /// <summary>The first day asked for; <see langword="null"/>: all that is known.</summary>
    public LocalDate? From { get; }

    /// <summary>The last day asked for; <see langword="null"/>: all that is known.</summary>
    public LocalDate? To { get; }

    /// <summary>The offers, by provider id; the steps of each that touch the days asked for.</summary>
    public ImmutableArray<OfferPriceHistory> Offers { get; }

    /// <summary>How much is known, such as <c>o4-mini: 3 price changes at 4 providers through 2026-09-01</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Model}: {Offers.Sum(o => o.Steps.Count(s => s.Before is not null))} price changes at {Offers.Length} providers through {Through:uuuu-MM-dd}");

    internal static PriceHistory Of(Model model, Provider? provider, IEnumerable<RateRow> rates, LocalDate through, LocalDate? from, LocalDate? to)
    {
        ILookup<string, RateRow> rows = rates
            .Where(r => string.Equals(r.Model, model.Id, StringComparison.OrdinalIgnoreCase))
            .ToLookup(r => r.Provider, StringComparer.OrdinalIgnoreCase);
        return new PriceHistory(
            model,
            through,
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

    private static IEnumerable<PriceStep> Steps(Offer offer, RateRow[] rows) =>
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

    private static bool Corrects(PriceStep step, RateRow row) =>
        (row.Meter, row.Condition) == (step.Meter, step.Condition)
        && row.Rate != step.Rate
        && row.Recorded < step.Recorded
        && (step.From is null || row.From >= step.From)
        && !(row.From >= step.To);
}
