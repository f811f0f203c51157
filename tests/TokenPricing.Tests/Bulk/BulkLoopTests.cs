using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rows that are priced several at a time and one by one, with rates of which every meter has its own, by plain arithmetic.</summary>
public static class BulkLoopTests
{
    private const int Threshold = 1_000;
    private const long Fee = 1_000_000_000;

    private static readonly Instant Change = Instant.FromUtc(2026, 6, 1, 12, 0);
    private static readonly long At = Change.ToUnixTimeMilliseconds();

    /// <summary>$1 to $7 per million for the seven meters; ten times that for long prompts, and a hundred times since the change.</summary>
    private static readonly Offer Sold = TestOffers.Sold(Card(1, null, Change), Card(100, Change, null));

    private static readonly string[] Columns = ["input", "output", "cacheRead", "cacheWrite", "cacheWrite5m", "cacheWrite1h", "reasoning"];

    [Theory]
    [InlineData(true, 0b0000001)]
    [InlineData(true, 0b0000111)]
    [InlineData(true, 0b1111111)]
    [InlineData(true, 0b0110111)]
    [InlineData(true, 0b1000110)]
    [InlineData(true, 0b0001001)]
    [InlineData(false, 0b0000001)]
    [InlineData(false, 0b0000111)]
    [InlineData(false, 0b1111111)]
    [InlineData(false, 0b0110111)]
    [InlineData(false, 0b1000110)]
    [InlineData(false, 0b0001001)]
    public static void Price_AnyNumberOfRows_IsTheSumOfItsProducts(bool areTotals, int columns)
    {
        foreach (int count in new[] { 1, 7, 8, 9, 12, 16, 31, 64, 65 })
        {
            foreach (Func<int, long> time in new Func<int, long>[] { _ => At, _ => At - 1, i => At - (i % 2), i => i == 9 ? At - 1 : At })
            {
                long[][] parts = [.. Enumerable.Range(0, count).Select(row => Parts(row, columns))];
                long[] at = [.. Enumerable.Range(0, count).Select(time)];
                (long[] totals, long[] inputs, long[] outputs) = (new long[count], new long[count], new long[count]);
                (long[] inputsAlone, long[] outputsAlone) = (new long[count], new long[count]);
                CallColumns calls = Calls(areTotals, columns, new int[count], at, parts);
                BulkPricer pricer = new([Sold]);

                BulkResult result = pricer.Price(calls, totals, inputs, outputs);
                pricer.Price(calls, new long[count], inputPicoUsd: inputsAlone);
                pricer.Price(calls, new long[count], outputPicoUsd: outputsAlone);

                (long Total, long Input, long Output)[] expected = [.. parts.Zip(at, Costs)];
                Assert.Equal(expected, Enumerable.Range(0, count).Select(row => (totals[row], inputs[row], outputs[row])));
                Assert.Equal(inputs, inputsAlone);
                Assert.Equal(outputs, outputsAlone);
                Assert.Equal(expected.Select(e => e.Total), Priced(pricer, calls));
                Assert.Equal((count, 0, 0), (result.Rows, result.Failed, result.ExceptionCount));
            }
        }
    }

