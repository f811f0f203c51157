using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Offers;

/// <summary>Turns the price rows of one offer into its rate cards.</summary>
internal sealed class RateCardHistory(
    IReadOnlyList<RateRow> rates, IReadOnlyList<TierMultipleRow> multiples, IReadOnlyList<RegionalUpliftRow> uplifts, Func<string, PriceSource> source)
{
    /// <summary>
    /// The cards, oldest first. Time is cut wherever a row begins or ends; between two cuts everything that has a price has that of
    /// the row which covers it and was recorded last. Neighbours with the same rows are one card; a stretch without a rate is a gap.
    /// </summary>
    public ImmutableArray<RateCard> Build()
    {
        ImmutableArray<RateCard>.Builder cards = ImmutableArray.CreateBuilder<RateCard>();
        Held before = new([], [], []);
        Instant begin = Instant.MinValue;
        for (Instant cut = Instant.MinValue; cut < Instant.MaxValue; cut = NextCut(cut))
        {
            Held now = At(cut);
            if (now.IsSameAs(before))
            {
                continue;
            }

            AddCard(before, begin, cut);
            (before, begin) = (now, cut);
        }

        AddCard(before, begin, Instant.MaxValue);
        return cards.ToImmutable();

        void AddCard(Held held, Instant from, Instant to)
        {
            if (held.Rates.Count > 0)
            {
                cards.Add(new RateCard(
                    [.. held.Rates.Select(r => new PricedMeter(r.Meter, r.Rate, source(r.Source), r.Recorded) { Condition = r.Condition, ConfirmedBy = [.. r.ConfirmedBy.Select(source)] })],
                    from == Instant.MinValue ? null : from,
                    to == Instant.MaxValue ? null : to,
                    [.. held.Multiples.Select(m => new TierMultiple(m.Tier, m.Multiple, source(m.Source), m.Recorded))],
                    [.. held.Uplifts.Select(u => new RegionalUplift(u.Region, u.Multiple, source(u.Source), u.Recorded))]));
            }
        }
    }

    private static Instant From(IDatedRow row) => row.From ?? Instant.MinValue;

    private static Instant To(IDatedRow row) => row.To ?? Instant.MaxValue;

    // The first instant after another one at which a row begins or ends. Few rows do, so that they are looked through instead of
    // sorted.
    private Instant NextCut(Instant after) => NextCut(uplifts, after, NextCut(multiples, after, NextCut(rates, after, Instant.MaxValue)));

    private static Instant NextCut<T>(IEnumerable<T> rows, Instant after, Instant next)
        where T : IDatedRow
    {
        foreach (T row in rows)
        {
            next = From(row) > after && From(row) < next ? From(row) : next;
            next = To(row) > after && To(row) < next ? To(row) : next;
        }

        return next;
    }

    // Of the rows of one thing that cover an instant, the one recorded last.
    private static List<T> Covering<T>(IEnumerable<T> rows, Instant at, Func<T, T, bool> areOfOneThing)
        where T : class, IDatedRow
    {
        List<T> held = [];
        foreach (T row in rows)
        {
            if (From(row) > at || at >= To(row))
            {
                continue;
            }

            int same = held.FindIndex(other => areOfOneThing(other, row));
            if (same < 0)
            {
                held.Add(row);
            }
            else if (row.Recorded > held[same].Recorded)
            {
                held[same] = row;
            }
        }

        return held;
    }

    private Held At(Instant at) => new(
        Covering(rates, at, (r, other) => r.Meter == other.Meter && r.Condition == other.Condition),
        Covering(multiples, at, (m, other) => m.Tier == other.Tier),
        Covering(uplifts, at, (u, other) => string.Equals(u.Region, other.Region, StringComparison.OrdinalIgnoreCase)));

    private sealed class Held(List<RateRow> rates, List<TierMultipleRow> multiples, List<RegionalUpliftRow> uplifts)
    {
        public List<RateRow> Rates => rates;

        public List<TierMultipleRow> Multiples => multiples;

        public List<RegionalUpliftRow> Uplifts => uplifts;

        public bool IsSameAs(Held other) => AreSame(rates, other.Rates) && AreSame(multiples, other.Multiples) && AreSame(uplifts, other.Uplifts);

        // A row that is overruled moves the others' places, so that order says nothing.
        private static bool AreSame<T>(List<T> rows, List<T> others)
            where T : class => rows.Count == others.Count && rows.TrueForAll(row => others.Exists(other => ReferenceEquals(row, other)));
    }
}
