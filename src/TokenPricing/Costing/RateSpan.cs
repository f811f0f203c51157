using System.Numerics;
using NodaTime.TimeZones;

namespace TokenPricing.Costing;

/// <summary>A span of time in which the same rates hold. It may consist of several intervals, such as the peak hours of a week.</summary>
/// <param name="Card">The rate card.</param>
/// <param name="OpenWindows">The daily windows of the card that are open, as bits in the order of its rates.</param>
/// <param name="At">An instant within the span, for selecting rates.</param>
/// <param name="Length">The total length of its intervals; zero where a usage has no period.</param>
internal sealed record RateSpan(RateCard Card, BigInteger OpenWindows, Instant At, Duration Length)
{
    /// <summary>Divides an interval into spans, in the order of their first instant. Intervals with the same rates form one span.</summary>
    /// <param name="offer">The offer whose rates decide.</param>
    /// <param name="interval">The interval, with a start and an end.</param>
    /// <exception cref="PricingException">The offer has no price at some instant of the interval.</exception>
    public static ImmutableArray<RateSpan> Within(Offer offer, Interval interval)
    {
        List<RateSpan> spans = [];
        Instant at = interval.Start;
        do
        {
            RateCard card = offer.RateCardAt(at);
            Instant end = Instant.Min(interval.End, card.To ?? Instant.MaxValue);
            spans.AddRange(Within(card, at, end));
            at = end;
        }
        while (at < interval.End);

        return
        [
            .. spans
                .GroupBy(s => (s.Card, s.OpenWindows))
                .Select(g => g.First() with { Length = g.Aggregate(Duration.Zero, (sum, s) => sum + s.Length) }),
        ];
    }

    /// <summary>Divides an interval within one card at the opening and closing of its daily windows.</summary>
    private static IEnumerable<RateSpan> Within(RateCard card, Instant start, Instant end)
    {
        DailyWindow[] windows = card.Shape.Windows;
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

    /// <summary>The instants at which a window may open or close in an interval, and some around it.</summary>
    private static IEnumerable<Instant> Edges(DailyWindow window, Instant start, Instant end)
    {
        // A window can open or close where clocks are put forward or back, and a repeated hour opens it twice.
        foreach (ZoneInterval between in window.Zone.GetZoneIntervals(start, end).Where(i => i.HasStart))
        {
            yield return between.Start;
        }

        LocalDate last = end.InZone(window.Zone).Date;
        for (LocalDate day = start.InZone(window.Zone).Date; day <= last; day = day.PlusDays(1))
        {
            IEnumerable<ZoneLocalMapping> clocks = new[] { window.Start, window.End }.Select(time => window.Zone.MapLocal(day + time));
            foreach (ZoneLocalMapping clock in clocks.Where(m => m.Count > 0))
            {
                yield return clock.First().ToInstant();
                yield return clock.Last().ToInstant();
            }
        }
    }
}
