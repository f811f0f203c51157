using System.Collections.Immutable;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public static class BulkPricerTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 1, 12, 0);

    /// <summary>The figures of the README's first call, priced by hand from Anthropic's price list of 2026: 4,000 x $3, 8,000 x $0.30 and 900 x $15 per million.</summary>
    [Fact]
    public static void Price_OneCall_IsInPicoDollars()
    {
        long[] costs = new long[1];
        long[] inputs = new long[1];
        long[] outputs = new long[1];

        BulkResult result = new BulkPricer([PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5")])
            .Price(CallColumns.FromTotals([0], [Noon.ToUnixTimeMilliseconds()], input: [12_000], output: [900], cacheRead: [8_000]), costs, inputs, outputs);

        Assert.Equal((27_900_000_000, 14_400_000_000, 13_500_000_000), (costs[0], inputs[0], outputs[0]));
        Assert.Equal((1, 0), (result.Rows, result.Failed));
        Assert.Equal(0, result.ExceptionCount);
    }

    // The reasons of failing rows are kept by length of context: a long prompt has a price of the input, and then the output has none.
    [Fact]
    public static void Price_FailingRowsOfTwoLengths_HaveEachItsOwnReason()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 3, TestOffers.MoreThan(1_000)));
        long noon = Noon.ToUnixTimeMilliseconds();

        CallColumns calls = CallColumns.FromTotals(
            [0, 0, 0, 0], [noon, noon, noon, noon], input: [500, 2_000, 600, 3_000], output: [10, 10, 10, 10]);

        BulkResult result = new BulkPricer([offer]).Price(calls, new long[4]);

        Assert.Equal(
            ["input tokens", "output tokens", "input tokens", "output tokens"],
            result.Exceptions(calls).Select(r => r.Error!.Message.Split(" for ")[1].Split(',')[0]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public static void Price_OnSeveralThreads_IsWhatOneThreadSays(int threads)
    {
        const int Count = 100_000;
        Offer[] offers = [TestOffers.Sold(TestOffers.Rate(Meter.Input, 3), TestOffers.Rate(Meter.Output, 15)), TestOffers.Sold(TestOffers.Rate(Meter.Input, 1m / 12))];
        BulkPricer pricer = new(offers);
        int[] places = [.. Enumerable.Range(0, Count).Select(i => (i % 1_000) switch { 0 => -1, 1 => 1, _ => 0 })];
        long[] at = [.. places.Select(_ => 0L)];
        long[] tokens = [.. places.Select((_, i) => (long)i)];
        (long[] expected, long[] actual) = (new long[Count], new long[Count]);
        BulkResult one = pricer.Price(All(), expected, expected.ToArray(), expected.ToArray());

        BulkResult result = pricer.Price(All(), actual, actual.ToArray(), actual.ToArray(), threads);

        Assert.Equal(expected, actual);
        Assert.Equal(
            one.Exceptions(All()).Select(r => (r.Row, r.Cost, r.Error?.Message)), result.Exceptions(All()).Select(r => (r.Row, r.Cost, r.Error?.Message)));
        Assert.Equal((200, 200), (result.ExceptionCount, result.Exceptions(All()).Length));

        CallColumns All() => CallColumns.FromParts(places, at, tokens, tokens, tokens, tokens, tokens, tokens, tokens);
    }

    [Fact]
    public static void Price_RowsWithoutACost_AreNamed_NeverZero()
    {
        Offer offer = TestOffers.Sold(TestOffers.Card([TestOffers.Rate(Meter.Input, 3)], Noon, null));
        long noon = Noon.ToUnixTimeMilliseconds();
        long[] costs = new long[6];

        CallColumns calls = CallColumns.FromTotals(
            [0, 7, 0, 0, 0, 0], [noon, noon, noon - 1, noon, noon, noon * 1_000], input: [5, 5, 5, 5, 5, 5], output: [0, 0, 0, 1, 0, 0], cacheRead: [0, 0, 0, 0, 6, 0]);

        BulkResult result = new BulkPricer([offer]).Price(calls, costs);
        ImmutableArray<BulkRow> exceptions = result.Exceptions(calls);

        Assert.Equal([15_000_000, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker], costs);
        Assert.Equal(
            [
                (1, PricingError.UnknownOffer), (2, PricingError.NoPriceAtInstant), (3, PricingError.MissingRate), (4, PricingError.ContradictoryUsage),
                (5, PricingError.NoPriceAtInstant),
            ],
            exceptions.Select(r => (r.Row, Assert.IsType<PricingException>(r.Error).Error)));
        Assert.Equal("The row refers to offer 7, but the pricer has 1, numbered from 0.", exceptions[0].Error!.Message);
        Assert.Contains("Pass milliseconds, not microseconds", exceptions[4].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(5, result.Failed);
    }

    /// <summary>Throwing takes a thousand times as long as pricing, so a reason is thrown once and not for each row.</summary>
    [Fact]
    public static void Price_ManyRowsThatFailForTheSameReason_ThrowOnce_AndEachHasItsError()
    {
        const int Count = 6_000;
        Offer priced = TestOffers.Sold(TestOffers.Card([TestOffers.Rate(Meter.Input, 3)], Noon, null));
        CostOptions[] options = [new(), new() { ServiceTier = ServiceTier.Batch }, new() { Region = "eu" }];
        BulkPricer pricer = new([.. options.Select(o => (priced, (CostOptions?)o)), (TestOffers.Sold((RateCard[])[]), null)]);
        int[] places = [.. Enumerable.Range(0, Count).Select(i => i % 5)];
        long noon = Noon.ToUnixTimeMilliseconds();
        long[] at = [.. Enumerable.Range(0, Count).Select(i => i % 10 == 5 ? noon - i : noon + i)];
        long[] output = [.. Enumerable.Range(0, Count).Select(i => i % 20 == 10 ? 1L : 0)];
        long[] read = [.. Enumerable.Range(0, Count).Select(i => i % 40 == 7 ? 8L : 0)];
        int thrown = 0;
        int thread = Environment.CurrentManagedThreadId;
        void Seen(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) =>
            thrown += Environment.CurrentManagedThreadId == thread ? 1 : 0;

        CallColumns calls = CallColumns.FromTotals(places, at, input: [.. at.Select(_ => 7L)], output: output, cacheRead: read);

        AppDomain.CurrentDomain.FirstChanceException += Seen;
        BulkResult result = pricer.Price(calls, new long[Count]);
        AppDomain.CurrentDomain.FirstChanceException -= Seen;

        Assert.InRange(thrown, 1, 6);
        Assert.Equal(Count - (Count / 10) + (Count / 20), result.Failed);
        Assert.All(result.Exceptions(calls).Take(200), row =>
        {
            PricingException error = Assert.IsType<PricingException>(row.Error);
            PricingException expected = places[row.Row] == 4
                ? new(PricingError.UnknownOffer, "The row refers to offer 4, but the pricer has 4, numbered from 0.")
                : Assert.Throws<PricingException>(() => pricer.Offers[places[row.Row]].CostOf(
                    TokenUsage.FromTotals(input: 7, output: output[row.Row], cacheRead: read[row.Row]), Instant.FromUnixTimeMilliseconds(at[row.Row]), options.ElementAtOrDefault(places[row.Row])));
            Assert.Equal((expected.Error, expected.Message), (error.Error, error.Message));
            Assert.Same(error, row.Error);
            Assert.Equal($"{row.Row}: {error.Message}", row.ToString());
        });
    }

    /// <summary>Of an offer with more periods than the tables hold, rows before its first price and of a tier that an old one lacks.</summary>
    [Fact]
    public static void Price_ManyRowsThatFailInAnOldPeriod_ThrowOnceForEachCard()
    {
        const int Count = 3_000;
        Instant[] changes = [.. Enumerable.Range(0, 8).Select(i => Noon + Duration.FromDays(i))];
        Offer offer = TestOffers.Sold([.. changes.Select((from, i) => TestOffers.Card(
            [TestOffers.Rate(Meter.Input, i + 1)], from, i + 1 < changes.Length ? changes[i + 1] : null))]);
        BulkPricer pricer = new([(offer, null), (offer, new CostOptions { ServiceTier = ServiceTier.Batch })]);
        long[] at = [.. Enumerable.Range(0, Count).Select(i => (Noon + Duration.FromHours((i % 60) - 10)).ToUnixTimeMilliseconds())];
        int[] places = [.. Enumerable.Range(0, Count).Select(i => i / 60 % 2)];
        long[] costs = new long[Count];
        int thrown = 0;
        int thread = Environment.CurrentManagedThreadId;
        void Seen(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) =>
            thrown += Environment.CurrentManagedThreadId == thread ? 1 : 0;

        AppDomain.CurrentDomain.FirstChanceException += Seen;
        BulkResult result = pricer.Price(CallColumns.FromTotals(places, at, input: [.. at.Select(_ => 1L)]), costs);
        AppDomain.CurrentDomain.FirstChanceException -= Seen;

        Assert.InRange(thrown, 1, 3);
        Assert.Equal(costs.Count(c => c == BulkPricer.ExceptionMarker), result.Failed);
        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal(
            places[i] == 1 || i % 60 < 10 ? BulkPricer.ExceptionMarker : (((i % 60) - 10) / 24 * 1_000_000) + 1_000_000, costs[i]));
    }

    /// <summary>
    /// Making a span takes as long as searching for the periods of four rows for each offer, so that single rows of other times, as a log
    /// has them, must not make one.
    /// </summary>
    [Fact]
    public static void SpanOf_FewRows_IsNotMade_AndIsNeverThatOfOtherTimes()
    {
        long noon = Noon.ToUnixTimeMilliseconds();
        Offer offer = TestOffers.Sold(
            TestOffers.Card([TestOffers.Rate(Meter.Input, 1)], null, Noon), TestOffers.Card([TestOffers.Rate(Meter.Input, 2)], Noon, null));
        BulkTables tables = new(Enumerable.Repeat(offer.Program(ServiceTier.Standard), 8));

        Assert.Null(tables.SpanOf(noon - 1, noon, 1_000));
        Assert.Null(tables.SpanOf(noon, noon + 5, 20));
        Assert.Null(tables.SpanOf(noon, noon + 5, 19));
        BulkSpan? span = tables.SpanOf(noon, noon + 5, 1);

        Assert.Equal((noon, true), (span!.First, span.Last > noon + 5));
        Assert.Same(span, tables.SpanOf(noon + 7, noon + 8, 1));
        Assert.Null(tables.SpanOf(noon - 2, noon - 1, 39));
        Assert.Equal(noon - 1, tables.SpanOf(noon - 2, noon - 1, 1)!.Last);
    }

    [Fact]
    public static void SpanOf_MomentsOnBothSidesOfAChange_IsNone_AndEndsJustBeforeIt()
    {
        long noon = Noon.ToUnixTimeMilliseconds();
        Offer offer = TestOffers.Sold(
            TestOffers.Card([TestOffers.Rate(Meter.Input, 1)], null, Noon), TestOffers.Card([TestOffers.Rate(Meter.Input, 2)], Noon, Noon + Duration.FromMilliseconds(10)));
        BulkTables tables = new([offer.Program(ServiceTier.Standard)]);

        (long, long, long)?[] spans =
        [
            .. new[] { (noon - 2, noon - 1), (noon - 1, noon), (noon, noon + 9), (noon, noon + 10), (noon + 9, noon), (noon, noon - 1), (noon + 10, noon + 11) }
                .Select(m => tables.SpanOf(m.Item1, m.Item2, 1_000) is { } span ? (span.First, span.Last, span.Periods.Length) : ((long, long, long)?)null),
        ];

        Assert.Equal(
            [
                (BulkSpan.FirstMillisecond, noon - 1, 3), null, (noon, noon + 9, 3), null, (noon, noon + 9, 3), null, (noon + 10, BulkSpan.LastMillisecond, 3),
            ],
            spans);
        Assert.Equal(1, tables.Failing);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(999_999, 1)]
    [InlineData(1_000_000, 1)]
    [InlineData(1_000_001, 2)]
    [InlineData(-1, 0)]
    [InlineData(-1_000_000, -1)]
    public static void Milliseconds_OfAnInstant_AreRoundedUp(long nanoseconds, long milliseconds) =>
        Assert.Equal(milliseconds, BulkTables.Milliseconds(Instant.FromUnixTimeTicks(0).PlusNanoseconds(nanoseconds)));

    /// <summary>As many periods as the tables hold, one more and one less, and what is before them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public static void Price_AnyNumberOfPeriods_EachHasItsRate(int periods)
    {
        Instant[] changes = [.. Enumerable.Range(0, periods).Select(i => Noon + Duration.FromDays(i))];
        Offer[] offers =
        [
            TestOffers.Sold([.. changes.Select((from, i) => TestOffers.Card([TestOffers.Rate(Meter.Input, i + 1)], i == 0 ? null : from, i + 1 < periods ? changes[i + 1] : null))]),
            TestOffers.Sold([.. changes.Select((from, i) => TestOffers.Card([TestOffers.Rate(Meter.Input, i + 1)], from, from + Duration.FromHours(12)))]),
        ];
        long[] at = [.. changes.SelectMany(c => new[] { -1L, 0, 1, (12 * 3_600_000) - 1, 12 * 3_600_000 }.Select(m => c.ToUnixTimeMilliseconds() + m))];
        long[] costs = new long[at.Length];

        new BulkPricer(offers).Price(CallColumns.FromTotals(new int[at.Length], at, input: [.. at.Select(_ => 1L)]), costs);
        Assert.Equal(changes.SelectMany((_, i) => new[] { Math.Max(i, 1), i + 1, i + 1, i + 1, i + 1 }), costs.Select(c => (int)(c / 1_000_000)));

        new BulkPricer(offers).Price(CallColumns.FromTotals([.. at.Select(_ => 1)], at, input: [.. at.Select(_ => 1L)]), costs);
        Assert.Equal(changes.SelectMany((_, i) => new[] { -1, i + 1, i + 1, i + 1, -1 }), costs.Select(c => c == BulkPricer.ExceptionMarker ? -1 : (int)(c / 1_000_000)));
    }

    /// <summary>A result keeps no columns: others than those that were priced are refused, as far as they can be told.</summary>
    [Fact]
    public static void Exceptions_OfOtherColumns_AreRefused()
    {
        BulkPricer pricer = new([TestOffers.Sold(TestOffers.Rate(Meter.Input, 3))]);
        BulkResult result = pricer.Price(CallColumns.FromTotals([0, 7], [0, 0], input: [5, 5]), new long[2]);

        Assert.Equal(
            "The columns have 1 rows, but 2 were priced. Pass those that were priced. (Parameter 'calls')",
            Assert.Throws<ArgumentException>(() => result.Exceptions(CallColumns.FromTotals([0], [0], input: [5]))).Message);
        Assert.Equal(
            "The row failed when it was priced and has a cost now. Pass the columns unchanged.",
            Assert.Throws<InvalidOperationException>(() => result.Exceptions(CallColumns.FromTotals([0, 0], [0, 0], input: [5, 5]))[0].Error).Message);
    }

    [Fact]
    public static void Price_PartsWithoutAPrice_LeftOutOnRequest_AreExceptionsWithTheirCost()
    {
        long[] costs = new long[1];
        CallColumns calls = CallColumns.FromTotals([0], [0], input: [5], output: [1]);

        BulkResult result = new BulkPricer([TestOffers.Sold(TestOffers.Rate(Meter.Input, 3))], new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced })
            .Price(calls, costs);

        BulkRow row = Assert.Single(result.Exceptions(calls));
        Assert.Equal((BulkPricer.ExceptionMarker, 0, false), (costs[0], result.Failed, row.Cost!.IsComplete));
        Assert.Equal(new Usd(0.000015m), row.Cost.Total);
    }

    [Fact]
    public static void Price_OneOfferInSeveralWays_EachByItsPlace()
    {
        Offer offer = TestOffers.Sold(new RateCard(
            [TestOffers.Rate(Meter.Input, 4), TestOffers.Rate(Meter.Input, 6, TestOffers.By(ServiceTier.Priority))], null, null,
            [TestOffers.Multiple(ServiceTier.Batch, 0.5m)], [TestOffers.Uplift("eu", 1.1m)]));
        BulkPricer pricer = new(
        [
            (offer, null),
            (offer, new CostOptions { ServiceTier = ServiceTier.Batch }),
            (offer, new CostOptions { ServiceTier = ServiceTier.Priority, Region = "EU" }),
            (offer, new CostOptions { ServiceTier = ServiceTier.Fast, AllowStandardTier = true, Adjustments = [Adjustment.NegotiatedDiscount(Percentage.FromPercent(25))] }),
            (offer, new CostOptions { Adjustments = [Adjustment.Markup(new Usd(1))] }),
            (offer, new CostOptions { ServiceTier = ServiceTier.Fast }),
        ]);
        long[] costs = new long[6];
        CallColumns calls = CallColumns.FromTotals([0, 1, 2, 3, 4, 5], [0, 0, 0, 0, 0, 0], input: [1, 1, 1, 1, 1, 1]);

        BulkResult result = pricer.Price(calls, costs);

        Assert.Equal([4_000_000, 2_000_000, 6_600_000, 3_000_000, 1_000_004_000_000, BulkPricer.ExceptionMarker], costs);
        Assert.Equal(PricingError.UnknownServiceTier, Assert.IsType<PricingException>(Assert.Single(result.Exceptions(calls)).Error).Error);
        Assert.Equal(6, pricer.Offers.Length);
    }

    /// <summary>Threshold - 1, threshold, threshold + 1, of as many bands as there are and more than the tables hold.</summary>
    [Fact]
    public static void Price_AtEveryThreshold_TheBandOfTheWholeRequest()
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Output, 1),
            TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, TestOffers.MoreThan(10)), TestOffers.Rate(Meter.Input, 3, TestOffers.AtLeast(20)),
            TestOffers.Rate(Meter.Input, 4, TestOffers.MoreThan(30)), TestOffers.Rate(Meter.Input, 5, TestOffers.AtLeast(long.MaxValue)));
        long[] input = [10, 11, 19, 20, 30, 31, long.MaxValue];
        long[] costs = new long[input.Length];
        CallColumns calls = CallColumns.FromTotals(new int[7], new long[7], input: input);

        BulkResult result = new BulkPricer([offer]).Price(calls, costs);

        Assert.Equal([10, 22, 38, 60, 90, 124], costs[..6].Select(c => c / 1_000_000));
        Assert.Equal(offer.CostOf(TokenUsage.FromTotals(input: long.MaxValue), Noon).Total, Assert.Single(result.Exceptions(calls)).Cost!.Total);
    }

    /// <summary>More periods than the tables hold, and a gap; both sides of each border.</summary>
    [Fact]
    public static void Price_AtEveryChange_TheRatesOfThatMoment()
    {
        Instant[] borders = [.. Enumerable.Range(0, 7).Select(i => Noon + Duration.FromDays(i))];
        Offer offer = TestOffers.Sold([.. borders.SkipLast(1).Select((from, i) => TestOffers.Card([TestOffers.Rate(Meter.Input, i + 1), TestOffers.Rate(Meter.Output, 1)], from, borders[i + 1])).Where((_, i) => i != 3)]);
        long[] at = [.. borders.SelectMany(b => new[] { b.ToUnixTimeMilliseconds() - 1, b.ToUnixTimeMilliseconds() })];
        long[] costs = new long[at.Length];

        new BulkPricer([offer]).Price(CallColumns.FromTotals(new int[at.Length], at, input: [.. at.Select(_ => 1L)]), costs);

        Assert.Equal([-1, 1, 1, 2, 2, 3, 3, -1, -1, 5, 5, 6, 6, -1], costs.Select(c => c == BulkPricer.ExceptionMarker ? -1 : c / 1_000_000));
    }

    /// <summary>Both sides of a threshold and of a change that is not at a whole millisecond, where the fastest way has all it needs.</summary>
    [Fact]
    public static void Price_TwoBandsAndTwoPeriods_BothSidesOfEach()
    {
        Instant change = Noon + Duration.FromNanoseconds(1);
        Offer offer = TestOffers.Sold(Card(1, null, change), Card(100, change, null));
        long noon = Noon.ToUnixTimeMilliseconds();
        long[] at = [noon - 1, noon, noon + 1, noon - 1, noon, noon + 1];
        long[] input = [10, 10, 10, 11, 11, 11];
        long[] ordered = new long[1];
        long[] shuffled = new long[at.Length];

        new BulkPricer([offer]).Price(CallColumns.FromTotals(new int[at.Length], at, input: input), shuffled);

        Assert.Equal([10, 10, 1_000, 22, 22, 2_200], shuffled.Select(c => c / 1_000_000));
        for (int row = 0; row < at.Length; row++)
        {
            new BulkPricer([offer]).Price(CallColumns.FromTotals([0], [at[row]], input: [input[row]]), ordered);
            Assert.Equal(shuffled[row], ordered[0]);
        }

        static RateCard Card(decimal usd, Instant? from, Instant? to) => TestOffers.Card(
            [TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Input, usd), TestOffers.Rate(Meter.Input, usd * 2, TestOffers.MoreThan(10))], from, to);
    }

    [Fact]
    public static void Price_ColumnsOfOtherLengths_AreRefusedByName()
    {
        BulkPricer pricer = new([TestOffers.Sold(TestOffers.Rate(Meter.Input, 1))]);

        ArgumentException at = Assert.Throws<ArgumentException>(() => CallColumns.FromTotals([0, 0], [0]));
        ArgumentException parts = Assert.Throws<ArgumentException>(() => CallColumns.FromParts([0], [0], uncachedInput: [1, 2]));
        ArgumentException costs = Assert.Throws<ArgumentException>(() => pricer.Price(CallColumns.FromTotals([0], [0]), []));
        ArgumentException sides = Assert.Throws<ArgumentException>(() => pricer.Price(CallColumns.FromTotals([0], [0]), new long[1], new long[2]));

        Assert.Equal(("unixMilliseconds", "uncachedInput", "picoUsd", "inputPicoUsd"), (at.ParamName, parts.ParamName, costs.ParamName, sides.ParamName));
        Assert.StartsWith("unixMilliseconds has 1 rows, but offers has 2. Columns must be equally long.", at.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => pricer.Price(CallColumns.FromTotals([0], [0]), new long[1], threads: 0));
    }

    [Fact]
    public static void Price_NoRows_IsNothing()
    {
        BulkResult result = new BulkPricer(Array.Empty<Offer>()).Price(default, []);

        Assert.Equal((0, 0, 0), (result.Rows, result.Failed, default(CallColumns).Rows));
    }
}