    /// <summary>One row that is not ordinary, in each place among others: it alone is marked or tried.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void Price_OneRowThatFails_LeavesTheOthers(bool isOneSpan)
    {
        const int Count = 21;
        (int Offer, long At, int Meter, long Quantity, PricingError Error)[] cases =
        [
            (-1, At, 0, 1, PricingError.UnknownOffer), (1, At, 0, 1, PricingError.UnknownOffer), (int.MaxValue, At, 0, 1, PricingError.UnknownOffer), (int.MinValue, At, 0, 1, PricingError.UnknownOffer),
            (0, long.MinValue, 0, 1, PricingError.NoPriceAtInstant), (0, long.MaxValue, 0, 1, PricingError.NoPriceAtInstant),
            (0, BulkSpan.FirstMillisecond - 1, 0, 1, PricingError.NoPriceAtInstant), (0, BulkSpan.LastMillisecond + 1, 0, 1, PricingError.NoPriceAtInstant),
            .. Enumerable.Range(0, 7).Select(meter => (0, At, meter, -1L, PricingError.ContradictoryUsage)),
        ];
        foreach (bool areTotals in new[] { false, true })
        {
            foreach ((int offer, long moment, int meter, long quantity, PricingError error) in cases)
            {
                int columns = meter < 3 ? 0b0000111 : 0b1111111;
                foreach (int place in new[] { 0, 3, 7, 8, 15, 16, 20 })
                {
                    long[][] parts = [.. Enumerable.Range(0, Count).Select(row => Parts(row, columns))];
                    long[] at = [.. Enumerable.Range(0, Count).Select(row => isOneSpan ? At : At - (row % 2))];
                    int[] offers = new int[Count];
                    parts[place] = [.. Enumerable.Range(0, 7).Select(i => i == meter ? quantity : 0)];
                    (offers[place], at[place]) = (offer, moment);
                    (long[] totals, long[] inputs, long[] outputs) = (new long[Count], new long[Count], new long[Count]);
                    CallColumns calls = Calls(areTotals, columns, offers, at, parts);

                    BulkResult result = new BulkPricer([Sold]).Price(calls, totals, inputs, outputs);

                    (long, long, long) marked = (BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker);
                    Assert.Equal(
                        parts.Zip(at, Costs).Select((c, row) => row == place ? marked : c), Enumerable.Range(0, Count).Select(row => (totals[row], inputs[row], outputs[row])));
                    BulkRow failed = Assert.Single(result.Exceptions(calls));
                    Assert.Equal((place, error), (failed.Row, Assert.IsType<PricingException>(failed.Error).Error));
                    Assert.Equal((1, 1), (result.Failed, result.ExceptionCount));
                }
            }
        }
    }

    /// <summary>Counts around the largest that are multiplied several at a time, at rates around the largest as well.</summary>
    [Theory]
    [InlineData((1L << 30) - 1)]
    [InlineData(1L << 30)]
    [InlineData((1L << 30) + 1)]
    [InlineData(1L << 33)]
    public static void Price_LargeCounts_AreExact(long large)
    {
        const int Count = 17;
        for (int meter = 0; meter < 7; meter++)
        {
            long[][] parts = [.. Enumerable.Range(0, Count).Select(row => Enumerable.Range(0, 7).Select(m => m == meter && row == 9 ? large : 1).ToArray())];
            long[] totals = new long[Count];
            long[] at = [.. parts.Select(_ => At - 1)];

            BulkResult result = new BulkPricer([Sold]).Price(Calls(areTotals: true, 0b1111111, new int[Count], at, parts), totals);

            Assert.Equal(parts.Zip(at, Costs).Select(c => c.Total), totals);
            Assert.Equal(0, result.ExceptionCount);
        }
    }

    /// <summary>Rows around the ends of runs, of words of bits and of the rows that are checked one by one after a row that fails.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(63, 64, 127)]
    [InlineData(7, 511, 512, 519, 520, 528)]
    [InlineData(4_095, 4_096, 8_191, 8_192)]
    [InlineData(8_196)]
    [InlineData(1, 4_098, 4_099, 8_193, 8_195, 8_196)]
    public static void Price_ManyRows_TheFailingOnesAreThose(params int[] failing)
    {
        const int Count = 8_197;
        int[] offers = [.. Enumerable.Range(0, Count).Select(row => failing.Contains(row) ? 9 : 0)];
        long[][] parts = [.. Enumerable.Range(0, Count).Select(row => Parts(row, 0b0000111))];
        long[] at = [.. parts.Select((_, row) => At - 3_000 + row)];
        long[] totals = new long[Count];
        CallColumns calls = Calls(areTotals: true, 0b0000111, offers, at, parts);

        BulkResult result = new BulkPricer([Sold]).Price(calls, totals);

        Assert.Equal(failing, result.Exceptions(calls).Select(r => r.Row));
        Assert.Equal(parts.Zip(at, Costs).Select((c, row) => failing.Contains(row) ? BulkPricer.ExceptionMarker : c.Total), totals);
    }

