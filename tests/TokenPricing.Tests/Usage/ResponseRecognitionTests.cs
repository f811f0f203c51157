using Xunit;

namespace TokenPricing.Tests;

/// <summary>A body whose flavor nobody named is read where it can be read in one way only.</summary>
public sealed class ResponseRecognitionTests
{
    [Theory]
    [InlineData("""{"usageMetadata":{"promptTokenCount":7,"thoughtsTokenCount":5}}""", "gemini")]
    [InlineData("""{"usage":{"input_tokens":7,"output_tokens":5,"cache_read_input_tokens":3,"cache_creation_input_tokens":0}}""", "anthropic")]
    [InlineData("""{"type":"message","usage":{"input_tokens":7,"output_tokens":5}}""", "anthropic")]
    [InlineData("""{"usage":{"inputTokens":7,"outputTokens":5,"cacheReadInputTokens":3}}""", "bedrock")]
    [InlineData("""{"usage":{"tokens":{"input_tokens":7,"output_tokens":5},"billed_units":{"input_tokens":1,"output_tokens":2}}}""", "cohere")]
    [InlineData("""{"usage":{"input_tokens":7,"output_tokens":5,"input_tokens_details":{"cached_tokens":3}}}""", "openai-responses")]
    [InlineData("""{"object":"response","usage":{"input_tokens":7,"output_tokens":5}}""", "openai-responses")]
    [InlineData("""{"type":"response.done","response":{"object":"realtime.response","usage":{"input_tokens":7,"output_tokens":5,"input_token_details":{"audio_tokens":7}}}}""", "openai-responses")]
    [InlineData("""{"usage":{"prompt_tokens":7,"total_tokens":7}}""", "openai-embeddings")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5}}""", "openai-chat")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"completion_tokens_details":{"reasoning_tokens":4}}}""", "openai-chat")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"queue_time":0.1}}""", "groq")]
    [InlineData("""{"provider":"X","usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"cost":0.1,"is_byok":false}}""", "openrouter")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_cache_hit_tokens":3,"prompt_cache_miss_tokens":4}}""", "deepseek")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":16,"completion_tokens_details":{"reasoning_tokens":4}}}""", "xai")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":4},"num_sources_used":0}}""", "xai")]
    public void FromResponse_Unmistakable_IsReadAsItsFlavor(string body, string flavor) =>
        Assert.Equal(TokenUsage.FromResponse(body, ResponseFlavor.Parse(flavor)), TokenUsage.FromResponse(body));

    [Theory]
    [InlineData("""{"usage":{"input_tokens":7,"output_tokens":5}}""", "anthropic or openai-responses")]
    [InlineData("""{"usage":{"input_tokens":7,"output_tokens":5,"cache_read_input_tokens":1,"input_tokens_details":{"cached_tokens":1}}}""", "anthropic or openai-responses")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":4}}}""", "openai-chat or xai")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":99}}""", "openai-chat or xai")]
    [InlineData("""{"usage":{"prompt_tokens":7,"total_tokens":99}}""", "openai-chat or xai")]
    [InlineData("""{"usage":{"prompt_tokens":7}}""", "openai-chat or xai")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"reasoning_tokens":90}}""", "openai-chat or perplexity")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"input_tokens":7,"output_tokens":5}}""", "openai-chat or openai-responses")]
    [InlineData("""{"usage":{"words":7}}""", "it has words")]
    [InlineData("""{"usage":{"total_tokens":7}}""", "it has total_tokens")]
    [InlineData("""{"choices":[],"data":[],"usage":{"total_tokens":7}}""", "it has total_tokens")]
    [InlineData("""{"usage":{}}""", "it has no fields")]
    [InlineData("""{"usage":{"prompt_tokens":7},"usageMetadata":{"promptTokenCount":7}}""", "both usage and usageMetadata")]
    public void FromResponse_Doubtful_SaysWhatItCouldBeAndHowToNameIt(string body, string says)
    {
        PricingException exception = Assert.Throws<PricingException>(() => TokenUsage.FromResponse(body));

        Assert.Equal(PricingError.UnknownResponseFlavor, exception.Error);
        Assert.Contains(says, exception.Message);
        Assert.Contains("Name", exception.Message);
        Assert.Contains("gemini", exception.Message);
    }

    [Fact]
    public void FromResponse_BothUsages_AreReadByTheNamedFlavor()
    {
        const string Body = """{"usage":{"prompt_tokens":7},"usageMetadata":{"promptTokenCount":8}}""";

        Assert.Equal(7, TokenUsage.FromResponse(Body, ResponseFlavor.OpenAIChat).InputTokens);
        Assert.Equal(8, TokenUsage.FromResponse(Body, ResponseFlavor.Gemini).InputTokens);
    }

    // Each body has one field alone that is its vendor's own, with a count of zero or null where the name is enough.
    [Theory]
    [InlineData("gemini", """{"usage":{"promptTokenCount":0}}""")]
    [InlineData("gemini", """{"usage":{"candidatesTokenCount":0}}""")]
    [InlineData("gemini", """{"usage":{"cachedContentTokenCount":0}}""")]
    [InlineData("gemini", """{"usage":{"thoughtsTokenCount":0}}""")]
    [InlineData("gemini", """{"usage":{"prompt_token_count":0}}""")]
    [InlineData("gemini", """{"usage":{"candidates_token_count":0}}""")]
    [InlineData("gemini", """{"usage":{"cached_content_token_count":0}}""")]
    [InlineData("gemini", """{"usage":{"thoughts_token_count":0}}""")]
    [InlineData("bedrock", """{"usage":{"inputTokens":0}}""")]
    [InlineData("bedrock", """{"usage":{"outputTokens":0}}""")]
    [InlineData("bedrock", """{"usage":{"cacheReadInputTokens":0}}""")]
    [InlineData("bedrock", """{"usage":{"cacheWriteInputTokens":0}}""")]
    [InlineData("bedrock", """{"usage":{"cacheReadInputTokenCount":0}}""")]
    [InlineData("bedrock", """{"usage":{"cacheWriteInputTokenCount":0}}""")]
    [InlineData("bedrock", """{"usage":{"cacheDetails":[{"ttl":"1h","inputTokens":0}]}}""")]
    [InlineData("bedrock", """{"inputTextTokenCount":0}""")]
    [InlineData("bedrock", """{"generation_token_count":0}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":0,"cachedInputTokens":null}}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":0,"reasoningTokens":null}}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":0,"inputTokenDetails":null}}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":0,"outputTokenDetails":null}}""")]
    [InlineData("ai-sdk", """{"usage":{"promptTokens":0}}""")]
    [InlineData("ai-sdk", """{"usage":{"completionTokens":0}}""")]
    [InlineData("anthropic", """{"usage":{"output_tokens":0,"cache_creation_input_tokens":null}}""")]
    [InlineData("anthropic", """{"usage":{"output_tokens":0,"cache_read_input_tokens":null}}""")]
    [InlineData("anthropic", """{"usage":{"output_tokens":0,"cache_creation":null}}""")]
    [InlineData("anthropic", """{"usage":{"output_tokens":0,"server_tool_use":null}}""")]
    [InlineData("anthropic", """{"usage":{"server_tool_use":{"web_search_requests":2}}}""")]
    [InlineData("anthropic", """{"type":"message","usage":{"input_tokens":0}}""")]
    [InlineData("anthropic", """{"type":"message_start","usage":{"input_tokens":0}}""")]
    [InlineData("anthropic", """{"type":"message_delta","usage":{"output_tokens":0}}""")]
    [InlineData("openai-responses", """{"object":"response","usage":{"input_tokens":0}}""")]
    [InlineData("openai-responses", """{"object":"response","usage":{"output_tokens":0}}""")]
    [InlineData("openai-responses", """{"usage":{"input_tokens":0,"input_tokens_details":null}}""")]
    [InlineData("openai-responses", """{"usage":{"input_tokens":0,"input_token_details":null}}""")]
    [InlineData("openai-responses", """{"type":"response.completed","response":{"usage":{"input_tokens":0}}}""")]
    [InlineData("openai-responses", """{"type":"response.incomplete","response":{"usage":{"input_tokens":0}}}""")]
    [InlineData("openai-responses", """{"type":"response.failed","response":{"usage":{"input_tokens":0}}}""")]
    [InlineData("openai-responses", """{"type":"response.done","response":{"usage":{"input_tokens":0}}}""")]
    [InlineData("openai-images", """{"created":1,"data":[],"usage":{"input_tokens":0}}""")]
    [InlineData("openai-images", """{"created":1,"data":[],"usage":{"input_tokens":0,"input_tokens_details":null}}""")]
    [InlineData("openai-images", """{"created":1,"data":[{"url":"x"}]}""")]
    [InlineData("openai-audio", """{"type":"speech.audio.done","usage":{"input_tokens":0}}""")]
    [InlineData("openai-audio", """{"usage":{"type":"duration","seconds":0}}""")]
    [InlineData("cohere", """{"usage":{"tokens":{"input_tokens":0}}}""")]
    [InlineData("cohere", """{"usage":{"billed_units":{"input_tokens":0}}}""")]
    [InlineData("cohere", """{"meta":{"billed_units":{"search_units":0}}}""")]
    [InlineData("openai-images", """{"type":"image_generation.completed","usage":{"input_tokens":0,"output_tokens":0,"input_tokens_details":{}}}""")]
    [InlineData("openai-images", """{"type":"image_edit.completed","usage":{"input_tokens":0}}""")]
    [InlineData("openai-images", """{"created":1,"data":[{"url":"x"}],"usage":{"cost_in_usd_ticks":5}}""")]
    [InlineData("openai-responses", """{"request_id":"r","output":{"choices":[]},"usage":{"input_tokens":0}}""")]
    [InlineData("openai-responses", """{"usage":{"input_tokens":0,"prompt_tokens_details":null}}""")]
    [InlineData("anthropic", """{"request_id":"r","output":{},"usage":{"input_tokens":0,"cache_read_input_tokens":0}}""")]
    [InlineData("ai-sdk", """{"providerMetadata":null,"usage":{"inputTokens":0}}""")]
    [InlineData("ai-sdk", """{"usage":{"inputTokenCount":0}}""")]
    [InlineData("ai-sdk", """{"usage":{"outputTokenCount":0}}""")]
    [InlineData("ai-sdk", """{"usage":{"cachedInputTokenCount":0}}""")]
    [InlineData("bedrock", """{"usage":{"inputTokenCount":0,"cacheReadInputTokenCount":0}}""")]
    [InlineData("gemini", """{"usage":{"total_input_tokens":0}}""")]
    [InlineData("gemini", """{"usage":{"totalInputTokens":0}}""")]
    [InlineData("gemini", """{"response":{"usageMetadata":{"promptTokenCount":0}}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"reasoning_tokens":5}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"reasoning_tokens":0}}""")]
    [InlineData("xai", """{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":18,"reasoning_tokens":6}}""")]
    [InlineData("codex", """{"usage":{"input_tokens":0,"cached_input_tokens":null}}""")]
    [InlineData("codex", """{"usage":{"input_tokens":0,"reasoning_output_tokens":null}}""")]
    [InlineData("langchain", """{"usage_metadata":{"input_tokens":0}}""")]
    [InlineData("mistral", """{"usage_info":{"pages_processed":0}}""")]
    [InlineData("ollama", """{"prompt_eval_count":0}""")]
    [InlineData("ollama", """{"eval_count":0}""")]
    [InlineData("xai", """{"usage":{"prompt_tokens":0,"num_sources_used":null}}""")]
    [InlineData("xai", """{"usage":{"prompt_tokens":0,"cost_in_usd_ticks":null}}""")]
    [InlineData("deepseek", """{"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0,"prompt_cache_hit_tokens":0}}""")]
    [InlineData("perplexity", """{"usage":{"prompt_tokens":0,"completion_tokens":0,"search_context_size":null}}""")]
    [InlineData("perplexity", """{"usage":{"prompt_tokens":0,"completion_tokens":0,"citation_tokens":null}}""")]
    [InlineData("perplexity", """{"usage":{"prompt_tokens":0,"completion_tokens":0,"num_search_queries":null}}""")]
    [InlineData("moonshot", """{"usage":{"prompt_tokens":0,"completion_tokens":0,"cached_tokens":null}}""")]
    [InlineData("openai-embeddings", """{"usage":{"prompt_tokens":7,"total_tokens":7}}""")]
    [InlineData("openai-embeddings", """{"embeddings":[],"usage":{"total_tokens":7}}""")]
    [InlineData("openai-chat", """{"usage":{"completion_tokens":5}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":4,"completion_tokens":5,"cache_read_input_tokens":90}}""")]
    public void FromResponse_OneFieldOfAVendorsOwn_TellsTheFlavor(string flavor, string body) =>
        Assert.Equal(flavor, ServedCall.FromResponse(body).Flavor.Id);

    [Theory]
    [InlineData("""{"usage":{"seconds":9}}""", "The response's usage has none of the fields by which a flavor is recognized; it has seconds.")]
    [InlineData("""{"usage":{"type":"duration"}}""", "The response's usage has none of the fields by which a flavor is recognized; it has type.")]
    [InlineData("""{"data":[],"usage":{"words":7}}""", "The response's usage has none of the fields by which a flavor is recognized; it has words.")]
    [InlineData("""{"output":[],"data":[],"usage":{"total_tokens":7}}""", "The response's usage has none of the fields by which a flavor is recognized; it has total_tokens.")]
    [InlineData("""{"data":{},"usage":{"total_tokens":7}}""", "The response's usage has none of the fields by which a flavor is recognized; it has total_tokens.")]
    [InlineData("""{"created":1,"usage":{"input_tokens":7,"output_tokens":5}}""", "The response's usage (input_tokens, output_tokens) could be of anthropic or openai-responses, which count differently.")]
    [InlineData("""{"data":[],"usage":{"input_tokens":7,"output_tokens":5}}""", "The response's usage (input_tokens, output_tokens) could be of anthropic or openai-responses, which count differently.")]
    [InlineData("""{"created":1,"data":[],"object":"list","usage":{"input_tokens":7}}""", "The response's usage (input_tokens) could be of anthropic or openai-responses, which count differently.")]
    [InlineData("""{"type":"message","object":"response","usage":{"input_tokens":7}}""", "The response's usage (input_tokens) could be of anthropic or openai-responses, which count differently.")]
    [InlineData("""{"usage":{"tokens":{},"cache_read_input_tokens":1}}""", "The response's usage (tokens, cache_read_input_tokens) could be of cohere or anthropic, which count differently.")]
    [InlineData("""{"usage":{"prompt_tokens":7,"input_tokens":7,"cache_creation":null}}""", "The response's usage (prompt_tokens, input_tokens, cache_creation) could be of openai-chat or openai-responses or anthropic, which count differently.")]
    [InlineData("""{"usage":{"inputTokens":7,"cacheDetails":null,"reasoningTokens":1}}""", "The response's usage (inputTokens, cacheDetails, reasoningTokens) could be of ai-sdk or bedrock, which count differently.")]
    [InlineData("""{"usage":{"prompt_tokens":7,"reasoning_tokens":1}}""", "The response's usage (prompt_tokens, reasoning_tokens) could be of openai-chat or perplexity, which count differently.")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"reasoning_tokens":6}}""", "The response's usage (prompt_tokens, completion_tokens, total_tokens, reasoning_tokens) could be of openai-chat or perplexity, which count differently.")]
    [InlineData("""{"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":20,"completion_tokens_details":{"reasoning_tokens":4}}}""", "The response's usage (prompt_tokens, completion_tokens, total_tokens, completion_tokens_details) could be of openai-chat or xai, which count differently.")]
    public void FromResponse_FieldsOfNoOrOfSeveralFlavors_AreNamedWithAllFlavors(string body, string says)
    {
        PricingException exception = Assert.Throws<PricingException>(() => ServedCall.FromResponse(body));

        Assert.Equal(
            (PricingError.UnknownResponseFlavor, $"{says} Name the flavor: one of {string.Join(", ", ResponseFlavor.All)}."),
            (exception.Error, exception.Message));
    }

    [Fact]
    public void FromResponse_NamedFlavor_ReadsItsOwnPlaceAlone()
    {
        const string Body = """{"prompt_eval_count":7,"eval_count":5}""";

        Assert.Equal(TokenUsage.FromTotals(input: 7, output: 5), ServedCall.FromResponse(Body, ResponseFlavor.Ollama).Usage);
        Assert.Contains("it has no usage.", Assert.Throws<PricingException>(() => ServedCall.FromResponse(Body, ResponseFlavor.Mistral)).Message, StringComparison.Ordinal);
    }
}
