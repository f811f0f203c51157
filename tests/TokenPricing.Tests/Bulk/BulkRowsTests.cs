using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Rows of a log, most of one moment and of ordinary counts, with others among them: of another time, of offers that the tables do not
/// hold, with counts that are large, wrong or missing. Each costs what it costs by itself.
/// </summary>
public static class BulkRowsTests
{
    private const int Tables = 400;
    private const int MostRows = 44;

    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 1, 12, 0);
    private static readonly Meter[] Ordinary = [.. Meter.All.Take(7)];

    // Half a pico-dollar for a token, and a twelfth of one.
    private static readonly Rate Half = Rate.PerUnit(0.0000000000005m);
    private static readonly Rate Twelfth = Rate.PerUnit(1m / 12_000_000_000_000m);

    private static readonly CostOptions Batch = new() { ServiceTier = ServiceTier.Batch };
    private static readonly CostOptions Unpriced = new() { MissingRate = MissingRatePolicy.LeaveUnpriced };

    // Each is priced next to one of another kind, so that what is noted of one shows in the other.
    private static readonly (Offer Offer, CostOptions? Options)[] Sold =
    [
        (TestOffers.Sold(Changing(0), Changing(1), Changing(2)), null),
        (TestOffers.Sold(TestOffers.Rate(Meter.Input, 1)), Batch),
        (TestOffers.Sold([.. Prices(1), TestOffers.Rate(Meter.CacheWrite, Half), TestOffers.Rate(Meter.Reasoning, Half)]), null),
        (TestOffers.Sold([.. Prices(1)[1..], TestOffers.Rate(Meter.Requests, Half)]), null),
        (TestOffers.Sold([.. Prices(1), TestOffers.Rate(Meter.Input, Twelfth), TestOffers.Rate(Meter.Output, Half)]), null),
        (TestOffers.Sold(TestOffers.Rate(Meter.CacheRead, Half), TestOffers.Rate(Meter.CacheWrite, Half), TestOffers.Rate(Meter.Reasoning, Half)), null),
        (TestOffers.Sold(TestOffers.Rate(Meter.CacheWrite5m, 2), TestOffers.Rate(Meter.CacheWrite1h, 3)), null),
        (TestOffers.Sold(TestOffers.Rate(Meter.CacheRead, 2)), Unpriced),
        (TestOffers.Sold([.. Enumerable.Range(0, 8).Select(Old)]), Batch),
        (TestOffers.Sold([.. Enumerable.Range(0, 8).Select(Old)]), null),
        (TestOffers.Sold((RateCard[])[]), null),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public static void Price_RowsOfEveryKindAmongOrdinaryOnes_CostWhatTheyCostByThemselves(int seed)
    {
        Random random = new(seed);
        BulkPricer pricer = new(Sold);
        for (int table = 0; table < Tables; table++)
        {
            int columns = random.Next(4) switch { 0 => random.Next(128), 1 => 127, _ => 0b111 };
            int oddities = random.Next(3) * random.Next(9);
            CallRow[] rows = [.. Enumerable.Range(0, random.Next(1, MostRows)).Select(_ => random.Next(24) < oddities ? Odd(random) : Usual(random))];
            CallTable calls = new(rows, random.Next(2) == 0, columns);
            (long[] totals, long[] inputs, long[] outputs) = (new long[rows.Length], new long[rows.Length], new long[rows.Length]);
            (long[] alone, long[] inputsAlone) = (new long[rows.Length], new long[rows.Length]);

            BulkResult result = pricer.Price(calls.Columns(), totals, inputs, outputs);
            BulkResult second = new BulkPricer(Sold).Price(calls.Columns(), alone, inputsAlone);

            Dictionary<int, BulkRow> exceptions = result.Exceptions(calls.Columns()).ToDictionary(r => r.Row);
            Assert.All(rows, (row, i) => Assert.True(
                calls.IsRight(i, Sold, (totals[i], inputs[i], outputs[i]), exceptions.GetValueOrDefault(i)), $"table {table}, row {i}: {totals[i]} in\n{calls}"));
            Assert.Equal(totals, alone);
            Assert.Equal(inputs, inputsAlone);
            Assert.Equal((result.Failed, result.ExceptionCount), (second.Failed, second.ExceptionCount));
        }
    }

    // $1 to $7 per million; ten times as much for long prompts, and a hundred times since each change, of which noon is one.
    private static RateCard Changing(int change) => TestOffers.Card(
        [.. Prices((int)Math.Pow(100, change)), .. Ordinary.Select((m, i) => TestOffers.Rate(m, (decimal)Math.Pow(100, change) * 10 * (i + 1), TestOffers.AtLeast(1_000)))],
        change == 0 ? null : Noon + Duration.FromHours(change - 1),
        change == 2 ? null : Noon + Duration.FromHours(change));

    private static PricedMeter[] Prices(int times) => [.. Ordinary.Select((m, i) => TestOffers.Rate(m, times * (i + 1)))];

    // Days of which only the even ones have a price of the batch tier.
    private static RateCard Old(int day) => new(
        [TestOffers.Rate(Meter.Input, day + 1)], Noon + Duration.FromDays(day - 7), day == 7 ? null : Noon + Duration.FromDays(day - 6),
        day % 2 == 0 ? [TestOffers.Multiple(ServiceTier.Batch, 0.5m)] : [], []);

    private static CallRow Usual(Random random)
    {
        long[] parts = [.. Enumerable.Range(0, 7).Select(_ => (long)random.Next(300))];
        return Row(0, Noon.ToUnixTimeMilliseconds() + random.Next(2), parts);
    }

    private static CallRow Odd(Random random)
    {
        CallRow usual = Usual(random);
        long[] parts = [.. Enumerable.Range(0, 7).Select(_ => random.Next(3) * (long)random.Next(200))];
        return random.Next(9) switch
        {
            0 => usual with { Offer = random.Next(3) switch { 0 => -1, 1 => Sold.Length, _ => int.MaxValue } },
            1 => usual with { UnixMilliseconds = usual.UnixMilliseconds + ((random.Next(7) - 3) * 1_800_000) },
            2 => usual with { UnixMilliseconds = random.Next(2) == 0 ? long.MinValue : BulkSpan.LastMillisecond + 1 },
            3 => usual with { Input = Large(random) },
            4 => usual with { Output = Large(random), CacheRead = usual.CacheRead - random.Next(2_000) },
            5 => new CallRow(random.Next(Sold.Length), usual.UnixMilliseconds, Any(random), Any(random), Any(random), Any(random), Any(random), Any(random), Any(random)),
            6 => usual with { UnixMilliseconds = usual.UnixMilliseconds - (random.Next(9) * NodaConstants.MillisecondsPerDay), Offer = random.Next(8, 10) },
            _ => Row(random.Next(Sold.Length), usual.UnixMilliseconds, parts),
        };
    }

    private static CallRow Row(int offer, long at, long[] parts) => new(
        offer, at, parts[0] + parts[2] + parts[3] + parts[4] + parts[5], parts[1] + parts[6], parts[2], parts[3] + parts[4] + parts[5], parts[4], parts[5], parts[6]);

    private static long Any(Random random) => random.Next(4) switch { 0 => Large(random), 1 => 0, 2 => random.Next(-2, 50), _ => random.Next(5_000) };

    private static long Large(Random random) => random.Next(3) == 0 ? long.MaxValue - random.Next(2) : (1L << random.Next(29, 63)) - random.Next(2);
}