    [Theory]
    [InlineData(32_767)]
    [InlineData(32_768)]
    [InlineData(32_769)]
    [InlineData(65_537)]
    public static void Price_AroundTheSizeOfABlock_ThreadsAddUp(int count)
    {
        int[] failing = [.. new[] { 0, 32_766, 32_767, 32_768, 65_535, 65_536 }.Where(row => row < count)];
        int[] offers = [.. Enumerable.Range(0, count).Select(row => failing.Contains(row) ? 9 : 0)];
        long[][] parts = [.. Enumerable.Range(0, count).Select(row => Parts(row, 0b0000111))];
        long[] at = [.. parts.Select(_ => At)];
        (long[] totals, long[] outputs) = (new long[count], new long[count]);
        CallColumns calls = Calls(areTotals: false, 0b0000111, offers, at, parts);

        BulkResult result = new BulkPricer([Sold]).Price(calls, totals, outputPicoUsd: outputs, threads: 3);

        Assert.Equal((count, failing.Length), (result.Rows, result.Failed));
        Assert.Equal(failing, result.Exceptions(calls).Select(r => r.Row));
        (long Total, long Input, long Output)[] expected = [.. parts.Zip(at, Costs)];
        Assert.Equal(expected.Select((c, row) => failing.Contains(row) ? BulkPricer.ExceptionMarker : c.Total), totals);
        Assert.Equal(expected.Select((c, row) => failing.Contains(row) ? BulkPricer.ExceptionMarker : c.Output), outputs);
    }

