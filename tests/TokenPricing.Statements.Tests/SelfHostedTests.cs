using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Work of the user's own engines, which nobody bills: what it would cost where the model is sold.</summary>
public static class SelfHostedTests
{
    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        .. TestCatalog.Offer("llama", "dear", 2, 8),
        .. TestCatalog.Offer("llama", "cheap", 1, 3),
        .. TestCatalog.Offer("llama", "long", 1, 4),
        .. TestCatalog.Offer("llama", "long", 3, 6).Select(r => r with { Condition = new RateCondition { Context = new ContextTier(200_000) } }),
        .. TestCatalog.Offer("llama", "free", 0, 0),
        TestCatalog.Rate("llama", "half", Meter.Input, 0.5m),
        TestCatalog.Rate("llama", "other", Meter.CacheRead, 1),
        .. TestCatalog.Offer("llama", "gone", 1, 1).Select(r => r with { To = Instant.FromUtc(2026, 1, 1, 0, 0) }),
    ]));

    [Fact]
    public static void Read_CountersOfAnEngine_CountOnlyAtANamedProvider()
    {
        UsageRow own = Assert.Single(Rows(new UsageFileOptions(), "vllm:"));
        UsageRow named = Assert.Single(Rows(new UsageFileOptions { Provider = "cheap" }, "vllm:"));

        Assert.True(own.IsSelfHosted);
        Assert.Contains("engine of your own", own.NotCounted, StringComparison.Ordinal);
        Assert.Null(named.NotCounted);
        Assert.Equal(new Usd(1.03m), new RowPricer(Prices).Price([named]).Single().Cost!.Value.Total);
    }

    [Fact]
    public static void AtSellers_CountersOfAnEngine_ComesCompleteAndCheapFirst()
    {
        UsageRow row = Assert.Single(Rows(new UsageFileOptions(), "vllm:"));

        RowPricer pricer = new(Prices, new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });
        IReadOnlyList<PricedRow> sellers = pricer.AtSellers(row);

        Assert.Equal(["cheap", "long", "dear", "other", "half", "gone", "free"], sellers.Select(s => s.Row.Provider));
        Assert.Equal([1.03m, 1.04m, 2.08m], sellers.Take(3).Select(s => s.Cost!.Value.Total.Amount));
        Assert.NotNull(sellers.Single(s => s.Row.Provider == "gone").Error);
        Assert.All(sellers, s => Assert.Null(s.Row.NotCounted));
    }

    [Fact]
    public static void AtSellers_EachSeller_IsThatOffersCost()
    {
        UsageRow row = new(1) { Model = "LLAMA", Provider = "dear", Usage = TokenUsage.FromTotals(input: 300_000, output: 7) };

        foreach (PricedRow seller in new RowPricer(Prices).AtSellers(row).Where(s => s.Cost is { Unpriced.IsEmpty: true }))
        {
            Assert.Equal(seller.Offer!.CostOf(row.Usage!.Value, Prices.PricesAsOf).Total, seller.Cost!.Value.Total);
        }
    }

    [Fact]
    public static void AtSellers_UnknownModel_IsEmpty() =>
        Assert.Empty(new RowPricer(Prices).AtSellers(new UsageRow(1) { Model = "nobody-knows-it", Usage = TokenUsage.FromTotals(input: 1) }));

    [Fact]
    public static void Read_CountersOfAGateway_AreNotSelfHosted()
    {
        UsageRow row = Assert.Single(Rows(new UsageFileOptions(), "litellm_"));

        Assert.False(row.IsSelfHosted);
        Assert.Null(row.NotCounted);
    }

    private static UsageRow[] Rows(UsageFileOptions options, string engine)
    {
        UsageInput input = new(options);
        (string label, string read, string written) = engine == "vllm:"
            ? ("model_name", "vllm:prompt_tokens_total", "vllm:generation_tokens_total")
            : ("model", "litellm_input_tokens_metric_total", "litellm_output_tokens_metric_total");
        string Snapshot(int read1, int written1) => $"# TYPE {read} counter\n{read}{{{label}=\"llama\"}} {read1}\n{written}{{{label}=\"llama\"}} {written1}\n";
        return
        [
            .. input.Read(new MemoryStream(Encoding.UTF8.GetBytes(Snapshot(0, 0))), "a"),
            .. input.Read(new MemoryStream(Encoding.UTF8.GetBytes(Snapshot(1_000_000, 10_000))), "b"),
            .. input.Complete(),
        ];
    }
}
