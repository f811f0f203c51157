using System.Text;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Bills that name another tier, band or region than the usage, that discount some lines, or whose amounts are not known.</summary>
public static class BillTermsTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 5, 2, 0, 0);
    private static readonly RateCondition Batch = new() { ServiceTier = ServiceTier.Batch };
    private static readonly RateCondition Long = new() { Context = new ContextTier(200_000) };

    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("gpt-x", "openai", 2.5m, 10),
        .. TestCatalog.Offer("gpt-x", "openai", 1.25m, 5).Select(r => r with { Condition = Batch }),
        .. TestCatalog.Offer("other", "openai", 1, 2),
        TestCatalog.Rate("gpt-x", "openai", Meter.CacheWrite, 4.125m),
        .. TestCatalog.Offer("claude-x", "anthropic", 3, 15),
        .. TestCatalog.Offer("claude-x", "anthropic", 6, 22.5m).Select(r => r with { Condition = Long }),
        .. TestCatalog.Offer("claude-x", "anthropic", 1.5m, 7.5m).Select(r => r with { Condition = Batch }),
    ]) with
    {
        RegionalUplifts = [new RegionalUpliftRow("gpt-x", "openai", "eu", 1.1m, TestCatalog.Source, TestCatalog.Day)],
    });

    [Fact]
    public static void Reconcile_BatchThatWasLoggedAsStandard_IsOneEffectOfTheTier()
    {
        const string Bill = """
            {"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[
            {"object":"organization.costs.result","amount":{"value":1.25,"currency":"usd"},"line_item":"batch | gpt-x, input"},
            {"object":"organization.costs.result","amount":{"value":0.50,"currency":"usd"},"line_item":"batch | gpt-x, output"}]}]}
            """;
        Reconciliation result = Reconcile([Usage(1_000_000, 100_000)], Read(Bill));

        Assert.Equal("ServiceTier -1.75 billed as batch", Effects(result));
        Assert.Empty(result.UsedNotBilled);
        Assert.Empty(result.BilledNotUsed);
    }

    [Theory]

    // All of it, half of it, and more than was used.
    [InlineData(1_000_000, "ServiceTier -1.25 billed as batch")]
    [InlineData(1_200_000, "Quantity 0.5 input: 1000000 used, 1200000 billed; ServiceTier -1.5 billed as batch")]
    [InlineData(600_000, "Quantity -1 input: 1000000 used, 600000 billed; ServiceTier -0.75 billed as batch")]
    public static void Reconcile_QuantityOfAnotherTier_IsTierAndQuantity(int billed, string expected) => Assert.Equal(
        expected,
        Effects(Reconcile([Usage(1_000_000, 0)], [Line(Meter.Input, billed * 1.25m / 1_000_000, billed, tier: "batch")])));

    [Fact]
    public static void Reconcile_LinesOfTheSameTier_AreMatchedFirst()
    {
        // 1M as standard and 1M as batch were used; half of the standard was billed as batch.
        Reconciliation result = Reconcile(
            [Usage(1_000_000, 100_000), Usage(1_000_000, 0, tier: "batch")],
            [Line(Meter.Input, 1.25m, 500_000), Line(Meter.Output, 1, 100_000), Line(Meter.Input, 1.875m, 1_500_000, tier: "batch")]);

        Assert.Equal("ServiceTier -0.625 billed as batch", Effects(result));
    }

    [Fact]
    public static void Reconcile_AnotherBandOfContext_IsContextTier()
    {
        UsageRow used = Usage(300_000, 3_000, "claude-x", context: new ContextBand(null, 200_000));
        ContextBand beyond = new(200_000, 1_000_000);

        Assert.Equal("ContextTier 0.9225 billed as 200k-1M", Effects(Reconcile(
            [used],
            [Line(Meter.Input, 1.8m, 300_000, "claude-x", context: beyond), Line(Meter.Output, 0.0675m, 3_000, "claude-x", context: beyond)])));
    }

    [Fact]
    public static void Reconcile_ARegionThatOnlyTheBillNames_IsRegion() => Assert.Equal(
        "Region 0.25 billed in eu",
        Effects(Reconcile([Usage(1_000_000, 0)], [Line(Meter.Input, 2.75m, 1_000_000, region: "eu")])));

    [Fact]
    public static void Reconcile_ALineWithoutMeters_IsMatchedAsAWhole()
    {
        UsageRow line = new(1) { Provider = "openai", Model = "gpt-x", At = At, ServiceTier = "batch", IsBilled = true, NotCounted = "billed", Stated = new StatedCost(1.75m, "USD") };

        Assert.Equal("ServiceTier -1.75 billed as batch", Effects(Reconcile([Usage(1_000_000, 100_000)], [line])));
    }

    [Theory]
    [InlineData("claude-x", "0.945", "ContextTier -0.9225 billed as short context")]
    public static void Reconcile_LongCallThatWasBilledAsShort_IsContextTier(string model, string billed, string expected)
    {
        UsageRow call = new(1) { Provider = "anthropic", Model = model, At = At, Usage = TokenUsage.FromTotals(input: 300_000, output: 3_000) };
        decimal output = 0.045m;
        decimal input = decimal.Parse(billed, System.Globalization.CultureInfo.InvariantCulture) - output;

        Assert.Equal(expected, Effects(Reconcile([call], [Line(Meter.Input, input, 300_000, model), Line(Meter.Output, output, 3_000, model)])));
        Assert.Equal(expected, Effects(Reconcile([call], [Line(Meter.Input, input, null, model), Line(Meter.Output, output, null, model)])));
    }

    [Fact]
    public static void Reconcile_DiscountOnSomeLines_IsOnThoseOnly()
    {
        Reconciliation result = Reconcile(
            [Usage(1_000_000, 245_000), Usage(1_000_000, 0, "other")],
            [
                Line(Meter.Input, 2.5m * 0.88m, 1_000_000), Line(Meter.Output, 2.45m * 0.88m, 245_000), Line(Meter.CacheWrite, 4.125m, 1_000_000),
                Line(Meter.Input, 1, 1_000_000, "other"),
            ]);

        Assert.Equal(
            "Quantity 4.125 cache-write: 0 used, 1000000 billed; Discount -0.594 12 % on 2 of 4 lines of openai", Effects(result));
    }

    [Fact]
    public static void Reconcile_DiscountThatLinesWithoutUsageLack_IsNotOnAllLines()
    {
        Reconciliation result = Reconcile(
            [Usage(1_000_000, 245_000)],
            [
                Line(Meter.Input, 2.5m * 0.88m, 1_000_000), Line(Meter.Output, 2.45m * 0.88m, 245_000),
                Line(Meter.Input, 1, 1_000_000, "other"),
            ]);

        Assert.Equal("Discount -0.594 12 % on 2 of 3 lines of openai", Effects(result));
        Assert.Single(result.BilledNotUsed);
    }

    [Fact]
    public static void Reconcile_DiscountOnABatch_IsTierAndDiscount() => Assert.Equal(
        "ServiceTier -1.75 billed as batch; Discount -0.21 12 % on all lines of openai",
        Effects(Reconcile(
            [Usage(1_000_000, 100_000)],
            [Line(Meter.Input, 1.25m * 0.88m, 1_000_000, tier: "batch"), Line(Meter.Output, 0.5m * 0.88m, 100_000, tier: "batch")])));

    [Fact]
    public static void Reconcile_ABillInAnotherCurrency_IsNotKnown()
    {
        Reconciliation result = Reconcile(
            [Usage(1_000_000, 100_000)],
            [Line(Meter.Input, 2.2m, 1_000_000, currency: "EUR"), Line(Meter.Output, 0.9m, 100_000, currency: "EUR")]);

        Assert.False(result.IsBilledKnown);
        Assert.Equal(("EUR", 3.1m, 2L), Assert.Single(result.OtherCurrencies));
        Assert.Equal("WithoutAmount -3.5 billed in EUR: 2 lines", Effects(result));
        Assert.Equal(2, Assert.Single(result.Lines).BillRowsWithoutAmount);
    }

    [Fact]
    public static void Reconcile_SomeLinesInAnotherCurrency_AreAnEffectOfTheirOwn()
    {
        Reconciliation result = Reconcile(
            [Usage(1_000_000, 100_000)], [Line(Meter.Input, 2.2m, 1_000_000), Line(Meter.Output, 0.9m, 100_000, currency: "EUR")]);

        Assert.True(result.IsBilledKnown);
        Assert.Equal("WithoutAmount -1 billed in EUR: 1 line; Discount -0.3 12 % on all lines of openai", Effects(result));
    }

    [Fact]
    public static void Reconcile_ABatchInAnotherCurrency_IsTheUsageThatWasLoggedAsStandard()
    {
        Reconciliation result = Reconcile([Usage(1_000_000, 0)], [Line(Meter.Input, 1.1m, 1_000_000, tier: "batch", currency: "EUR")]);

        Assert.Equal("WithoutAmount -2.5 billed in EUR: 1 line", Effects(result));
    }

    [Theory]
    [InlineData("provider,model,at,input_tokens,output_tokens,cost_usd\nopenai,gpt-x,2026-05-02T01:00:00Z,1000,0,n/a\n")]
    [InlineData("provider,model,at,input_tokens,output_tokens\nopenai,gpt-x,2026-05-02T01:00:00Z,1000,0\n")]
    public static void Reconcile_ABillWithoutAnyAmount_IsNotKnown(string bill)
    {
        Reconciliation result = Reconcile([Usage(1_000, 0)], Read(bill));

        Assert.Equal((false, 1L, 1L), (result.IsBilledKnown, result.BillRowsWithoutAmount, result.BillNotRead.Single().Rows));
        Assert.Equal("WithoutAmount -0.0025 without a readable amount: 1 line", Effects(result));
    }

    [Fact]
    public static void Reconcile_ABillOfFreeCalls_IsKnownToBeNothing()
    {
        UsageRow free = new(1) { Provider = "openai", Model = "gpt-x", At = At, IsFree = true, Usage = TokenUsage.FromTotals(input: 5) };

        Assert.True(Reconcile([Usage(5, 0)], [free]).IsBilledKnown);
        Assert.False(Reconcile([Usage(5, 0)], []).IsBilledKnown);
    }

    [Fact]
    public static void Reconcile_RowsWithoutATime_HaveNoDay()
    {
        UsageRow usage = new(1) { Provider = "openai", Model = "gpt-x", Usage = TokenUsage.FromTotals(input: 1_000_000) };
        UsageRow bill = new(1) { Provider = "openai", Model = "gpt-x", IsBilled = true, NotCounted = "billed", Stated = new StatedCost(1.25m, "USD") };
        Reconciliation result = Reconcile([usage, new UsageRow(2) { Provider = "openai", Model = "other", Usage = TokenUsage.FromTotals(input: 1) }], [bill]);

        ReconciledLine line = Assert.Single(result.Lines);
        Assert.Null(line.Day);
        Assert.StartsWith("without a day openai/gpt-x: ", line.ToString(), StringComparison.Ordinal);
        Assert.Equal("ServiceTier -1.25 billed as batch", string.Join("; ", line.Effects.Select(e => $"{e.Effect} {e.Amount.Amount:0.####} {e.Detail}")));
        Assert.Null(Assert.Single(result.UsedNotBilled).Day);
    }

    [Property(MaxTest = 500)]
    public static bool Effects_OfAnyTermsOfBothSides_SumToTheDifference(uint[] used, uint[] billed)
    {
        string?[] tiers = [null, "batch", "flex"];
        string?[] regions = [null, null, "eu"];
        Meter[] meters = [Meter.Input, Meter.Output, Meter.CacheWrite];
        Reconciliation result = Reconcile(
            used.Select(u => Usage(u % 1_000_003, u % 7 * 1_001, tier: tiers[(int)(u % 3)], region: regions[(int)(u / 3 % 3)])),
            billed.Select(b => Line(
                meters[(int)(b / 9 % 3)],
                b % 1_009 / 997m,
                b % 5 == 0 ? null : b % 1_000_003,
                tier: tiers[(int)(b % 3)],
                region: regions[(int)(b / 3 % 3)],
                currency: b % 11 == 0 ? "EUR" : "USD")));
        decimal all = billed.Where(b => b % 11 != 0).Sum(b => b % 1_009 / 997m);

        return result.Billed.Amount - result.Computed.Amount == result.Effects.Sum(e => e.Amount.Amount)
            && Math.Abs(result.Billed.Amount - all) < 0.000_000_000_1m
            && result.Lines.All(l => l.Difference.Amount == l.Effects.Sum(e => e.Amount.Amount));
    }

    private static UsageRow Usage(
        long input, long output, string model = "gpt-x", string? tier = null, ContextBand? context = null, string? region = null) => new(1)
        {
            Provider = model == "claude-x" ? "anthropic" : "openai",
            Model = model,
            During = new NodaTime.Interval(At, At + Duration.FromDays(1)),
            Requests = null,
            Context = context,
            ServiceTier = tier,
            Region = region,
            Usage = TokenUsage.FromMeterParts(new MeterQuantity(Meter.Input, input), new MeterQuantity(Meter.Output, output)),
        };

    private static UsageRow Line(
        Meter meter,
        decimal amount,
        long? quantity,
        string model = "gpt-x",
        string? tier = null,
        ContextBand? context = null,
        string? region = null,
        string currency = "USD") => new(1)
        {
            Provider = model == "claude-x" ? "anthropic" : "openai",
            Model = model,
            During = new NodaTime.Interval(At, At + Duration.FromDays(1)),
            Requests = null,
            IsOneMeter = true,
            IsBilled = true,
            BilledMeter = meter,
            BilledQuantity = quantity,
            Context = context,
            ServiceTier = tier,
            Region = region,
            NotCounted = quantity is null ? "billed" : null,
            Usage = quantity is { } units ? TokenUsage.FromMeterParts(new MeterQuantity(meter, units)) : null,
            Stated = new StatedCost(amount, currency),
        };

    private static UsageRow[] Read(string file)
    {
        UsageInput input = new();
        return [.. input.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), "bill"), .. input.Complete()];
    }

    private static Reconciliation Reconcile(IEnumerable<UsageRow> usage, IEnumerable<UsageRow> bill)
    {
        Reconciler reconciler = new(Prices);
        reconciler.AddUsage(usage);
        reconciler.AddBill(bill);
        return reconciler.Result();
    }

    /// <summary>Returns the effects of all lines, and checks that they sum to the difference.</summary>
    private static string Effects(Reconciliation result)
    {
        Assert.Equal(result.Difference.Amount, result.Effects.Sum(e => e.Amount.Amount));
        Assert.All(result.Lines, l => Assert.Equal(l.Difference.Amount, l.Effects.Sum(e => e.Amount.Amount)));
        return string.Join("; ", result.Lines.SelectMany(l => l.Effects).Select(e => FormattableString.Invariant($"{e.Effect} {e.Amount.Amount:0.#####} {e.Detail}")));
    }
}
