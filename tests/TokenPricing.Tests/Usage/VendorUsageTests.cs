using Xunit;

namespace TokenPricing.Tests;

/// <summary>What libraries pass on of their vendors' own responses, which says more than their own counts.</summary>
public sealed class VendorUsageTests
{
    private const string Version5 = """{"inputTokens":337,"outputTokens":342,"totalTokens":679,"cachedInputTokens":0}""";

    [Theory]
    [InlineData("""{"usage":V5,"providerMetadata":{"anthropic":{"usage":{"cache_creation":{"ephemeral_1h_input_tokens":9},"cache_creation_input_tokens":46209,"cache_read_input_tokens":0,"input_tokens":337,"output_tokens":342}}}}""", "337 input tokens, 342 output tokens, 46,200 cache-write tokens, 9 1-hour cache-write tokens")]
    [InlineData("""{"usage":V5,"providerMetadata":{"gateway":{"cost":"0"},"anthropic":{"cacheCreationInputTokens":100}}}""", "337 input tokens, 342 output tokens, 100 cache-write tokens")]
    [InlineData("""{"usage":V5,"providerMetadata":{"anthropic":{"cacheCreationInputTokens":null}}}""", "337 input tokens, 342 output tokens")]
    [InlineData("""{"usage":{"promptTokens":337,"completionTokens":342},"providerMetadata":{"anthropic":{"cacheCreationInputTokens":0,"cacheReadInputTokens":100}}}""", "337 input tokens, 342 output tokens, 100 cached input tokens")]
    [InlineData("""{"usage":V5,"providerMetadata":{"bedrock":{"usage":{"cacheWriteInputTokens":100}}}}""", "337 input tokens, 342 output tokens, 100 cache-write tokens")]
    [InlineData("""{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":1620},"providerMetadata":{"google":{"usageMetadata":{"promptTokenCount":26,"candidatesTokenCount":50,"thoughtsTokenCount":1544,"totalTokenCount":1620}}}}""", "26 input tokens, 50 output tokens, 1,544 reasoning tokens")]
    public void FromResponse_AiSdksProviderMetadata_HasWhatItsUsageLacks(string body, string usage) => Reads(ResponseFlavor.AiSdk, body, usage);

    [Theory]
    [InlineData("""{"input_tokens":7,"cache_creation_input_tokens":9,"cache_creation":{"ephemeral_1h_input_tokens":9},"output_tokens":5}""", "7 input tokens, 5 output tokens, 9 1-hour cache-write tokens")]
    [InlineData("""{"promptTokenCount":16,"candidatesTokenCount":5,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":9}]}""", "7 input tokens, 5 output tokens, 9 audio input tokens")]
    [InlineData("""{"input_tokens":6,"cache_read_input_tokens":9,"output_tokens":5}""", "16 input tokens, 5 output tokens")]
    [InlineData("""{"input_tokens":7,"cache_read_input_tokens":9,"output_tokens":4}""", "16 input tokens, 5 output tokens")]
    [InlineData("""{"cache_read_input_tokens":9,"output_tokens":5}""", "16 input tokens, 5 output tokens")]
    [InlineData("""{"input_tokens":16,"cache_read_input_tokens":9}""", "16 input tokens, 5 output tokens")]
    [InlineData("""{"input_tokens":30,"output_tokens":9}""", "16 input tokens, 5 output tokens")]
    [InlineData("""{"inputTokens":30,"outputTokens":9,"reasoningTokens":2}""", "16 input tokens, 5 output tokens")]
    [InlineData("""{"input_tokens":2,"output_tokens":3,"cache_read_input_tokens":0,"iterations":[{"type":"compaction","input_tokens":14,"output_tokens":2},{"type":"message","input_tokens":2,"output_tokens":3}]}""", "2 input tokens, 3 output tokens")]
    public void FromResponse_RawUsage_CountsWhereItIsWholeAndNoLess(string raw, string usage) => Reads(
        ResponseFlavor.AiSdk,
        $$$"""{"usage":{"inputTokens":16,"inputTokenDetails":{},"outputTokens":5,"totalTokens":21,"raw":{{{raw}}} } }""",
        usage);

