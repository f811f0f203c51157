using System.Collections.Immutable;
using System.Numerics;
using NodaTime;
using NodaTime.TimeZones;

namespace TokenPricing.Costing;

/// <summary>A stretch of time in which the same rates hold.</summary>
/// <param name="Card">The rate card.</param>
/// <param name="OpenWindows">Which daily windows of the card are open, as bits in the order of its rates.</param>
/// <param name="At">An instant of it, to ask the card for its rates.</param>
/// <param name="Length">How long it is, all its pieces together.</param>
internal sealed record RateSpan(RateCard Card, BigInteger OpenWindows, Instant At, Duration Length)
{
    /// <summary>The stretches of an interval, in the order of their first instant; pieces with the same rates are one stretch.</summary>
    /// <exception cref="PricingException">At some instant of the interval no price is known.</exception>
    public static ImmutableArray<RateSpan> Within(Offer offer, Interval interval)
    {
        List<RateSpan> stretches = [];
        Instant at = interval.Start;
        do
        {
            RateCard card = offer.RateCardAt(at);
            Instant end = Instant.Min(interval.End, card.To ?? Instant.MaxValue);
            stretches.AddRange(Within(card, at, end));
            at = end;
        }
        while (at < interval.End);

        return
        [
            .. stretches
                .GroupBy(s => (s.Card, s.OpenWindows))
                .Select(g => g.First() with { Length = g.Aggregate(Duration.Zero, (sum, s) => sum + s.Length) }),
        ];
    }

    private static IEnumerable<RateSpan> Within(RateCard card, Instant start, Instant end)
    {
        DailyWindow[] windows = [.. card.Rates.Select(r => r.Condition.Window).OfType<DailyWindow>().Distinct()];
        Instant[] edges =
        [
            .. windows.SelectMany(w => Edges(w, start, end))
                .Where(edge => edge > start && edge < end)
                .Append(start)
                .Append(end)
                .Distinct()
                .Order(),
        ];
        for (int i = 0; i < Math.Max(1, edges.Length - 1); i++)
        {
            BigInteger open = 0;
            for (int w = 0; w < windows.Length; w++)
            {
                open |= windows[w].Contains(edges[i]) ? BigInteger.One << w : 0;
            }

            yield return new RateSpan(card, open, edges[i], i + 1 < edges.Length ? edges[i + 1] - edges[i] : Duration.Zero);
        }
    }

    private static IEnumerable<Instant> Edges(DailyWindow window, Instant start, Instant end)
    {
        // Where the clock is put forward or back, a window may open or close at once; and an hour that comes twice opens it twice.
        foreach (ZoneInterval between in window.Zone.GetZoneIntervals(start, end).Where(i => i.HasStart))
        {
            yield return between.Start;
        }

        LocalDate last = end.InZone(window.Zone).Date;
        for (LocalDate day = start.InZone(window.Zone).Date; day <= last; day = day.PlusDays(1))
        {
            foreach (ZoneLocalMapping clock in new[] { window.Start, window.End }.Select(time => window.Zone.MapLocal(day + time)).Where(m => m.Count > 0))
            {
                yield return clock.First().ToInstant();
                yield return clock.Last().ToInstant();
            }
        }
    }
}
