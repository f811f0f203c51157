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

        Assert.Equal("1 providers, 5 models, 5 offers (4 priced), 11 rates; 3 skipped (1: No meter is known for this price key. 1: A price is a number of at most 28 digits, zero or more. 1: Only start dates and hours of the day are known.)", import.ToString());
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
    public void Read_Portkey_UnderstandsCentsTiersContextsAndRegions()
    {
        const string Models = """
            {"default":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0}}}},
             "gpt":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.00025},"response_token":{"price":0.0015},"cache_read_input_token":{"price":0},"additional_units":{"web_search":{"price":1},"maps":{"price":2}}},
               "batch_config":{"request_token":{"price":0.000125}},"finetune_config":{"pay_per_token":{"price":0.0025}}},
              "custom_pricing":{"context_tier_map":{"0":"short","272000":"long"},"regions":{
                "us,eu":{"execution_modes":{"standard":{"context_tiers":{"short":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.000275},"response_token":{"price":0.00165}}}}}}}},
                "br":{"execution_modes":{"standard":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.000275},"response_token":{"price":0.0015}}}}}},
                "default":{"execution_modes":{"standard":{"context_tiers":{"short":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.00025}}}},"long":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0005}}}}}},
                  "priority":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0005}}}}}}}}},
             "veo":{"pricing_config":{"pay_as_you_go":{"additional_units":{"video_seconds":{"price":50}}}}},
             "draw":{"pricing_config":{"pay_as_you_go":{"image":{"default":{"default":{"price":4},"1024x1024":{"price":4}}}}}},
             "yuan":{"pricing_config":{"currency":"CNY","pay_as_you_go":{"request_token":{"price":1}}}}}
            """;
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Models));
        PriceImport import = PriceImport.Read(stream, Day, provider: "mistral-ai");
        Offer gpt = new PriceCatalog(import.Facts).Offer("mistral", "gpt");

        Assert.Equal(
            ["mistral/gpt.maps", "mistral/gpt: br", "mistral/gpt: finetune_config", "mistral/yuan: currency"],
            import.Skipped.Select(s => s.Place).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                ("input", 2.5m), ("input batch", 1.25m), ("input priority", 5m), ("input standard >272000", 5m), ("output", 15m), ("web-searches", 0.01m),
            ],
            import.Facts.Rates.Where(r => r.Model == "gpt").Select(r => (Text(r), r.Meter.IsTokens ? r.Rate.UsdPerMillion : r.Rate.Usd / r.Rate.Per)).Order());
        Assert.Equal(["eu 1.1", "us 1.1"], import.Facts.RegionalUplifts.Select(u => FormattableString.Invariant($"{u.Region} {u.Multiple:0.##}")).Order(StringComparer.Ordinal));
        Assert.Equal(new Usd(2.75m), gpt.CostOf(TokenUsage.FromTotals(input: 1_000_000).AsAggregateOf(100), At(2026, 8, 21), new CostOptions { Region = "eu" }).Low);
        Assert.Equal(["output-images 0.04", "output-video-seconds 0.5"], import.Facts.Rates.Where(r => r.Model is "veo" or "draw").Select(
            r => FormattableString.Invariant($"{r.Meter} {r.Rate.Usd / r.Rate.Per:0.##}")).Order(StringComparer.Ordinal));

        static string Text(RateRow rate) => rate.Condition.IsNone ? rate.Meter.Id
            : $"{rate.Meter.Id} {rate.Condition.ServiceTier}" + (rate.Condition.Context is { } context ? $" >{context.Threshold}" : "");
    }

    [Fact]
    public void Read_ModelPriceWatch_HasModelsByTheirNames()
    {
        PriceImport import = Read("""
            [{"id":"together-glm-5-2","provider":"Together","model":"GLM 5.2","pricing_url":"https://a.example","input_per_mtok":1.4,"output_per_mtok":4.4,"cached_input_per_mtok":0.26,"context_window":9,
              "modality":["text"],"released":"2026-06-13","open_source":true,"parameters":"744B","retired_on":"2026-12-31","shutdown_date":"2027-01-01"},
             {"id":"x","provider":"Acme Labs","model":"Old","pricing_url":"https://a.example","input_per_mtok":1,"output_per_mtok":null,"shutdown_date":"2026-10-16"}]
            """);
        PriceCatalog prices = new(import.Facts);

        Assert.Empty(import.Skipped);
        Assert.Equal(("CC-BY-4.0", "modelpricewatch"), (prices.Rows.Sources[0].License, prices.Rows.Sources[0].Id));
        Offer glm = prices.Offer("togetherai", "glm-5.2");
        Assert.Equal((1.4m, 4.4m, 0.26m), (Of(glm, Meter.Input), Of(glm, Meter.Output), Of(glm, Meter.CacheRead)));
        Assert.Equal(("GLM 5.2", "744B", true, new LocalDate(2026, 12, 31)), (glm.Model.Name, glm.Model.Facts.Parameters, glm.Model.Facts.OpenWeights, glm.Retired));
        Assert.Equal(new LocalDate(2026, 10, 16), prices.Offer("acme-labs", "old").Retired);

        static decimal? Of(Offer offer, Meter meter) => offer.RateCardAt(At(2026, 8, 22)).RateOf(meter)?.UsdPerMillion;
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

    [Fact]
    public void Read_ModelsDev_UnderstandsEveryShapeOfACost()
    {
        PriceImport import = Read("""
            {"acme":{"id":"acme","name":"Acme","models":{
              "m":{"id":"m","name":"Em","attachment":true,"reasoning":true,"tool_call":false,"structured_output":true,"knowledge":"2025-08","release_date":"2026-01-05","open_weights":true,
                   "modalities":{"input":["text","image","pdf"],"output":["text"]},"limit":{"context":200000,"output":8000},"status":"deprecated",
                   "cost":{"input":0.049999999999999996,"output":2,"cache_read":0.01,"cache_write":0.3,"reasoning":3,"input_audio":4,"output_audio":5,"magic":1,
                           "tiers":[{"tier":{"type":"context","size":128000},"input":1,"output":4},{"tier":{"type":"moon","size":1},"input":1}],"context_over_200k":{"input":9}},
                   "experimental":{"modes":{"fast":{"cost":{"input":6},"provider":{"body":{"speed":"fast"}}},"slow":{"cost":{"input":1}},"plain":{}}}},
              "old":{"name":"Old","release_date":"soon","limit":{"context":0},"cost":{"input":0,"output":0,"context_over_200k":{"input":9}}},
              "listed":{"name":"Listed"},
              "first":{"cost":{"input":1},"experimental":{"modes":{"fast":{"cost":{"input":2},"provider":{"body":{"service_tier":"priority"}}},"other":{"cost":{"input":3},"provider":{"body":{"service_tier":"flex"}}}}}}}},
             "reseller":{"name":"Reseller","models":{"m":{"name":"Another name","reasoning":false,"cost":{"input":7,"output":8}}}}}
            """);
        PriceCatalog prices = new(import.Facts);
        ModelRow model = prices.Model("m").Facts;

        Assert.Equal(
            [
                "acme/m: cost.magic", "acme/m: cost.tiers", "acme/m: experimental.modes.slow",
                "acme/old: cost.context_over_200k", "acme/old: release_date",
            ],
            import.Skipped.Select(s => s.Place).Order(StringComparer.Ordinal));
        Assert.Equal(("Em", "models.dev", 200_000L, true), (model.Name, model.Source, model.ContextWindow, model.OpenWeights));
        Assert.Equal(("2026-01-05", "2025-08"), (model.Released.ToString(), model.KnowledgeCutoff.ToString()));
        Assert.Equal(("text image file", "text"), (string.Join(' ', model.InputModalities), string.Join(' ', model.OutputModalities)));
        Assert.Equal([false, true, true, true], new[] { "function-calling", "reasoning", "structured-outputs", "vision" }.Select(c => prices.Model("m").Can(c)));
        Assert.Equal((null, null), (prices.Model("old").Facts.ContextWindow, prices.Model("old").Facts.Released));
        Offer offer = prices.Offer("acme", "m");
        RateCard card = Assert.Single(offer.History);
        Assert.Equal(
            [0.049999999999999996m, 2, 0.01m, 0.3m, 3, 4, 5],
            new[] { Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.Reasoning, Meter.InputAudio, Meter.OutputAudio }.Select(m => card.RateOf(m)!.Value.UsdPerMillion));
        Assert.Null(offer.Retired);
        Assert.Equal((new Usd(1.28m * 0.049999999999999996m / 10), new Usd(0.128001m)), (Input(prices, "m", 128_000, 2026, 8, 21), Input(prices, "m", 128_001, 2026, 8, 21)));
        Assert.Equal(new Usd(0.6m), offer.CostOf(TokenUsage.FromTotals(input: 100_000), At(2026, 8, 21), new CostOptions { ServiceTier = ServiceTier.Fast }).Total);
        Assert.Equal(new Usd(0.2m), prices.Offer("acme", "first").CostOf(TokenUsage.FromTotals(input: 100_000), At(2026, 8, 21), new CostOptions { ServiceTier = ServiceTier.Priority }).Total);
        Assert.Equal(new Usd(7), prices.Offer("reseller", "m").CostOf(TokenUsage.FromTotals(input: 1_000_000), At(2026, 8, 21)).Total);
        Assert.True(Assert.Single(prices.Offer("acme", "old").History).IsFree);
        Assert.Empty(prices.Offer("acme", "listed").History);
    }

    [Fact]
    public void Read_OpenRouter_UnderstandsKeysOverridesAndIndexes()
    {
        const string Models = """
            [{"id":"acme/m","name":"Acme: Em","created":1785478908,"context_length":1048576,"knowledge_cutoff":"2025-03-31","expiration_date":"2026-12-31",
              "architecture":{"input_modalities":["text","image"],"output_modalities":["text","audio"]},"supported_parameters":["tools","structured_outputs"],
              "benchmarks":{"design_arena":[],"artificial_analysis":{"intelligence_index":49.9,"coding_index":null,"agentic_index":"x"},"other":[1]},
              "pricing":{"prompt":"0.0000006000000000000001","completion":"0.0000012","input_cache_read":"0.0000001","input_cache_write":"0.00000075","input_cache_write_1h":"0.0000012",
                         "internal_reasoning":"0.000002","audio":"0.000003","input_audio_cache":"0.0000003","audio_output":"0.000064","image":"0.0000006","image_output":"0.00003",
                         "web_search":"0.01","request":"0.005","discount":0.5,
                         "overrides":[{"min_prompt_tokens":32000,"prompt":"0.000001"},{"min_prompt_tokens":256000,"prompt":"0.000002","completion":"0.000004"},
                                      {"utc_start":1630,"utc_end":30,"prompt":"0.0000003"}]}},
             {"id":"acme/shadowed","pricing":{"prompt":"0.000001","overrides":[{"min_prompt_tokens":9,"prompt":"0.000009"},{"min_prompt_tokens":5,"prompt":"0.000005"}]}},
             {"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1","image":"0.003613"}}]
            """;
        PriceImport import = Read("{\"data\":" + Models + ",\"links\":{\"next\":\"/api/v1/models?offset=500\"}}");
        PriceCatalog prices = new(import.Facts);
        Offer offer = prices.Offer("openrouter", "acme/m");
        RateCard card = Assert.Single(offer.History);

        Assert.Equal(import.Facts, Read(Models).Facts);
        Assert.Equal(
            [
                "acme/m: benchmarks.artificial_analysis.agentic_index", "acme/m: benchmarks.other", "acme/m: pricing.discount", "acme/m: pricing.overrides",
                "acme/shadowed: pricing.overrides.prompt", "links: next", "openrouter/auto: pricing.completion", "openrouter/auto: pricing.image", "openrouter/auto: pricing.prompt",
            ],
            import.Skipped.Select(s => s.Place).Order(StringComparer.Ordinal));
        Assert.Equal(
            [0.6000000000000001m, 1.2m, 0.1m, 0.75m, 1.2m, 2, 3, 0.3m, 64, 0.6m, 30, 10_000, 5_000],
            new[] { "input", "output", "cache-read", "cache-write", "cache-write-1h", "reasoning", "input-audio", "cache-read-audio", "output-audio", "input-image", "output-image", "web-searches", "requests" }
                .Select(m => card.RateOf(Meter.Parse(m))!.Value.UsdPerMillion));
        Assert.Equal([1.0m, 2, 4], card.Rates.Where(r => r.Condition.Context is not null).Select(r => r.Rate.UsdPerMillion).Order());
        Assert.All(card.Rates.Select(r => r.Condition.Context).OfType<ContextTier>(), c => Assert.False(c.IncludesThreshold));
        Assert.Equal(new Usd(0.00005m), prices.Offer("openrouter", "acme/shadowed").CostOf(TokenUsage.FromTotals(input: 10), At(2026, 8, 21)).Total);
        Assert.Empty(prices.Offer("openrouter", "openrouter/auto").History);
        Assert.Equal((new LocalDate(2027, 1, 1), 1_048_576L, null), (offer.Retired, offer.Model.Facts.ContextWindow, offer.Model.Facts.Released));
        Assert.Equal([true, null, true, true], new[] { "function-calling", "reasoning", "structured-outputs", "vision" }.Select(c => offer.Model.Can(c)));
        Assert.Equal("artificial-analysis-intelligence-index 49.9", Assert.Single(import.Facts.Benchmarks).ToString());
    }

    [Fact]
    public void Read_ModelListedTwice_KeepsTheFirstAndSaysSo()
    {
        PriceImport import = Read("""[{"id":"a","models":[{"id":"m","prices":{"input_mtok":1}},{"id":"M","prices":{"input_mtok":2}}]},{"id":"unnamed","models":[]}]""");

        Assert.Equal(["a: models[1]: 'M'", "$[1]: 'unnamed'"], import.Skipped.Select(s => $"{s.Place}: '{s.Value}'"));
        Assert.Equal(new Usd(1), new PriceCatalog(import.Facts).Offer("a", "m").CostOf(TokenUsage.FromTotals(input: 1_000_000), At(2026, 8, 21)).Total);
    }

    [Theory]
    [InlineData("""{"m":{"litellm_provider":"a","regional_processing_uplift_multiplier_eu":1.1}}""", "m: eu", "1.1")]
    [InlineData("""{"m":{"litellm_provider":"a","input_cost_per_token":1,"regional_processing_uplift_multiplier_eu":-1}}""", "m: regional_processing_uplift_multiplier_eu", "-1")]
    [InlineData("""{"unnamed":{"models":{"m":{"cost":{"input":1}}}}}""", "unnamed", "unnamed")]
    [InlineData("""{"a":{"models":{"":{"cost":{"input":1}}}}}""", "a: models", "")]
    [InlineData("""{"a":{"models":{"m":{"tool_call":"yes"}}}}""", "a/m: tool_call", "\"yes\"")]
    [InlineData("""{"a":{"models":{"m":{"limit":{"context":-5}}}}}""", "a/m: context", "-5")]
    [InlineData("""{"a":{"models":{"m":{"modalities":{"input":["a b"]}}}}}""", "a/m: input", "[\"a b\"]")]
    [InlineData("""{"data":[{"id":"m","expiration_date":"2026-02-30"}]}""", "data[0]: expiration_date", "\"2026-02-30\"")]
    public void Read_WhatTheFactsCannotSay_IsSkippedWithPlaceAndValue(string json, string place, string value)
    {
        PriceImport import = Read(json);

        ImportSkip skip = Assert.Single(import.Skipped);
        Assert.Equal((place, value), (skip.Place, skip.Value));
        Assert.Contains("1 skipped (1: " + skip.Reason + ")", import.ToString(), StringComparison.Ordinal);
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
