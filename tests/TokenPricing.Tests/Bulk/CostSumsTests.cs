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
}
