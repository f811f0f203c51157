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

    private static readonly ServiceTier[] Tiers = [ServiceTier.Batch, ServiceTier.Flex];
    private static readonly string[] Regions = ["eu", "us"];

    /// <summary>Multiples and uplifts, each for part of the time, beside one rate that always holds.</summary>
    public static Arbitrary<DatedMultiples> Multiples() => (
        from tiers in Gen.Elements(Tiers).ArrayOf(4)
        from regions in Gen.Elements(Regions).ArrayOf(4)
        from values in Gen.Choose(1, 9).ArrayOf(8)
        from begins in Gen.Choose(-1, 9).ArrayOf(8)
        from lengths in Gen.Choose(1, 10).ArrayOf(8)
        from order in Gen.Shuffle(Enumerable.Range(0, 8))
        select new DatedMultiples(
            [.. tiers.Select((t, i) => new TierMultipleRow("m", "p", t, values[i], "s", TestCatalog.Day.PlusDays(order[i]), Begin(begins[i]), End(begins[i] + lengths[i])))],
            [
                .. regions.Select((r, i) => new RegionalUpliftRow(
                    "m", "p", r, values[4 + i], "s", TestCatalog.Day.PlusDays(order[4 + i]), Begin(begins[4 + i]), End(begins[4 + i] + lengths[4 + i]))),
            ])).ToArbitrary();

    public static Arbitrary<ImmutableArray<RateRow>> Rows() => (
        from count in Gen.Choose(0, 8)
        from rows in (
            from meter in Gen.Elements(Meters)
            from price in Gen.Choose(0, 3)
            from begin in Gen.Choose(-1, 9)
            from length in Gen.Choose(1, 10)
            select TestCatalog.Rate("m", "p", meter, price) with
            {
                From = Begin(begin),
                To = End(begin + length),
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

    [Property]
    public static bool Build_AnyMultiples_TheCardHasThoseLearnedLast(DatedMultiples multiples)
    {
        Offer offer = TestOffers.Sold([.. new RateCardHistory([TestCatalog.Rate("m", "p", Meter.Input, 1)], multiples.Tiers, multiples.Regions, null, id => new PriceSource(id, id)).Build()]);
        return Instants().All(at => offer.TryGetRateCard(at, out RateCard? card)
            && Tiers.All(tier => card.TierMultiples.FirstOrDefault(m => m.Tier == tier)?.Multiple == LearnedLast(multiples.Tiers.Where(m => m.Tier == tier), at)?.Multiple)
            && Regions.All(region => card.RegionalUplifts.FirstOrDefault(u => u.Region == region)?.Multiple == LearnedLast(multiples.Regions.Where(u => u.Region == region), at)?.Multiple));
    }

    private static T? LearnedLast<T>(IEnumerable<T> rows, Instant at)
        where T : class, IDatedRow => rows.Where(r => Covers(r, at)).MaxBy(r => r.Recorded);

    private static ImmutableArray<RateCard> History(ImmutableArray<RateRow> rows) => new RateCardHistory(rows, [], [], null, id => new PriceSource(id, id)).Build();

    private static bool Covers(IDatedRow row, Instant at) => (row.From is null || row.From <= at) && (row.To is null || at < row.To);

    private static IEnumerable<Instant> Instants() =>
        Enumerable.Range(0, 11).SelectMany(day => new[] { Day(day) - Duration.Epsilon, Day(day) }).Append(Instant.MinValue).Append(Instant.MaxValue - Duration.Epsilon);

    private static Instant? Begin(int day) => day < 0 ? null : Day(day);

    private static Instant? End(int day) => day >= 10 ? null : Day(day);

    private static Instant Day(int day) => Start + Duration.FromDays(day);
}

/// <summary>Rows of service tiers and regions of one offer.</summary>
public sealed record DatedMultiples(ImmutableArray<TierMultipleRow> Tiers, ImmutableArray<RegionalUpliftRow> Regions)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Tiers.Select(t => t.ToString()).Concat(Regions.Select(r => r.ToString())));
}
