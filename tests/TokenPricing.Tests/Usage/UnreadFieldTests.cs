using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which numbers of a usage are in no count, and which change no cost although no reader counts them.</summary>
public sealed class UnreadFieldTests
{
    [Theory]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_tokens_details":{"text_tokens":7},"completion_tokens_details":{"text_tokens":4,"accepted_prediction_tokens":2,"rejected_prediction_tokens":1}}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"totalTokens":12,"totalTokenCount":12,"total_token_count":12}}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":7,"inputTokenDetails":{"noCacheTokens":7},"outputTokens":5,"outputTokenDetails":{"textTokens":5}}}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":{"total":7,"noCache":7},"outputTokens":{"total":5,"text":5}}}""")]
    [InlineData("deepseek", """{"usage":{"completion_tokens":5,"prompt_cache_miss_tokens":7}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"nested":{"prompt_cache_miss_tokens":7,"num_cached_tokens":6}}}""")]
    [InlineData("xai", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"num_server_side_tools_used":2,"cost_in_usd_ticks":9}}""")]
    [InlineData("mistral", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"num_cached_tokens":6}}""")]
    [InlineData("anthropic", """{"usage":{"input_tokens":7,"output_tokens":5,"server_tool_use":{"web_fetch_requests":3}}}""")]
    [InlineData("openrouter", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"cost":0.5,"cost_details":{"upstream_inference_cost":0.4,"cost_usd":1,"cost_estimate":1,"cost":2,"cost_in_usd_ticks":3}}}""")]
    [InlineData("groq", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"queue_time":0.1,"prompt_time":0.2,"completion_time":0.3,"total_time":0.6,"tokens_per_second":50}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"created":1,"latency":2,"latencyMs":3,"first_token_latency":4,"elapsed_ms":5,"audio_duration":6,"wait_time":7,"unit_cost":8}}""")]
    [InlineData("bedrock", """{"amazon-bedrock-invocationMetrics":{"inputTokenCount":7,"outputTokenCount":5,"invocationLatency":8,"firstByteLatency":9}}""")]
    [InlineData("mistral", """{"usage_info":{"pages_processed":3,"doc_size_bytes":1000}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"new":0,"newer":0.00,"newest":-0e5,"text":"7","flag":true,"none":null,"list":[],"parts":[0,{"zero":0}]}}""")]
    [InlineData("ollama", """{"prompt_eval_count":7,"eval_count":5,"message":{"new":7},"list":[7]}""")]
    public void FromResponse_RepetitionsTimesAndCosts_AreNotUnread(string flavor, string body) =>
        Assert.Empty(ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor)).Unread);

    /// <summary>What is beside the input or the output is not in these totals, which the two fields at the top alone explain.</summary>
    [Theory]
    [InlineData("perplexity", """{"usage":{"prompt_tokens":9,"completion_tokens":5,"reasoning_tokens":7,"total_tokens":14}}""")]
    [InlineData("anthropic", """{"usage":{"input_tokens":9,"output_tokens":5,"cache_read_input_tokens":30,"total_tokens":14}}""")]
    [InlineData("bedrock", """{"usage":{"inputTokens":9,"outputTokens":5,"cacheReadInputTokens":30,"totalTokens":14}}""")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":14}}""")]
    [InlineData("gemini", """{"usage_metadata":{"prompt_token_count":9,"candidates_token_count":5,"thoughts_token_count":7,"total_token_count":14}}""")]
    [InlineData("ai-sdk", """{"usage":{"promptTokens":9,"completionTokens":5,"cachedInputTokens":30,"totalTokens":14}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"totalTokens":99,"totalTokenCount":98,"total_token_count":97}}""")]
    [InlineData("bedrock", """{"usage":{"inputTokens":9,"outputTokens":5,"totalTokens":14,"totalTokenCount":98}}""")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":5,"totalTokenCount":14,"total_token_count":97}}""")]
    public void FromResponse_TotalOfTheTwoFieldsAtTheTop_IsExplained(string flavor, string body) =>
        Assert.Empty(ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor)).Unread);

    [Theory]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":1230,"completion_tokens":4,"total_tokens":9}}""", "usage.total_tokens (9): the counts add up to 1,234")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":2012}}""", "usage.total_tokens (2012): 2,000 of these tokens are in no count")]
    [InlineData("bedrock", """{"usage":{"inputTokens":7,"outputTokens":5,"totalTokens":99}}""", "usage.totalTokens (99): 87 of these tokens are in no count")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":5,"totalTokenCount":99}}""", "usageMetadata.totalTokenCount (99): 87 of these tokens are in no count")]
    [InlineData("gemini", """{"usage_metadata":{"prompt_token_count":7,"candidates_token_count":5,"total_token_count":99}}""", "usage_metadata.total_token_count (99): 87 of these tokens are in no count")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"units":[1.50]}}""", "usage.units[0] (1.50): no reader knows this field")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"units":-1}}""", "usage.units (-1): no reader knows this field")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"timely":1}}""", "usage.timely (1): no reader knows this field")]
    [InlineData("ollama", """{"prompt_eval_count":7,"units":1}""", "units (1): no reader knows this field")]
    [InlineData("gemini", """{"candidates":[{"groundingMetadata":{"groundingChunks":[{"maps":null},{},"?"]}},{}],"usageMetadata":{"promptTokenCount":7}}""", "candidates.groundingMetadata.groundingChunks.maps (1): grounding with Google Maps has a fee that no meter counts")]
    public void FromResponse_NumberInNoCount_IsUnread(string flavor, string body, string unread) =>
        Assert.Equal(unread, Assert.Single(ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor)).Unread).ToString());

    [Theory]
    [InlineData("cachedStuff")]
    [InlineData("Reasoned")]
    [InlineData("thoughts")]
    [InlineData("thinking_units")]
    public void FromResponse_TokensThatLookPriced_AreAnErrorOfTheFlavor(string name)
    {
        string body = $$"""{"usage":{"prompt_tokens":7,"cache":{"units":1},"more":{"{{name}}":2} } }""";

        PricingException exception = Assert.Throws<PricingException>(() => ServedCall.FromResponse(body, ResponseFlavor.Groq));

        Assert.Equal(
            (PricingError.UnreadableResponse, $"The response's usage.more.{name} (2) looks like tokens with a price of their own, and the flavor groq has "
                + "no such count. Name the flavor that has it, or allow unread fields."),
            (exception.Error, exception.Message));
        Assert.Equal(
            ["usage.cache.units", $"usage.more.{name}"], ServedCall.FromResponse(body, ResponseFlavor.Groq, allowUnread: true).Unread.Select(u => u.Path));
    }

    /// <summary>The sixth version repeats counts in older fields and passes on the vendor's own usage, whose searches it does not count.</summary>
    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":90}}""", "4 input tokens, 6 output tokens, 90 cached input tokens, 6 cache-write tokens, 4 reasoning tokens")]
    [InlineData("""{"input_tokens":4,"cache_read_input_tokens":90,"server_tool_use":{"web_search_requests":2}}""", "4 input tokens, 6 output tokens, 90 cached input tokens, 6 cache-write tokens, 4 reasoning tokens, 2 web searches")]
    [InlineData("""{"server_side_tool_usage_details":{"web_search_calls":3}}""", "4 input tokens, 6 output tokens, 90 cached input tokens, 6 cache-write tokens, 4 reasoning tokens, 3 web searches")]
    [InlineData("null", "4 input tokens, 6 output tokens, 90 cached input tokens, 6 cache-write tokens, 4 reasoning tokens")]
    public void FromResponse_AiSdkThatRepeatsItsCounts_CountsThemOnce(string raw, string usage)
    {
        ServedCall call = ServedCall.FromResponse($$"""
            {"usage":{"inputTokens":100,"inputTokenDetails":{"noCacheTokens":4,"cacheReadTokens":90,"cacheWriteTokens":6},"outputTokens":10,
             "outputTokenDetails":{"textTokens":6,"reasoningTokens":4},"totalTokens":110,"reasoningTokens":4,"cachedInputTokens":90,"raw":{{raw}} } }
            """);

        Assert.Equal((ResponseFlavor.AiSdk, usage), (call.Flavor, call.Usage.ToString()));
        Assert.Empty(call.Unread);
    }

    [Theory]
    [InlineData("""{"output":[{"type":"image_generation_call"},{"type":"image_generation_call","status":"failed"}],"usage":{"input_tokens":9,"output_tokens":4}}""", "output.image_generation_call (1): a model of its own drew it, whose tokens are in no count")]
    [InlineData("""{"response":{"output":[],"tool_usage":{"image_gen":{"total_tokens":4310}},"usage":{"input_tokens":9,"output_tokens":4}}}""", "output.image_generation_call (1): a model of its own drew it, whose tokens are in no count")]
    [InlineData("""{"output":[],"tool_usage":{"image_gen":{"total_tokens":0}},"usage":{"input_tokens":9,"output_tokens":4}}""", "")]
    public void FromResponse_ImagesOfAToolOfResponses_AreUnread(string body, string unread) =>
        Assert.Equal(unread, string.Join("; ", ServedCall.FromResponse(body, ResponseFlavor.OpenAIResponses).Unread));

    [Fact]
    public void FromResponse_PlacesOfASnakeCaseBody_AreUnread() => Assert.Equal("1", ServedCall.FromResponse(
        """{"candidates":[{"grounding_metadata":{"grounding_chunks":[{"maps":{}},{"web":{}}]}}],"usage_metadata":{"prompt_token_count":9}}""").Unread.Single().Value);

    [Fact]
    public void FromResponse_DetailsUnderTwoNamesThatDiffer_AreNotARepetition() => Assert.Throws<PricingException>(() => ServedCall.FromResponse(
        """{"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":1},"prompt_token_details":{"cached_tokens":2}}}"""));

    [Fact]
    public void FromResponse_RawOfAnotherFlavor_IsUnread() => Assert.Equal(
        "usage.raw.units (2): no reader knows this field",
        ServedCall.FromResponse("""{"usage":{"prompt_tokens":7,"raw":{"units":2}}}""", ResponseFlavor.Groq).Unread.Single().ToString());
}