    [Theory]
    [InlineData("""{"usage":{"inputTokens":9,"inputTokenDetails":{},"outputTokens":1,"raw":{"input_tokens":9,"output_tokens":1,"cache_read_input_tokens":0,"inference_geo":"us","service_tier":"priority"}}}""", "priority", "us", null)]
    [InlineData("""{"usage":{"inputTokens":9,"inputTokenDetails":{},"outputTokens":1,"raw":{"input_tokens":9,"output_tokens":1,"speed":"fast"}}}""", "fast", null, null)]
    [InlineData("""{"usage":{"inputTokens":9,"inputTokenDetails":{},"outputTokens":1},"providerMetadata":{"openai":{"serviceTier":"flex"}},"response":{"modelId":"gpt-5"}}""", "flex", null, "gpt-5")]
    [InlineData("""{"usage_metadata":{"input_tokens":9,"output_tokens":1},"response_metadata":{"service_tier":"priority","model_name":"gpt-5"}}""", "priority", null, "gpt-5")]
    [InlineData("""{"usage_metadata":{"input_tokens":9,"output_tokens":1},"response_metadata":{"model_name":"gemini-2.5-pro","usage_metadata":{"prompt_token_count":9,"candidates_token_count":1,"traffic_type":"ON_DEMAND_FLEX"}}}""", "flex", null, "gemini-2.5-pro")]
    [InlineData("""{"usage_metadata":{"input_tokens":9,"output_tokens":1},"response_metadata":{"model":"claude-opus-4-8","usage":{"input_tokens":9,"output_tokens":1,"cache_read_input_tokens":0,"speed":"fast","inference_geo":"us"}}}""", "fast", "us", "claude-opus-4-8")]
    [InlineData("""{"usage_metadata":{"input_tokens":9,"output_tokens":1,"input_token_details":{"flex":9},"output_token_details":{"flex":1}},"response_metadata":"?"}""", "flex", null, null)]
    public void FromResponse_Library_PassesOnTierRegionAndModel(string body, string? tier, string? region, string? model)
    {
        ServedCall call = ServedCall.FromResponse(body);

        Assert.Equal((tier, region, model, 9, 1), (call.ServiceTier?.Value, call.Region, call.Model, call.Usage.InputTokens, call.Usage.OutputTokens));
        Assert.Empty(call.Unread);
    }

    [Theory]
    [InlineData("""{"usage_metadata":{"input_tokens":9,"output_tokens":1,"total_tokens":10},"response_metadata":{"usage":{"input_tokens":9,"output_tokens":1,"cache_read_input_tokens":0,"server_tool_use":{"web_search_requests":3}}}}""", "9 input tokens, 1 output tokens, 3 web searches")]
    [InlineData("""{"usage_metadata":{"input_tokens":9,"output_tokens":1,"total_tokens":10},"response_metadata":{"model_name":"gemini-3-pro","grounding_metadata":{"web_search_queries":["a","b"]}}}""", "9 input tokens, 1 output tokens, 2 web searches")]
    [InlineData("""{"usage_metadata":{"input_tokens":1000,"output_tokens":300,"total_tokens":1300,"input_token_details":{"flex":600,"flex_cache_read":400},"output_token_details":{"flex":200,"flex_reasoning":100}}}""", "600 input tokens, 200 output tokens, 400 cached input tokens, 100 reasoning tokens")]
    [InlineData("""{"usage_metadata":{"input_tokens":1000,"output_tokens":300,"total_tokens":1300,"input_token_details":{"priority":600,"priority_cache_read":400},"output_token_details":{"priority":200,"priority_reasoning":100}}}""", "600 input tokens, 200 output tokens, 400 cached input tokens, 100 reasoning tokens")]
    public void FromResponse_LangChainsMessage_HasSearchesAndTiers(string body, string usage) => Reads(ResponseFlavor.LangChain, body, usage);

    [Fact]
    public void FromResponse_NewNumberThatALibraryPassesOn_IsUnread() => Assert.Equal(
        "usage.raw.new_cached (2): no reader knows this field",
        ServedCall.FromResponse(
            """{"usage":{"inputTokens":9,"inputTokenDetails":{},"outputTokens":1,"raw":{"input_tokens":9,"output_tokens":1,"cache_read_input_tokens":0,"new_cached":2}}}""")
            .Unread.Single().ToString());

    [Theory]
    [InlineData("gemini-2.5-pro", 1)]
    [InlineData("gemini-3-pro", 2)]
    public void AnsweredBy_LangChainsGrounding_IsBilledByThePromptBeforeGemini3(string model, int searches) => Assert.Equal(
        searches,
        ServedCall.FromResponse(
            """{"usage_metadata":{"input_tokens":9,"output_tokens":1,"total_tokens":10},"response_metadata":{"grounding_metadata":{"web_search_queries":["a","b"]}}}""")
            .AnsweredBy(model).Usage.PartOf(Meter.WebSearches));

    private static void Reads(ResponseFlavor flavor, string body, string usage)
    {
        ServedCall call = ServedCall.FromResponse(body.Replace("V5", Version5, StringComparison.Ordinal));

        Assert.Equal((flavor, usage), (call.Flavor, call.Usage.ToString()));
        Assert.Empty(call.Unread);
    }
}
