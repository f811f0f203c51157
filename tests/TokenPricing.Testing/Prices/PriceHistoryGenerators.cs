using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Offers with some periods and gaps, of cards that the fast ways know and of others; rates of fractions of a pico-dollar among them.</summary>
public static class PriceHistoryGenerators
{
    private static readonly Instant[] Cuts =
    [
        Instant.FromUtc(2026, 3, 8, 0, 0), Instant.FromUtc(2026, 3, 29, 1, 0), Instant.FromUtc(2026, 3, 29, 1, 10) + Duration.FromNanoseconds(1),
        Instant.FromUtc(2026, 4, 4, 0, 0), Instant.FromUtc(2026, 5, 1, 12, 0), Instant.FromUtc(2026, 5, 2, 0, 0),
    ];

    public static Arbitrary<AnyHistory> Histories() => Arb.From(
        from cuts in Gen.SubListOf(Cuts.AsEnumerable())
        from isOpenFirst in Gen.Elements(true, false)
        from isOpenLast in Gen.Elements(true, false)
        from cards in Card.ArrayOf(cuts.Count + 1)
        from gap in Gen.Choose(0, 12)
        select new AnyHistory(
        [
            .. cards
                .Select((card, i) => new RateCard(card.Rates, i == 0 ? null : cuts[i - 1], i == cuts.Count ? null : cuts[i], card.TierMultiples, card.RegionalUplifts))
                .Where((card, i) => i != gap && (card.From is not null || isOpenFirst) && (card.To is not null || isOpenLast)),
        ]),
        history => history.Cards.Select(card => new AnyHistory(history.Cards.Remove(card)))
            .Concat(history.Cards.SelectMany(card => card.Rates.Select(r => new AnyHistory(history.Cards.Replace(card, new RateCard(card.Rates.Remove(r), card.From, card.To, card.TierMultiples, card.RegionalUplifts)))))));

    // Half of them are cards as the market has them, which the fastest way knows: whole and small rates, and a threshold at most.
    private static Gen<RateCard> Card => Gen.Frequency((1, Usual), (1, Unusual));

    private static Gen<RateCard> Usual =>
        from rates in WholePrice.ArrayOf(TokenUsage.OrdinaryMeters)
        from own in Gen.Choose(0b11, (1 << TokenUsage.OrdinaryMeters) - 1)
        from thresholds in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Constant(1)), (1, Gen.Choose(2, 5)))
        from contexts in CostingGenerators.Context.ArrayOf(thresholds)
        from dearer in Gen.Choose(0, TokenUsage.OrdinaryMeters - 1).ArrayOf(thresholds)
        from fee in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 9)))
        select new RateCard(
            [
                .. rates.Select((rate, i) => TestOffers.Rate(Meter.All[i], rate)).Where((_, i) => ((own | 0b11) >> i & 1) == 1),
                .. contexts.Select((c, i) => TestOffers.Rate(
                    Meter.All[dearer[i]], rates[dearer[i]].ScaledBy(i + 2), new RateCondition { Context = new ContextTier(c.Threshold, c.IncludesThreshold) })),
                .. fee == 0 ? Array.Empty<PricedMeter>() : [TestOffers.Rate(Meter.Requests, new Rate(fee, 1_000))],
            ],
            null, null, [TestOffers.Multiple(ServiceTier.Batch, 0.5m)]);

    private static Gen<Rate> WholePrice => Gen.Choose(0, 4_000).Select(n => Rate.PerMillion(n / 100m));

    private static Gen<RateCard> Unusual =>
        from any in CostingGenerators.Cards().Generator
        from input in Price
        from output in Price
        from kind in Gen.Choose(0, 9)
        select kind switch
        {
            0 => any.Card,
            1 => new RateCard(any.Card.Rates, null, null, any.Card.TierMultiples, any.Card.RegionalUplifts),
            < 6 => Of(any.Card, input, output, r => r.Condition.Context?.MeasuresOwnQuantity != true),
            _ => Of(any.Card, input, output, r => r.Condition is { WhenReasoned: false, Window: null } && r.Condition.Context?.MeasuresOwnQuantity != true),
        };

    // A whole number of pico-dollars a token, a twelfth of a dollar per million, something large, and what is just too large.
    private static Gen<Rate> Price => Gen.Frequency(
        (12, CostingGenerators.Price),
        (1, Gen.Constant(Rate.PerMillion(0.0833333333333333m))),
        (1, Gen.Constant(new Rate(1, 3_600))),
        (1, Gen.Elements((1L << 30) - 1, 1L << 30, (1L << 59) - 1, 1L << 59).Select(pico => Rate.PerMillion(pico / 1_000_000m))));

    private static RateCard Of(RateCard card, Rate input, Rate output, Func<PricedMeter, bool> isKept) => new(
        [TestOffers.Rate(Meter.Input, input), TestOffers.Rate(Meter.Output, output), .. card.Rates.Where(isKept)], null, null, card.TierMultiples, card.RegionalUplifts);
}

/// <summary>Rate cards of one offer, oldest first, none at the same time as another.</summary>
public sealed record AnyHistory(ImmutableArray<RateCard> Cards)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("\n", Cards.Select(c => $"[{c.From}, {c.To}) {new AnyCard(c)}"));
}
