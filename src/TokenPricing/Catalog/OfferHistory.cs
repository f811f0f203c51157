using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>Turns the price rows of one offer into its rate cards.</summary>
internal sealed class OfferHistory(
    IReadOnlyCollection<RateFacts> rates, IReadOnlyCollection<TierMultipleFacts> multiples, IReadOnlyCollection<RegionalUpliftFacts> uplifts, Func<string, PriceSource> source)
{
    /// <summary>
    /// The cards, oldest first. Time is cut wherever a row begins or ends; between two cuts everything that has a price has that of
    /// the row which covers it and was recorded last. Neighbours with the same rows are one card; a stretch without a rate is a gap.
    /// </summary>
    public ImmutableArray<RateCard> Build()
    {
        IEnumerable<IDatedFacts> all = [.. rates, .. multiples, .. uplifts];
        ImmutableArray<RateCard>.Builder cards = ImmutableArray.CreateBuilder<RateCard>();
        Held before = new([], [], []);
        Instant begin = Instant.MinValue;
        foreach (Instant cut in all.SelectMany(r => new[] { From(r), To(r) }).Where(t => t < Instant.MaxValue).Distinct().Order())
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

    private static Instant From(IDatedFacts row) => row.From ?? Instant.MinValue;

    private static Instant To(IDatedFacts row) => row.To ?? Instant.MaxValue;

    private static List<T> Covering<T, TKey>(IEnumerable<T> rows, Instant at, Func<T, TKey> key)
        where T : IDatedFacts =>
        [.. rows
            .Where(r => From(r) <= at && at < To(r))
            .GroupBy(key)
            .Select(same => same.MaxBy(r => r.Recorded)!)];

    private Held At(Instant at) => new(
        Covering(rates, at, r => (r.Meter, r.Condition)),
        Covering(multiples, at, m => m.Tier),
        Covering(uplifts, at, u => u.Region.ToUpperInvariant()));

    private sealed record Held(List<RateFacts> Rates, List<TierMultipleFacts> Multiples, List<RegionalUpliftFacts> Uplifts)
    {
        // A row that is overruled moves the others' places, so that order says nothing.
        public bool IsSameAs(Held other) =>
            Rates.Count == other.Rates.Count && Multiples.Count == other.Multiples.Count && Uplifts.Count == other.Uplifts.Count
            && Rates.ToHashSet().SetEquals(other.Rates) && Multiples.ToHashSet().SetEquals(other.Multiples) && Uplifts.ToHashSet().SetEquals(other.Uplifts);
    }
}
