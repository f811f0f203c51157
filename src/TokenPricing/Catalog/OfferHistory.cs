using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>Turns the price rows of one offer into its rate cards.</summary>
internal static class OfferHistory
{
    /// <summary>
    /// The cards, oldest first. Time is cut wherever a row begins or ends; between two cuts every meter has the row that covers
    /// it and was recorded last. Neighbours with the same rows are one card; a stretch without any row is a gap.
    /// </summary>
    public static ImmutableArray<RateCard> Build(IReadOnlyCollection<RateFacts> rows, Func<string, PriceSource> source)
    {
        Instant[] cuts = [.. rows.SelectMany(r => new[] { From(r), To(r) }).Distinct().Order()];
        ImmutableArray<RateCard>.Builder cards = ImmutableArray.CreateBuilder<RateCard>();
        List<RateFacts> before = [];
        Instant begin = Instant.MinValue;
        foreach (Instant cut in cuts)
        {
            List<RateFacts> now = Covering(rows, cut);
            if (now.SequenceEqual(before))
            {
                continue;
            }

            AddCard(before, begin, cut);
            (before, begin) = (now, cut);
        }

        AddCard(before, begin, Instant.MaxValue);
        return cards.ToImmutable();

        void AddCard(List<RateFacts> held, Instant from, Instant to)
        {
            if (held.Count > 0)
            {
                cards.Add(new RateCard(
                    [.. held.Select(r => new PricedMeter(r.Meter, r.Rate, source(r.Source), r.Recorded))],
                    from == Instant.MinValue ? null : from,
                    to == Instant.MaxValue ? null : to));
            }
        }
    }

    private static Instant From(RateFacts row) => row.From ?? Instant.MinValue;

    private static Instant To(RateFacts row) => row.To ?? Instant.MaxValue;

    private static List<RateFacts> Covering(IEnumerable<RateFacts> rows, Instant at) =>
        [.. rows
            .Where(r => From(r) <= at && at < To(r))
            .GroupBy(r => r.Meter)
            .Select(meter => meter.MaxBy(r => r.Recorded)!)
            .OrderBy(r => r.Meter.Index)];
}
