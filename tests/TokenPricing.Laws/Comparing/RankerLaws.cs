using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>However it is made, a ranking is the naive one: in whole pico-dollars, and in what no number of them says.</summary>
[Properties(Arbitrary = [typeof(RankerLaws), typeof(MarketGenerators)])]
public static class RankerLaws
{
    private static readonly string[] Providers = ["p0", "p1", "p2", "unnamed"];

    private static readonly Meter[] Meters =
    [
        Meter.Input, Meter.Input, Meter.Input, Meter.Output, Meter.Output, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite1h, Meter.Reasoning,
        Meter.InputAudio, Meter.Parse("cache-read-audio"),
    ];

    // Powers of two and of five that a decimal's 28 places divide, or just do not; a total that leaves room for prices of a few dollars; the largest.
    private static readonly Blend[] HardBlends =
    [
        Blend.InputOutput(1, 1_023), Blend.InputOutput(1, 2_047), Blend.InputOutput(3, (1L << 40) - 3), Blend.InputOutput(1, 48_828_124), Blend.InputOutput(1, 9_765_624),
        Blend.InputOutput(1, 999_999_999_999), Blend.InputOutput(1, 9_223_372_036_853), Blend.InputOutput(2, 1),
    ];

    // Equal prices, equal ones written otherwise, neighbours below a pico-dollar, and what is not per a divisor of a million.
    private static readonly Rate[] HardRates =
    [
        Rate.PerMillion(0.08333333333333333m), Rate.PerMillion(0.08333333333333334m), Rate.PerMillion(0.0833333m), Rate.PerMillion(0.0000001m), new(0.3m, 3_600_000),
        new(1, 3), new(2, 6), new(0, 3_600), new(0.36m, 3_600), new(100, 1_000_000_000), Rate.PerThousand(0.0001m), Rate.PerUnit(0.0000001m), Rate.PerMillion(0.1000000m),
        Rate.PerMillion(1_000_000), Rate.PerMillion(9_223_372_036_854.775807m), Rate.PerMillion(500_000_000_000), Rate.PerUnit(1e13m), new(0, long.MaxValue), new(7, long.MaxValue),
    ];

    public static Arbitrary<RankedMarket> Markets() => (
        from market in MarketGenerators.Markets().Generator
        from reads in Gen.Elements<string[]>([], [], ["text"], ["image"], ["Text", "audio"]).ArrayOf(market.Facts.Models.Length)
        from isHard in Gen.Frequency((2, Gen.Constant(false)), (1, Gen.Constant(true)))
        from rates in Priced(market, isHard)
        select new RankedMarket(new PriceCatalog(market.Facts with
        {
            Models = [.. market.Facts.Models.Zip(reads, (m, r) => m with { InputModalities = [.. r] })],
            Rates = [.. market.Facts.Rates, .. rates],
        }))).ToArbitrary();

    public static Arbitrary<Blend> Blends() => Gen.Frequency(
        (3, Gen.Elements(Blend.ThreeToOne, default, Blend.InputOutput(1, 0), Blend.InputOutput(0, 1), Blend.CacheInputOutput(7, 2, 1))),
        (2, Gen.Elements(HardBlends)),
        (2, Values.Blends().Generator),
        (2, from meters in Gen.NonEmptyListOf(Gen.Elements(Meters))
            from weights in Gen.Choose(1, 40).ArrayOf(meters.Count)
            select Blend.Of([.. meters.Zip(weights, (meter, weight) => (Meter: meter, Weight: (decimal)weight)).DistinctBy(w => w.Meter)]))).ToArbitrary();

    public static Arbitrary<PicoPrice> PicoPrices() => (
        from digits in Gen.Choose(1, 9_999)
        from zeros in Gen.Choose(0, 15)
        select new PicoPrice(digits * (decimal)System.Numerics.BigInteger.Pow(10, zeros) / 1_000_000)).ToArbitrary();

    public static Arbitrary<HardWeights> Weights() => (
        from first in Gen.Elements(1L, 2, 3, 7)
        from total in Gen.OneOf(Gen.Choose(4, 42).Select(power => 1L << power), Gen.Choose(2, 18).Select(power => (long)System.Numerics.BigInteger.Pow(5, power)))
        from factor in Gen.Elements(1L, 1, 1, 3)
        select new HardWeights(first, Math.Min(total * factor, 9_223_372_036_854L) - first)).ToArbitrary();

    public static Arbitrary<Instant> Instants() => Moment.ToArbitrary();

    [Property]
    public static bool RankBy_AnyMarket_IsTheNaiveRanking(RankedMarket market, Blend blend, Instant at, RankRequirements needs) => Law.SameWhereItFits(
        () => NaiveRanking.Text(market.Prices.RankBy(blend, at, needs)),
        () => NaiveRanking.Text(market.Prices, blend, at, needs));