    /// <summary>A cost is a long up to $9,223,372.036854775807, and an exception with its exact cost from there on.</summary>
    [Fact]
    public static void Price_CostsAroundTheLargest_FitOrAreExceptions()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, Rate.PerUnit(0.000000000001m)));
        CallColumns calls = CallColumns.FromTotals([0, 0], [0, 0], input: [long.MaxValue, long.MaxValue]);
        long[] costs = new long[2];

        Assert.Equal(0, new BulkPricer([offer]).Price(calls, costs).ExceptionCount);
        Assert.Equal([long.MaxValue, long.MaxValue], costs);

        Offer two = TestOffers.Sold(TestOffers.Rate(Meter.Input, Rate.PerUnit(0.000000000001m)), TestOffers.Rate(Meter.Requests, Rate.PerUnit(0.000000000001m)));
        BulkResult result = new BulkPricer([two]).Price(calls, costs);

        Assert.Equal([BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker], costs);
        Assert.Equal((0, 2), (result.Failed, result.ExceptionCount));
        Assert.Equal([new Usd(9_223_372.036854775808m), new Usd(9_223_372.036854775808m)], result.Exceptions(calls).Select(r => r.Cost!.Total));
        Assert.Equal(["0: $9223372.036854775808", "1: $9223372.036854775808"], result.Exceptions(calls).Select(r => r.ToString()));
    }

    [Theory]
    [InlineData(BulkSpan.FirstMillisecond, true)]
    [InlineData(BulkSpan.FirstMillisecond - 1, false)]
    [InlineData(BulkSpan.LastMillisecond, true)]
    [InlineData(BulkSpan.LastMillisecond + 1, false)]
    public static void Price_AtTheEndsOfTime_IsPricedOrSaysSo(long at, bool isPriced)
    {
        long[] costs = new long[1];
        CallColumns calls = CallColumns.FromTotals([0], [at], input: [1]);

        BulkResult result = new BulkPricer([Sold]).Price(calls, costs);

        Assert.Equal(isPriced ? 0 : 1, result.Failed);
        Assert.Equal(
            isPriced ? null : $"0: The time of the row, {at} ms after 1970, is not in the years -9998 to 9999. Pass milliseconds, not microseconds or nanoseconds.",
            result.Exceptions(calls).SingleOrDefault()?.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void Columns_OfAnotherLength_AreNamed(bool areTotals)
    {
        for (int wrong = 0; wrong < 7; wrong++)
        {
            string name = wrong == 0 && !areTotals ? "uncachedInput" : Columns[wrong];
            ArgumentException error = Assert.Throws<ArgumentException>(() => Rows(areTotals, [.. Enumerable.Range(0, 7).Select(i => i == wrong ? 3 : 2)]));

            Assert.Equal($"{name} has 3 rows, but offers has 2. Columns must be equally long. (Parameter '{name}')", error.Message);
        }

        Assert.Equal(2, Rows(areTotals, [2, 2, 2, 2, 2, 2, 2]));
        Assert.Equal(2, Rows(areTotals, [0, 0, 0, 0, 0, 0, 0]));

        static int Rows(bool areTotals, int[] n) => (areTotals
            ? CallColumns.FromTotals(new int[2], new long[2], new long[n[0]], new long[n[1]], new long[n[2]], new long[n[3]], new long[n[4]], new long[n[5]], new long[n[6]])
            : CallColumns.FromParts(new int[2], new long[2], new long[n[0]], new long[n[1]], new long[n[2]], new long[n[3]], new long[n[4]], new long[n[5]], new long[n[6]])).Rows;
    }

    [Fact]
    public static void Price_CostsOfAnotherLength_AreNamed()
    {
        BulkPricer pricer = new([Sold]);

        Assert.Equal("picoUsd has 0 rows, but the calls have 1. Both must have the same length. (Parameter 'picoUsd')", Message(0, 0, 0));
        Assert.Equal("picoUsd has 2 rows, but the calls have 1. Both must have the same length. (Parameter 'picoUsd')", Message(2, 1, 1));
        Assert.Equal("inputPicoUsd has 2 rows, but the calls have 1. Both must have the same length. (Parameter 'inputPicoUsd')", Message(1, 2, 1));
        Assert.Equal("outputPicoUsd has 2 rows, but the calls have 1. Both must have the same length. (Parameter 'outputPicoUsd')", Message(1, 0, 2));

        string Message(int totals, int inputs, int outputs) => Assert.Throws<ArgumentException>(
            () => pricer.Price(CallColumns.FromTotals([0], [0]), new long[totals], new long[inputs], new long[outputs])).Message;
    }

    private static RateCard Card(int times, Instant? from, Instant? to) => TestOffers.Card(
        [
            .. Enumerable.Range(0, 7).Select(m => TestOffers.Rate(Meter.All[m], times * (m + 1))),
            .. Enumerable.Range(0, 7).Select(m => TestOffers.Rate(Meter.All[m], times * (m + 1) * 10, TestOffers.AtLeast(Threshold))),
            TestOffers.Rate(Meter.Requests, Rate.PerUnit(0.001m)),
        ],
        from, to);

    /// <summary>Counts of the columns that are given, with a total input below, at and above the threshold.</summary>
    private static long[] Parts(int row, int columns)
    {
        long[] parts = [.. Enumerable.Range(0, 7).Select(m => (columns >> m & 1) == 0 ? 0L : ((row * 31) + (m * 17)) % 97)];
        long input = parts[0] + parts[2] + parts[3] + parts[4] + parts[5];
        parts[0] += (columns & 1) == 0 ? 0 : Math.Max(0, Threshold - 1 + (row % 3) - input) * (row % 2);
        return parts;
    }

    private static (long Total, long Input, long Output) Costs(long[] parts, long at)
    {
        long rate = 1_000_000L * (parts[0] + parts[2] + parts[3] + parts[4] + parts[5] >= Threshold ? 10 : 1) * (at >= At ? 100 : 1);
        long input = rate * (parts[0] + (3 * parts[2]) + (4 * parts[3]) + (5 * parts[4]) + (6 * parts[5]));
        long output = rate * ((2 * parts[1]) + (7 * parts[6]));
        return (input + output + Fee, input, output);
    }

    private static long[] Priced(BulkPricer pricer, in CallColumns calls)
    {
        long[] costs = new long[calls.Rows];
        pricer.Price(calls, costs);
        return costs;
    }

    private static CallColumns Calls(bool areTotals, int columns, int[] offers, long[] at, long[][] parts)
    {
        if (!areTotals)
        {
            return CallColumns.FromParts(offers, at, Of(0, p => p[0]), Of(1, p => p[1]), Of(2, p => p[2]), Of(3, p => p[3]), Of(4, p => p[4]), Of(5, p => p[5]), Of(6, p => p[6]));
        }

        // Without a column of the input or the output, the totals are left out and with them their parts.
        return CallColumns.FromTotals(
            offers, at, All(p => p[0] + p[2] + p[3] + p[4] + p[5]), All(p => p[1] + p[6]), Of(2, p => p[2]),
            Of(3, p => p[3] + p[4] + p[5]), Of(4, p => p[4]), Of(5, p => p[5]), Of(6, p => p[6]));

        long[] Of(int column, Func<long[], long> count) => (columns >> column & 1) == 0 ? [] : All(count);

        long[] All(Func<long[], long> count) => [.. parts.Select(count)];
    }
}
