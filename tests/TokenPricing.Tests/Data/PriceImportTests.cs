using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PriceImportTests
{
    private static readonly LocalDate Day = new(2026, 8, 21);

    [Fact]
    public void Read_GenaiPrices_UnderstandsEveryShapeOfAPrice()
    {
        PriceImport import = Read("""
            [{"id":"acme","name":"Acme","models":[
              {"id":"plain","context_window":1000,"prices":{"input_mtok":0.15,"output_mtok":"0.6","web_searches_kcount":10,"requests_kcount":5,"new_kcount":1,"cache_read_mtok":-1,"input_audio_mtok":null}},
              {"id":"long","prices":{"input_mtok":{"base":1.25,"tiers":[{"start":200000,"price":2.5}]}}},
              {"id":"dated","prices":[{"constraint":{"start_date":"2026-01-01"},"prices":{"input_mtok":2}},{"constraint":{"start_date":"2026-02-01"},"prices":{"input_mtok":1}}]},
              {"id":"nightly","prices":[{"prices":{"input_mtok":4}},{"constraint":{"start_time":"16:30:00Z","end_time":"00:30:00Z"},"prices":{"input_mtok":2}},{"constraint":{"moon":"full"},"prices":{"input_mtok":1}}]},
              {"id":"none","prices":{}}]}]
            """);
        PriceCatalog prices = new(import.Facts);

        Assert.Equal("1 providers, 5 models, 11 rates; 3 skipped", import.ToString());
        Assert.Contains(import.Skipped, s => s.Place == "acme/plain: prices.new_kcount" && s.Value == "1");
        Assert.Contains(import.Skipped, s => s.Place == "acme/plain: prices.cache_read_mtok");
        Assert.Contains(import.Skipped, s => s.ToString().StartsWith("acme/nightly: constraint: '{\"moon\":\"full\"}' left out.", StringComparison.Ordinal));
        Assert.Equal(new Usd(0.165m), Cost(prices, "plain", At(2026, 8, 21), TokenUsage.FromMeterTotals(new(Meter.Input, 1_000_000), new(Meter.WebSearches, 1))).Total);
        Assert.Equal((new Usd(0.25m), new Usd(0.5000025m)), (Input(prices, "long", 200_000, 2026, 8, 21), Input(prices, "long", 200_001, 2026, 8, 21)));
        Assert.Equal((new Usd(2), new Usd(2), new Usd(1)), (Input(prices, "dated", 1_000_000, 2025, 6, 1), Input(prices, "dated", 1_000_000, 2026, 1, 31), Input(prices, "dated", 1_000_000, 2026, 2, 1)));
        Assert.Equal(new Usd(4), Input(prices, "nightly", 1_000_000, 2026, 8, 21));
        Assert.Equal(new Usd(2), Cost(prices, "nightly", Instant.FromUtc(2026, 8, 21, 16, 30), TokenUsage.FromTotals(input: 1_000_000)).Total);
        Assert.Equal(PricingError.NoPublishedPrice, Assert.Throws<PricingException>(() => Input(prices, "none", 1, 2026, 8, 21)).Error);
        Assert.Equal(1_000, prices.Model("plain").Facts.ContextWindow);
    }

    [Fact]
    public void Read_LiteLlm_UnderstandsKeysAndTheirConditions()
    {
        PriceImport import = Read("""
            {"sample_spec":{"litellm_provider":"x"},
             "gpt":{"litellm_provider":"openai","max_input_tokens":1000,"supports_vision":true,"supports_reasoning":false,"deprecation_date":"2027-01-01",
                    "input_cost_per_token":1e-06,"output_cost_per_token":2e-06,"output_cost_per_token_flex":1e-06,"input_cost_per_token_flex":5e-07,
                    "input_cost_per_token_above_200k_tokens":2e-06,"regional_processing_uplift_multiplier_eu":1.1,"output_cost_per_second":0.1},
             "grok":{"litellm_provider":"xai","input_cost_per_token":1e-06,"input_cost_per_token_above_128k_tokens":2e-06,"input_cost_per_token_above_xk_tokens":2e-06},
             "GPT":{"litellm_provider":"openai"},
             "nobody":{"input_cost_per_token":1},
             "qwen":{"litellm_provider":"dashscope","input_cost_per_token":9,"tiered_pricing":[{"range":[0,256000.0],"input_cost_per_token":5e-08,"colour":1},{"range":[256000.0,1e6],"input_cost_per_token":2.5e-07}]}}
            """);
        PriceCatalog prices = new(import.Facts);
        Instant at = At(2026, 8, 21);

        Assert.Equal(["GPT", "gpt: output_cost_per_second", "grok: input_cost_per_token_above_xk_tokens", "nobody", "qwen: tiered_pricing.colour"], import.Skipped.Select(s => s.Place).Order(StringComparer.Ordinal));
        Assert.Equal((true, false), (prices.Model("gpt").Can("vision"), prices.Model("gpt").Can("reasoning")));
        Assert.Equal(new LocalDate(2027, 1, 1), prices.Offer("openai", "gpt").Retired);
        Offer gpt = prices.Offer("openai", "gpt");
        Assert.Equal(new Usd(0.5m), gpt.CostOf(TokenUsage.FromTotals(input: 1_000_000).AsAggregateOf(10), at, new CostOptions { ServiceTier = ServiceTier.Flex }).Low);
        Assert.Equal(new Usd(0.11m), gpt.CostOf(TokenUsage.FromTotals(input: 100_000), at, new CostOptions { Region = "eu" }).Total);
        Assert.Equal(new Usd(0.400002m), gpt.CostOf(TokenUsage.FromTotals(input: 200_001), at, new CostOptions { ServiceTier = ServiceTier.Flex }).Total);
        Assert.Equal((new Usd(0.127999m), new Usd(0.256m)), (Price("xai", "grok", 127_999), Price("xai", "grok", 128_000)));
        Assert.Equal((new Usd(0.0128m), new Usd(0.06400025m)), (Price("dashscope", "qwen", 256_000), Price("dashscope", "qwen", 256_001)));

        Usd Price(string provider, string model, long input) => prices.Offer(provider, model).CostOf(TokenUsage.FromTotals(input: input), at).Total;
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":{\"b\":1}}")]
    [InlineData("[{\"id\":\"p\",\"models\":7}]")]
    [InlineData("[{\"models\":[]}]")]
    [InlineData("[{\"id\":\"p\",\"models\":[{\"id\":\"m\"}]}]")]
    public void Read_WhatIsNoPriceList_IsRefused(string json) => Assert.Throws<PriceDataException>(() => Read(json));

    [Fact]
    public void Read_DeepNesting_IsRefusedAtOnce() => Assert.Throws<PriceDataException>(() => Read(new string('[', 1_000_000)));

    [Fact]
    public void Read_UnderAnotherName_IsRefused()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("[]"));

        Assert.Throws<PriceDataException>(() => PriceImport.Read(stream, Day, PriceListFormat.LiteLlm));
    }

    private static PriceImport Read(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return PriceImport.Read(stream, Day);
    }

    private static Instant At(int year, int month, int day) => Instant.FromUtc(year, month, day, 12, 0);

    private static Usd Input(PriceCatalog prices, string model, long tokens, int year, int month, int day) =>
        Cost(prices, model, At(year, month, day), TokenUsage.FromTotals(input: tokens)).Input;

    private static Cost Cost(PriceCatalog prices, string model, Instant at, TokenUsage usage) =>
        prices.Offer("acme", model).CostOf(usage, at);
}
