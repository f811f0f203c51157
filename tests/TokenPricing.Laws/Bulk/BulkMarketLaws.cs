using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public static class BulkMarketLaws
{
    /// <summary>A million calls of everything that the market sells, in the order of time and in none, as each costs by itself.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void Price_HalfAMillionRandomRowsOfTheMarket_EachCostsWhatItCostsByItself(bool isOrdered)
    {
        const int Count = 500_000;
        Offer[] offers = [.. PriceCatalog.BuiltIn.Offers.Where(o => !o.History.IsEmpty && o.History.All(h => h.Billing(Meter.Input) is not null && h.Billing(Meter.Output) is not null))];
        Random random = new(20260921);
        (long first, long last) = (Instant.FromUtc(2025, 1, 1, 0, 0).ToUnixTimeMilliseconds(), Instant.FromUtc(2026, 11, 1, 0, 0).ToUnixTimeMilliseconds());
        (int[] places, long[] at) = (Column(() => random.Next(offers.Length)), Column(() => random.NextInt64(first, last)));
        (long[] reads, long[] uncached, long[] written) = (Tokens(), Tokens(), Tokens());
        long[] input = [.. uncached.Zip(reads, (u, r) => u + r)];
        long[] costs = new long[Count];
        if (isOrdered)
        {
            Array.Sort(at);
        }

        CallColumns calls = CallColumns.FromTotals(places, at, input: input, output: written, cacheRead: reads);
        BulkResult result = new BulkPricer(offers).Price(calls, costs, threads: 2);

        Dictionary<int, BulkRow> exceptions = result.Exceptions(calls).ToDictionary(r => r.Row);
        Assert.Equal(exceptions.Keys, exceptions.Keys.Order());
        for (int row = 0; row < Count; row++)
        {
            bool hasPrice = offers[places[row]].TryGetRateCard(Instant.FromUnixTimeMilliseconds(at[row]), out _);
            decimal? expected = hasPrice
                ? offers[places[row]].CostOf(TokenUsage.FromTotals(input: input[row], output: written[row], cacheRead: reads[row]), Instant.FromUnixTimeMilliseconds(at[row])).Total.Amount
                : null;
            decimal? actual = costs[row] == BulkPricer.ExceptionMarker ? exceptions[row].Cost?.Total.Amount : costs[row] / 1_000_000_000_000m;
            if (actual != expected || (costs[row] == BulkPricer.ExceptionMarker) != exceptions.ContainsKey(row))
            {
                Assert.Fail($"Row {row}, {offers[places[row]]}: {actual} and not {expected}.");
            }
        }

        T[] Column<T>(Func<T> next) => [.. Enumerable.Range(0, Count).Select(_ => next())];

        long[] Tokens() => Column(() => random.Next(10) switch { 0 => 0, 1 => random.NextInt64(100_000, 500_000), 2 => random.NextInt64(1L << 33), _ => random.NextInt64(30_000) });
    }
}