    // With one offer nothing else can overflow.
    [Property]
    public static bool RankBy_OneOffer_OverflowsWhereTheNaiveRankingDoes(PicoPrice input, PicoPrice output, HardWeights weights)
    {
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Offer("m", "p", input.UsdPerMillion, output.UsdPerMillion)));
        return Law.SameWhereItFits(
            () => NaiveRanking.Text(prices.RankBy(weights.Blend, Instant.MinValue)), () => NaiveRanking.Text(prices, weights.Blend, Instant.MinValue, new RankRequirements()));
    }

    [Theory]
    [InlineData("70/30")]
    [InlineData("7:2:1")]
    [InlineData("input=10,output=7,cache-read=80,cache-write-1h=3")]
    [InlineData("input=1")]
    [InlineData("input-audio=8,reasoning=3")]
    public static void RankBy_BuiltInPrices_IsTheNaiveRanking(string blend)
    {
        RankRequirements[] needs =
        [
            new(), new() { IncludeFree = true, Open = true }, new() { Capabilities = ["vision"], MinContextWindow = 100_000 }, new() { Providers = ["openai", "amazon-bedrock"] },
        ];
        Instant[] instants = [Instant.FromUtc(2024, 6, 1, 0, 0), Instant.FromUtc(2025, 8, 1, 5, 0), Instant.FromUtc(2026, 9, 23, 12, 0), Instant.FromUtc(2027, 1, 1, 0, 0)];
        Blend mix = Blend.Parse(blend);
        foreach ((Instant at, RankRequirements need) in instants.Zip(needs).Append((instants[2], needs[0])))
        {
            Assert.Equal(NaiveRanking.Text(PriceCatalog.BuiltIn, mix, at, need), NaiveRanking.Text(PriceCatalog.BuiltIn.RankBy(mix, at, need)));
        }
    }

    [Fact]
    public static void Cheapest_AskedTwice_IsTheSame()
    {
        RankedModel model = new RankedMarket(new PriceCatalog(TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2)))).Prices.RankBy(Blend.ThreeToOne, Instant.FromUtc(2026, 4, 24, 0, 0)).Models[0];

        Assert.Same(model.Priced, model.Priced);
        Assert.Equal(model.Priced.Rate, model.Priced.Card.BlendedBy(Blend.ThreeToOne));
    }

    private static Gen<Instant> Moment =>
        from days in Gen.Choose(-3, 3)
        from rest in Gen.Frequency((4, Gen.Constant(0L)), (1, Gen.Elements(-1L, 1L, 3_600_000_000_000L)))
        select TestCatalog.Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromDays(days) + Duration.FromNanoseconds(rest);

    // What was recorded later overrules, so that periods may overlap.
    private static Gen<ImmutableArray<RateRow>> Priced(Market market, bool isHard) =>
        from count in Gen.Choose(0, 60)
        from rates in (
            from model in Gen.Elements<ModelRow>(market.Facts.Models)
            from provider in Gen.Elements(Providers)
            from meter in Gen.Elements(Meters)
            from rate in Price(isHard)
            from condition in Gen.Frequency((5, Gen.Constant(RateCondition.None)), (1, CostingGenerators.Condition))
            from start in Gen.Frequency((2, Gen.Constant<Instant?>(null)), (1, Moment.Select(i => (Instant?)i)))
            from end in Gen.Frequency((2, Gen.Constant<Instant?>(null)), (1, Moment.Select(i => (Instant?)i)))
            select new RateRow(model.Id, provider, meter, rate, TestCatalog.Source, TestCatalog.Day, start, end > start || start is null ? end : null) { Condition = condition })
            .ArrayOf(count)
        select rates.Select((r, i) => r with { Recorded = TestCatalog.Day.PlusDays(i + 1) }).ToImmutableArray();

    private static Gen<Rate> Price(bool isHard) => Gen.Frequency(
        (8, Gen.Elements(0, 0.1m, 0.1m, 1, 1, 2, 30, 0.4m).Select(Rate.PerMillion)),
        (isHard ? 4 : 1, Gen.Elements(isHard ? HardRates : HardRates[..6])),
        (isHard ? 2 : 0, from usd in Values.Decimals().Generator from per in Values.Per select new Rate(usd < 0 ? 0 : usd, per)),
        (2, CostingGenerators.Price));
}

/// <summary>A market whose prices are dated, conditional and hard to write in whole numbers.</summary>
public sealed record RankedMarket(PriceCatalog Prices)
{
    /// <summary>The prices, to read in a counterexample.</summary>
    public override string ToString() => string.Join('\n', Prices.Rows.Rates);
}

/// <summary>A price of whole pico-dollars a token, from one to ten million dollars.</summary>
public sealed record PicoPrice(decimal UsdPerMillion);

/// <summary>Weights whose total is a power of two or of five, once or three times.</summary>
public sealed record HardWeights(long Input, long Output)
{
    public Blend Blend => Blend.InputOutput(Input, Output);
}
