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
}
