using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Sums over requests are never priced as one request.</summary>
public static class AggregateRowTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 5, 2, 0, 0);
    private static readonly Interval Day = new(At, At + Duration.FromDays(1));

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("long", "p", 3, 15),
        .. TestCatalog.Offer("long", "p", 6, 22.5m).Select(r => r with { Condition = new RateCondition { Context = new ContextTier(200_000) } }),
        .. TestCatalog.Offer("long", "p", 1, 5).Select(r => r with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } }),
        .. TestCatalog.Offer("plain", "p", 2, 8),
        .. TestCatalog.Offer("fee", "p", 2, 8),
        new("fee", "p", Meter.Requests, new Rate(5, 1_000), TestCatalog.Source, TestCatalog.Day),
        .. TestCatalog.Offer("changed", "p", 1, 2).Select(r => r with { To = At + Duration.FromHours(12) }),
        .. TestCatalog.Offer("changed", "p", 3, 4).Select(r => r with { From = At + Duration.FromHours(12) }),
        .. TestCatalog.Offer("claude-opus-4-6", "anthropic", 5, 25),
        .. TestCatalog.Offer("claude-opus-4-5", "anthropic", 5, 25),
        .. TestCatalog.Offer("regional.claude-sonnet-4-5", "amazon-bedrock", 3.3m, 16.5m),
        TestCatalog.Rate("regional.claude-sonnet-4-5", "amazon-bedrock", Meter.CacheRead, 0.33m),
        TestCatalog.Rate("regional.claude-sonnet-4-5", "amazon-bedrock", Meter.CacheWrite, 4.125m),
        .. TestCatalog.Offer("regional.claude-sonnet-4-5", "amazon-bedrock", 6.6m, 24.75m)
            .Select(r => r with { Condition = new RateCondition { Context = new ContextTier(200_000) } }),
    ]));

    [Fact]
    public static void Price_UnknownNumberOfRequests_IsFromTheLowestToTheHighestBand() => AssertCost(
        Row("long", TokenUsage.FromTotals(input: 1_000_000, output: 100_000)), total: 4.5m, low: 4.5m, high: 8.25m);

    [Theory]
    [InlineData("gpt-4o-2024-08-06", 1.25)]
    [InlineData("gpt-5.4", 1.25)]
    [InlineData("o4-mini", 0.55)]
    public static void Price_BatchOfAzure_IsHalfOfGlobalStandard(string model, double total)
    {
        UsageRow row = new(1) { Provider = "azure", Model = model, ServiceTier = "batch", At = At, Usage = TokenUsage.FromTotals(input: 1_000_000), IsOneMeter = true, Context = ContextBand.Short };
        Assert.Equal((decimal)total, new RowPricer(PriceCatalog.BuiltIn).Price([row]).Single().Cost!.Value.Total.Amount);
    }

    [Fact]
    public static void Price_LessInputThanAThreshold_IsAPoint() => AssertCost(
        Row("long", TokenUsage.FromTotals(input: 100_000, output: 100_000)), total: 1.8m);

    [Theory]
    [InlineData("0-200k", 4.5)]
    [InlineData("200k-1M", 8.25)]
    [InlineData("> 200k", 8.25)]
    [InlineData("long context", 8.25)]
    [InlineData("short context", 4.5)]
    public static void Price_KnownBand_IsAPoint(string band, double total)
    {
        Assert.True(ContextBand.TryParse(band, out ContextBand context));
        AssertCost(Row("long", TokenUsage.FromTotals(input: 1_000_000, output: 100_000), context: context), (decimal)total);
    }

    [Fact]
    public static void Price_KnownNumberOfRequests_IsTheIntervalOfTheCore()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 900_000, output: 30_000);
        Cost expected = Prices.Offer("p", "long").CostOf(usage.AsAggregateOf(5).Over(Day), At);

        AssertCost(Row("long", usage, requests: 5), expected.Total.Amount, expected.Low.Amount, expected.High.Amount);
        Assert.True(expected.Low < expected.High);
    }

    [Fact]
    public static void Price_OneMeterOfABill_MayBeInAnyBand() => AssertCost(
        Row("long", TokenUsage.FromTotals(output: 1_000), isOneMeter: true), total: 0.015m, low: 0.015m, high: 0.0225m);

    [Fact]
    public static void Price_ServiceTier_IsThatOfTheRow() => AssertCost(
        Row("long", TokenUsage.FromTotals(input: 1_000_000, output: 100_000), tier: "batch", context: ContextBand.Short), total: 1.5m);

    [Fact]
    public static void Price_PriceThatChangesInThePeriod_IsAnInterval() => AssertCost(
        Row("changed", TokenUsage.FromTotals(input: 1_000_000)), total: 1, low: 1, high: 3);

    [Fact]
    public static void Price_FeesOfAnUnknownNumberOfRequests_AreInNoCost() => AssertCost(
        Row("fee", TokenUsage.FromTotals(input: 1_000_000)), total: 2);

    [Fact]
    public static void Price_FeesOfAKnownNumberOfRequests_AreInTheCost() => AssertCost(
        Row("fee", TokenUsage.FromTotals(input: 1_000_000), requests: 100), total: 2.5m);

    [Theory]
    [InlineData("claude-opus-4-6", 2.2)]
    [InlineData("claude-opus-4-5", 2)]
    public static void Price_UnitedStates_IsDearerFromVersion46(string model, double total) => AssertCost(
        new UsageRow(1)
        {
            Provider = "anthropic",
            Model = model,
            During = Day,
            Requests = null,
            Region = "us",
            Usage = TokenUsage.FromTotals(input: 200_000, output: 40_000),
        },
        (decimal)total);

    // The proportions of the example in AWS' user guide, "Understanding your Cost and Usage Report data".
    [Theory]
    [InlineData("input", 29_481L, 0.0972873)]
    [InlineData("output", 31_102L, 0.513183)]
    [InlineData("cache-write", 433_893L, 1.789808625)]
    [InlineData("cache-read", 5_372_659L, 1.77297747)]
    public static void Price_LineOfAwsExample_IsTheBilledAmountOrContainsIt(string meter, long tokens, double billed)
    {
        PricedRow row = Price(new UsageRow(1)
        {
            Provider = "amazon-bedrock",
            Model = "regional.claude-sonnet-4-5",
            During = new Interval(At, At + Duration.FromHours(1)),
            Requests = null,
            IsOneMeter = true,
            Usage = TokenUsage.FromMeterParts(new MeterQuantity(Meter.Parse(meter), tokens)),
        });

        Assert.Equal((decimal)billed, row.Cost!.Value.Total.Amount);
        Assert.True((row.Cost.Value.Bounds?.High ?? row.Cost.Value.Total).Amount >= (decimal)billed);
    }

    [Fact]
    public static void Price_FreeOrNotCounted_HasNoPrice()
    {
        PricedRow free = Price(new UsageRow(1) { Provider = "p", Model = "plain", IsFree = true, Usage = TokenUsage.FromTotals(input: 5) });
        PricedRow none = Price(new UsageRow(1) { Provider = "p", Model = "plain", NotCounted = "no call", Usage = TokenUsage.FromTotals(input: 5) });

        Assert.Equal(Usd.Zero, free.Cost?.Total);
        Assert.Equal((null, null), (none.Cost, none.Error));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(0.5, false)]
    [InlineData(2_000, true)]
    [InlineData(0.002, true)]
    [InlineData(1_900_000, true)]
    public static void Price_OfABilledLineInAnotherUnit_IsWarnedOf(double billed, bool isWarned)
    {
        UsageRow row = new(1)
        {
            Provider = "p",
            Model = "plain",
            During = Day,
            Requests = null,
            IsOneMeter = true,
            IsBilled = true,
            Usage = TokenUsage.FromMeterParts(new MeterQuantity(Meter.Input, 1_000_000)),
            Stated = new StatedCost((decimal)billed, "USD"),
        };

        Assert.Equal(isWarned, Price(row).Row.Warnings.Any(w => w.Contains("is the unit of the quantity right?", StringComparison.Ordinal)));
        Assert.Equal(2, Price(row).Cost?.Total.Amount);
    }

    private static UsageRow Row(
        string model, TokenUsage usage, long? requests = null, ContextBand? context = null, string? tier = null, bool isOneMeter = false) => new(1)
        {
            Provider = "p",
            Model = model,
            During = Day,
            Requests = requests,
            Context = context,
            ServiceTier = tier,
            IsOneMeter = isOneMeter,
            Usage = usage,
        };

    private static PricedRow Price(UsageRow row) => Assert.Single(new RowPricer(Prices).Price([row]));

    private static void AssertCost(UsageRow row, decimal total, decimal? low = null, decimal? high = null)
    {
        PricedRow priced = Price(row);
        Assert.Null(priced.Error);
        RowCost cost = priced.Cost!.Value;
        Assert.Equal((total, low ?? total, high ?? total), (cost.Total.Amount, (cost.Bounds?.Low ?? cost.Total).Amount, (cost.Bounds?.High ?? cost.Total).Amount));
        Assert.Equal(cost.Total.Amount, cost.Lines.IsEmpty ? cost.Total.Amount : cost.Lines.Sum(l => l.Cost.Amount));
    }
}
