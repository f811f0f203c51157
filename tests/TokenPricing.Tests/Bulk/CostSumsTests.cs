using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public static class CostSumsTests
{
    private static readonly LocalDate First = new(2026, 6, 1);

    [Fact]
    public static void KeysByDay_BeginWithTheDayInUtc()
    {
        long start = Instant.FromUtc(2026, 6, 1, 0, 0).ToUnixTimeMilliseconds();
        const long Day = 86_400_000;
        int[] keys = new int[6];

        CostSums.KeysByDay([start, start + Day - 1, start + Day, start - 1, start - Day, -1], First, keys);

        Assert.Equal([0, 0, 1, -1, -1, Period.DaysBetween(First, new LocalDate(1969, 12, 31))], keys);
        Assert.Throws<ArgumentException>("keys", () => CostSums.KeysByDay([0], First, []));
        Assert.Throws<OverflowException>(() => CostSums.KeysByDay([long.MaxValue], First, new int[1]));
    }

    [Fact]
    public static void Add_ManyBatches_CountsAndSumsByKey()
    {
        BulkPricer pricer = new([TestOffers.Sold(TestOffers.Rate(Meter.Input, 3)), TestOffers.Sold(TestOffers.Rate(Meter.Input, 1m / 3))]);
        CostSums sums = new(3);
        long[] costs = new long[4];
        int[] keys = [0, 1, 1, 2];
        for (int batch = 0; batch < 1_000; batch++)
        {
            BulkResult result = pricer.Price(CallColumns.FromTotals([0, 0, 1, 5], [0, 0, 0, 0], input: [1_000_000, 1, 3_000_000, 1]), costs);
            sums.Add(keys, costs, result);
        }

        Assert.Equal([new Usd(3_000), new Usd(0.003m + 999.9999999999999999999999999m), Usd.Zero], [sums[0], sums[1], sums[2]]);
        Assert.Equal(sums[0] + sums[1], sums.Total());
        Assert.Equal((1_000, 2_000, 1_000), (sums.Rows(0), sums.Rows(1), sums.Rows(2)));
        Assert.Equal((0, 0, 1_000, 0), (sums.Failed(0), sums.Failed(1), sums.Failed(2), sums.Incomplete(2)));
    }

    [Fact]
    public static void Add_AnUnknownKey_AddsNothing()
    {
        CostSums sums = new(1);
        BulkResult result = new BulkPricer([TestOffers.Sold(TestOffers.Rate(Meter.Input, 3))]).Price(CallColumns.FromTotals([0, 0], [0, 0], input: [1, 1]), new long[2]);

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => sums.Add([0, 1], [3, 3], result));

        Assert.StartsWith("A key must be from 0 to 0.", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, Usd.Zero), (sums.Rows(0), sums[0]));
        Assert.Throws<ArgumentException>("picoUsd", () => sums.Add([0], [], result));
        Assert.Throws<ArgumentException>("result", () => sums.Add([0], [3], result));
        Assert.Throws<ArgumentException>("other", () => sums.Add(new CostSums(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => sums[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sums.Rows(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CostSums(-1));
    }

    [Fact]
    public static void Indexer_MoreThanADecimalHolds_Throws_NeverWraps()
    {
        CostSums sums = new(1);
        BulkResult result = new BulkPricer([TestOffers.Sold(TestOffers.Rate(Meter.Input, Rate.PerUnit(1e9m)))]).Price(CallColumns.FromTotals([0], [0], input: [9_000_000_000_000_000_000]), new long[1]);
        for (int i = 0; i < 20; i++)
        {
            sums.Add([0], [BulkPricer.ExceptionMarker], result);
        }

        Assert.Throws<OverflowException>(() => sums[0]);
        Assert.Throws<OverflowException>(() => sums.Total());
    }

    [Fact]
    public static void Add_WhatDoesNotFit_HasTheWholeMessage()
    {
        CostSums sums = new(3);
        BulkResult result = new BulkPricer([TestOffers.Sold(TestOffers.Rate(Meter.Input, 3))]).Price(CallColumns.FromTotals([0, 0], [0, 0]), new long[2]);

        Assert.Equal("picoUsd has a length of 1; it must be 2. (Parameter 'picoUsd')", Assert.Throws<ArgumentException>(() => sums.Add([0, 1], [3], result)).Message);
        Assert.Equal("result has a length of 2; it must be 1. (Parameter 'result')", Assert.Throws<ArgumentException>(() => sums.Add([0], [3], result)).Message);
        Assert.Equal("other has a length of 4; it must be 3. (Parameter 'other')", Assert.Throws<ArgumentException>(() => sums.Add(new CostSums(4))).Message);
        Assert.Equal("keys has a length of 1; it must be 2. (Parameter 'keys')", Assert.Throws<ArgumentException>(() => CostSums.KeysByDay([0, 0], First, new int[1])).Message);
        foreach (int key in new[] { -1, 3 })
        {
            string message = $"A key must be from 0 to 2. (Parameter 'key'){Environment.NewLine}Actual value was {key}.";
            Action[] calls = [() => sums.Add([key, 0], [3, 3], result), () => _ = sums[key], () => sums.Rows(key), () => sums.Failed(key), () => sums.Incomplete(key)];
            Assert.All(calls, call => Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(call).Message));
        }

        Assert.Equal((3, Usd.Zero), (sums.Keys, sums.Total()));
        Assert.Equal(0, new CostSums(0).Keys);
    }

    /// <summary>Costs of every kind: whole, exact, incomplete and none; and sums that have some of them or none.</summary>
    [Fact]
    public static void Add_OtherSums_AddsEachOfTheirNumbers()
    {
        BulkPricer pricer = new(
            [TestOffers.Sold(TestOffers.Rate(Meter.Input, 3)), TestOffers.Sold(TestOffers.Rate(Meter.Input, 1m / 3)), TestOffers.Sold(MissingRatePolicy.LeaveUnpriced, TestOffers.Card(TestOffers.Rate(Meter.Input, 5)))]);
        long[] costs = new long[5];
        BulkResult result = pricer.Price(CallColumns.FromTotals([0, 1, 2, 0, 7], [0, 0, 0, 0, 0], input: [1, 3_000_000, 1, 1, 1], output: [0, 0, 1, 1, 1]), costs);
        (CostSums one, CostSums two) = (new(4), new(4));
        one.Add([0, 1, 2, 2, 2], costs, result);
        two.Add([0, 0, 2, 2, 3], costs, result);

        one.Add(two);

        Usd third = new(0.9999999999999999999999999999m);
        Assert.Equal([new Usd(0.000006m) + third, third, new Usd(0.00001m), Usd.Zero], Enumerable.Range(0, 4).Select(key => one[key]));
        Assert.Equal([(3, 0, 0), (1, 0, 0), (5, 2, 3), (1, 0, 1)], Enumerable.Range(0, 4).Select(key => (one.Rows(key), one.Incomplete(key), one.Failed(key))));
        Assert.Equal([(2, 0, 0), (0, 0, 0), (2, 1, 1), (1, 0, 1)], Enumerable.Range(0, 4).Select(key => (two.Rows(key), two.Incomplete(key), two.Failed(key))));
        Assert.Equal(one[0] + one[1] + one[2], one.Total());
    }
}
