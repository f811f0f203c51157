using System.Numerics;

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
            spans.AddRange(card.Shape.Stretches(at, end).Select(s => new RateSpan(card, Bits(card, s.Open), s.From, s.To - s.From)));
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

    private static BigInteger Bits(RateCard card, DailyWindow[] open) =>
        open.Aggregate(BigInteger.Zero, (bits, window) => bits | (BigInteger.One << Array.IndexOf(card.Shape.Windows, window)));
}
