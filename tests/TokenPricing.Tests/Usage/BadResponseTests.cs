using System.Text;
using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Each way in which a response can be wrong, and that the error says which field and why.</summary>
public sealed class BadResponseTests
{
    [Fact]
    public void FromResponse_CachedTokensThatDiffer_AreRefused()
    {
        PricingException exception = Assert.Throws<PricingException>(() => ServedCall.FromResponse(
            """{"usage":{"prompt_tokens":2000,"completion_tokens":13,"cached_tokens":1024,"prompt_tokens_details":{"cached_tokens":512}}}"""));

        Assert.Equal(PricingError.ContradictoryUsage, exception.Error);
        Assert.Equal(
            "The response's usage contradicts itself: usage.cached_tokens (1,024) and usage.prompt_tokens_details.cached_tokens (512) are the same tokens.",
            exception.Message);
    }

    [Theory]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":-1,"completion_tokens":5}}""", "usage.prompt_tokens is -1")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":11}}}""", "usage.prompt_tokens (10) does not hold usage.prompt_tokens_details.cached_tokens (11)")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":6,"cache_write_tokens":5}}}""", "usage.prompt_tokens (10) does not hold usage.prompt_tokens_details.cached_tokens (6) and usage.prompt_tokens_details.cache_write_tokens (5)")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"prompt_tokens_details":{"audio_tokens":1100}}}""", "audio_tokens (1,100)")]
    [InlineData("openai-chat", """{"usage":{"completion_tokens":10,"completion_tokens_details":{"reasoning_tokens":11}}}""", "usage.completion_tokens (10) does not hold usage.completion_tokens_details.reasoning_tokens (11)")]
    [InlineData("openai-chat", """{"usage":{"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":1}}}""", "usage.prompt_tokens_details.cached_tokens (1) is reported, but the input tokens")]
    [InlineData("openai-responses", """{"usage":{"output_tokens":10,"output_tokens_details":{"reasoning_tokens":11}}}""", "usage.output_tokens_details.reasoning_tokens (11)")]
    [InlineData("openai-responses", """{"response":{"usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":2}}}}""", "response.usage.input_tokens (1)")]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":6,"ephemeral_1h_input_tokens":5}}}""", "usage.cache_creation_input_tokens (10) does not hold usage.cache_creation.ephemeral_5m_input_tokens (6) and usage.cache_creation.ephemeral_1h_input_tokens (5)")]
    [InlineData("anthropic", """{"usage":{"output_tokens":10,"cache_read_input_tokens":1}}""", "usage.cache_read_input_tokens (1) is reported")]
    [InlineData("anthropic", """{"usage":{"output_tokens":10,"output_tokens_details":{"thinking_tokens":11}}}""", "thinking_tokens (11)")]
    [InlineData("anthropic", """{"usage":{"output_tokens":10,"server_tool_use":{"web_search_requests":-2}}}""", "usage.server_tool_use.web_search_requests is -2")]
    [InlineData("bedrock", """{"usage":{"inputTokens":1,"outputTokens":1,"cacheReadInputTokens":-3}}""", "usage.cacheReadInputTokens is -3")]
    [InlineData("cohere", """{"usage":{"tokens":{"input_tokens":5},"cached_tokens":6}}""", "usage.tokens.input_tokens (5) does not hold usage.cached_tokens (6)")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":5,"cachedContentTokenCount":6}}""", "usageMetadata.promptTokenCount (5) does not hold usageMetadata.cachedContentTokenCount (6)")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":5,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":6}]}}""", "usageMetadata.promptTokenCount (5) does not hold usageMetadata.promptTokensDetails of AUDIO (6)")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":5,"toolUsePromptTokenCount":2,"cachedContentTokenCount":8}}""", "usageMetadata.promptTokenCount + usageMetadata.toolUsePromptTokenCount (7)")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":5,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":-6}]}}""", "usageMetadata.promptTokensDetails[0].tokenCount is -6")]
    [InlineData("deepseek", """{"usage":{"prompt_tokens":9,"prompt_cache_hit_tokens":5,"prompt_cache_miss_tokens":5}}""", "usage.prompt_cache_hit_tokens + usage.prompt_cache_miss_tokens (10) is not usage.prompt_tokens (9)")]
    [InlineData("deepseek", """{"usage":{"prompt_tokens":9,"prompt_cache_hit_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}""", "usage.prompt_cache_hit_tokens (5) and usage.prompt_tokens_details.cached_tokens (4)")]
    public void FromResponse_Contradiction_NamesTheFields(string flavor, string body, string says) =>
        Throws(PricingError.ContradictoryUsage, says, () => TokenUsage.FromResponse(body, ResponseFlavor.Parse(flavor)));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("usage")]
    [InlineData("{\"usage\":{")]
    [InlineData("{\"usage\":{}} {}")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":1}")]
    [InlineData("data: {\"usage\":{}}\n\ndata: {]")]
    [InlineData("{\"usage\":{\"prompt_tokens\":1,}}")]
    [InlineData("{\"usage\":{\"prompt_tokens\":01}}")]
    [InlineData("{\"usage\":{\"prompt_tokens\":NaN}}")]
    public void FromResponse_NoJson_SaysSo(string body)
    {
        Throws(PricingError.UnreadableResponse, "is not JSON", () => TokenUsage.FromResponse(body));
        Throws(PricingError.UnreadableResponse, "is not JSON", () => TokenUsage.FromResponse(Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("null", "Null")]
    [InlineData("7", "Number")]
    [InlineData("\"usage\"", "String")]
    public void FromResponse_NoObject_SaysWhatItIs(string body, string kind) =>
        Throws(PricingError.UnreadableResponse, $"expected one JSON object, not {kind}", () => TokenUsage.FromResponse(body, ResponseFlavor.OpenAIChat));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"error":{"message":"rate limited"},"message":"no"}""")]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}],"usage":null}""")]
    public void FromResponse_NoUsage_SaysWhereAStreamHasIt(string body)
    {
        Throws(PricingError.UnreadableResponse, "it has no usage. Of a stream, pass the last chunk", () => TokenUsage.FromResponse(body));
        Throws(PricingError.UnreadableResponse, "it has no usage. Of a stream, pass the last chunk", () => TokenUsage.FromResponse(body, ResponseFlavor.Anthropic));
        Throws(PricingError.UnreadableResponse, "it has no usageMetadata", () => TokenUsage.FromResponse(body, ResponseFlavor.Gemini));
    }

    [Theory]
    [InlineData("openai-chat", """{"usage":7}""", "usage is 7, not an object")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":"12"}}""", "usage.prompt_tokens is \"12\", not a whole number")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":12.5}}""", "usage.prompt_tokens is 12.5, not a whole number")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":1e3}}""", "usage.prompt_tokens is 1e3, not a whole number")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":99999999999999999999.0}}""", "usage.prompt_tokens is 99999999999999999999.0, not a whole number")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":true}}""", "usage.prompt_tokens is true")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9223372036854775808}}""", "usage.prompt_tokens is 9223372036854775808")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":1,"prompt_tokens_details":[]}}""", "usage.prompt_tokens_details is [], not an object")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":1,"prompt_tokens":2}}""", "usage.prompt_tokens occurs twice")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":1,"prompt\u005ftokens":2}}""", "usage.prompt_tokens occurs twice")]
    [InlineData("openai-chat", """{"usage":null,"usage":{"prompt_tokens":1}}""", "usage occurs twice")]
    [InlineData("openai-chat", """{"usage":{"input_tokens":1,"output_tokens":2}}""", "usage has none of the counts of the flavor openai-chat; it has input_tokens, output_tokens")]
    [InlineData("anthropic", """{"usage":{}}""", "it has no fields")]
    [InlineData("anthropic", """{"usage":{"input_tokens":9223372036854775807,"cache_read_input_tokens":9223372036854775807}}""", "usage.input_tokens + usage.cache_read_input_tokens is 18446744073709551614; a count must be less than 2^63")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":1,"promptTokensDetails":{}}}""", "usageMetadata.promptTokensDetails is {}, not an array")]
    [InlineData("gemini", """{"usageMetadata":{"trafficType":"ON_DEMAND"}}""", "it has trafficType")]
    [InlineData("openai-chat", """{"usage":{"\uD800":1}}""", "not valid Unicode")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":1,"promptTokensDetails":[{"modality":"\uD800","tokenCount":1}]}}""", "not valid Unicode")]
    public void FromResponse_Unreadable_NamesTheField(string flavor, string body, string says) =>
        Throws(PricingError.UnreadableResponse, says, () => TokenUsage.FromResponse(body, ResponseFlavor.Parse(flavor)));

    [Fact]
    public void FromResponse_NestedDeeply_IsRefused()
    {
        string body = $$"""{"x":{{new string('[', 100_000)}}{{new string(']', 100_000)}},"usage":{"prompt_tokens":1} }""";

        Throws(PricingError.UnreadableResponse, "maximum configured depth", () => TokenUsage.FromResponse(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    public void FromResponse_NumberOfTenThousandDigits_IsRefusedInFewWords(string sign)
    {
        string body = $$"""{"usage":{"prompt_tokens":{{sign}}{{new string('9', 10_000)}} } }""";

        PricingException exception = Throws(PricingError.UnreadableResponse, "not a whole number", () => TokenUsage.FromResponse(body, ResponseFlavor.OpenAIChat));

        Assert.True(exception.Message.Length < 200);
    }

    [Fact]
    public void FromResponse_HalfACharacter_IsNoJson() =>
        Throws(PricingError.UnreadableResponse, "cannot be read", () => TokenUsage.FromResponse("{\"\uD800\":1}", ResponseFlavor.OpenAIChat));

    [Fact]
    public void FromResponse_BytesThatAreNoUtf8_AreRefused() =>
        Throws(PricingError.UnreadableResponse, "cannot be read", () => TokenUsage.FromResponse(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }));

    [Fact]
    public void FromResponse_NullOrDefault_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => TokenUsage.FromResponse((string)null!));
        Throws(PricingError.UnreadableResponse, "Undefined", () => TokenUsage.FromResponse(default(JsonElement)));
        Throws(PricingError.UnreadableResponse, "is not JSON", () => TokenUsage.FromResponse(default(ReadOnlyMemory<byte>)));
    }

    /// <summary>Every count is reported, so that the sums alone show which part is too large; parts of zero are not named.</summary>
    [Theory]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":11,"cache_write_tokens":0}}}""", "usage.prompt_tokens (10) does not hold usage.prompt_tokens_details.cached_tokens (11)")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":6,"cache_write_tokens":5}}}""", "usage.prompt_tokens (10) does not hold usage.prompt_tokens_details.cached_tokens (6) and usage.prompt_tokens_details.cache_write_tokens (5)")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"audio_tokens":11}}}""", "usage.prompt_tokens (10) does not hold usage.prompt_tokens_details.audio_tokens (11)")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"completion_tokens":10,"completion_tokens_details":{"reasoning_tokens":11}}}""", "usage.completion_tokens (10) does not hold usage.completion_tokens_details.reasoning_tokens (11)")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":5,"completion_tokens":5,"prompt_tokens_details":{"cache_creation_tokens":10,"cache_creation_token_details":{"ephemeral_5m_input_tokens":11}}}}""", "usage.prompt_tokens_details.cache_creation_tokens (10) does not hold usage.prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens (11)")]
    [InlineData("anthropic", """{"usage":{"input_tokens":90,"output_tokens":5,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":11,"ephemeral_1h_input_tokens":0}}}""", "usage.cache_creation_input_tokens (10) does not hold usage.cache_creation.ephemeral_5m_input_tokens (11)")]
    [InlineData("anthropic", """{"usage":{"input_tokens":90,"output_tokens":5,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_1h_input_tokens":1100}}}""", "usage.cache_creation_input_tokens (10) does not hold usage.cache_creation.ephemeral_1h_input_tokens (1,100)")]
    [InlineData("anthropic", """{"usage":{"input_tokens":90,"output_tokens":5,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":6,"ephemeral_1h_input_tokens":5}}}""", "usage.cache_creation_input_tokens (10) does not hold usage.cache_creation.ephemeral_5m_input_tokens (6) and usage.cache_creation.ephemeral_1h_input_tokens (5)")]
    public void FromResponse_PartsAboveTheirTotal_AreNamedInFull(string flavor, string body, string says) => SaysAll(
        PricingError.ContradictoryUsage,
        $"The response's usage contradicts itself: {says}, which this response flavor counts inside it.",
        flavor,
        body);

    [Theory]
    [InlineData("openai-chat", """{"usage":{"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":1,"audio_tokens":0}}}""", PricingError.ContradictoryUsage, "The response's usage contradicts itself: usage.prompt_tokens_details.cached_tokens (1) is reported, but the input tokens that contain it are not.")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":10,"completion_tokens_details":{"reasoning_tokens":1}}}""", PricingError.ContradictoryUsage, "The response's usage contradicts itself: usage.completion_tokens_details.reasoning_tokens (1) is reported, but the output tokens that contain it are not.")]
    [InlineData("deepseek", """{"usage":{"prompt_tokens":9,"prompt_cache_hit_tokens":5,"prompt_tokens_details":{"cached_tokens":4}}}""", PricingError.ContradictoryUsage, "The response's usage contradicts itself: usage.prompt_cache_hit_tokens (5) and usage.prompt_tokens_details.cached_tokens (4) are the same tokens.")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":-1}}""", PricingError.ContradictoryUsage, "usage.prompt_tokens is -1; a count must be zero or more.")]
    [InlineData("openai-audio", """{"usage":{"seconds":-0.5}}""", PricingError.ContradictoryUsage, "usage.seconds is -0.5; a count must be zero or more.")]
    [InlineData("openai-audio", """{"usage":{"seconds":"9"}}""", PricingError.UnreadableResponse, "The response's usage cannot be read: usage.seconds is \"9\", not a number.")]
    [InlineData("openai-audio", """{"usage":{"seconds":1e99}}""", PricingError.UnreadableResponse, "The response's usage cannot be read: usage.seconds is 1e99, not a number.")]
    [InlineData("anthropic", """{"usage":{"input_tokens":9223372036854775807,"cache_read_input_tokens":1}}""", PricingError.UnreadableResponse, "usage.input_tokens + usage.cache_read_input_tokens is 9223372036854775808; a count must be less than 2^63.")]
    [InlineData("anthropic", """{"usage":{"words":1}}""", PricingError.UnreadableResponse, "The response cannot be read: usage has none of the counts of the flavor anthropic; it has words.")]
    [InlineData("anthropic", """{"message":"no"}""", PricingError.UnreadableResponse, "The response cannot be read: it has no usage. Of a stream, pass the last chunk; OpenAI and compatible APIs send a usage there if the request sets stream_options.include_usage.")]
    [InlineData("gemini", """{"usage":{"promptTokenCount":1}}""", PricingError.UnreadableResponse, "The response cannot be read: it has no usageMetadata. Of a stream, pass the last chunk; OpenAI and compatible APIs send a usage there if the request sets stream_options.include_usage.")]
    [InlineData("openai-chat", """{"response_metadata":{"model_name":"x","usage":null}}""", PricingError.UnreadableResponse, "The response cannot be read: it has no usage. Of a stream, pass the last chunk; OpenAI and compatible APIs send a usage there if the request sets stream_options.include_usage.")]
    public void FromResponse_WhatCannotBeRead_IsSaidInFull(string flavor, string body, PricingError error, string says) => SaysAll(error, says, flavor, body);

    [Fact]
    public void FromResponse_LargestCount_IsRead() => Assert.Equal(
        long.MaxValue,
        TokenUsage.FromResponse("""{"usage":{"input_tokens":9223372036854775806,"cache_read_input_tokens":1}}""", ResponseFlavor.Anthropic).InputTokens);

    private static void SaysAll(PricingError error, string says, string flavor, string body)
    {
        PricingException exception = Assert.Throws<PricingException>(() => TokenUsage.FromResponse(body, ResponseFlavor.Parse(flavor)));

        Assert.Equal((error, says), (exception.Error, exception.Message));
    }

    private static PricingException Throws(PricingError error, string says, Func<TokenUsage> read)
    {
        PricingException exception = Assert.Throws<PricingException>(() => _ = read());

        Assert.Equal((error, says), (exception.Error, exception.Message.Contains(says, StringComparison.Ordinal) ? says : exception.Message));
        return exception;
    }
}
