using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Whatever rows there are: every instant has the card of the rows that cover it, and no other.</summary>
[Properties(Arbitrary = [typeof(RateCardHistoryLaws)])]
public static class RateCardHistoryLaws
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Meter[] Meters = [Meter.Input, Meter.Output];

    public static Arbitrary<ImmutableArray<RateRow>> Rows() => (
        from count in Gen.Choose(0, 8)
        from rows in (
            from meter in Gen.Elements(Meters)
            from price in Gen.Choose(0, 3)
            from begin in Gen.Choose(-1, 9)
            from length in Gen.Choose(1, 10)
            select TestCatalog.Rate("m", "p", meter, price) with
            {
                From = begin < 0 ? null : Day(begin),
                To = begin + length >= 10 ? null : Day(begin + length),
            }).ArrayOf(count)
        from order in Gen.Shuffle(Enumerable.Range(0, count))
        select rows.Zip(order, (row, day) => row with { Recorded = TestCatalog.Day.PlusDays(day) }).ToImmutableArray()).ToArbitrary();

    [Property]
    public static bool Build_AnyRows_EveryInstantHasOneCardOrNone(ImmutableArray<RateRow> rows) => Instants().All(at =>
        History(rows).Count(card => (card.From is null || card.From <= at) && (card.To is null || at < card.To)) == (rows.Any(r => Covers(r, at)) ? 1 : 0));

    [Property]
    public static bool Build_AnyRows_TheCardHasTheRowsLearnedLast(ImmutableArray<RateRow> rows)
    {
        Offer offer = TestOffers.Sold([.. History(rows)]);
        return Instants().All(at => Meters.All(meter =>
            (offer.TryGetRateCard(at, out RateCard? card) ? card.RateOf(meter) : null)
                == rows.Where(r => r.Meter == meter && Covers(r, at)).OrderBy(r => r.Recorded).LastOrDefault()?.Rate));
    }

    [Property]
    public static bool Build_AnyRows_CardsAreInOrderAndNeighboursDiffer(ImmutableArray<RateRow> rows)
    {
        ImmutableArray<RateCard> cards = History(rows);
        return cards.Zip(cards.Skip(1)).All(pair =>
            pair.First.To is { } end && pair.Second.From is { } begin && end <= begin
            && (end < begin || !pair.First.Rates.SequenceEqual(pair.Second.Rates)));
    }

    private static ImmutableArray<RateCard> History(ImmutableArray<RateRow> rows) => new RateCardHistory(rows, [], [], null, id => new PriceSource(id, id)).Build();

    private static bool Covers(RateRow row, Instant at) => (row.From is null || row.From <= at) && (row.To is null || at < row.To);

    private static IEnumerable<Instant> Instants() =>
        Enumerable.Range(0, 11).SelectMany(day => new[] { Day(day) - Duration.Epsilon, Day(day) }).Append(Instant.MinValue).Append(Instant.MaxValue - Duration.Epsilon);

    private static Instant Day(int day) => Start + Duration.FromDays(day);
}
