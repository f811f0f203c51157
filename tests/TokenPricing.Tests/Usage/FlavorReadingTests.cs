using System.Text;
using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Each flavor's body is read as its vendor counts; calls and counts are made up, the shapes are the vendors'.</summary>
public sealed class FlavorReadingTests
{
    private const string Chat = """
        {"usage":{"prompt_tokens":12000,"completion_tokens":900,"total_tokens":12900,
         "prompt_tokens_details":{"cached_tokens":8000},"completion_tokens_details":{"reasoning_tokens":500}}}
        """;

    private const string Responses = """
        {"usage":{"input_tokens":12000,"output_tokens":900,"total_tokens":12900,
         "input_tokens_details":{"cached_tokens":8000},"output_tokens_details":{"reasoning_tokens":500}}}
        """;

    private const string Messages = """
        {"usage":{"input_tokens":4000,"cache_read_input_tokens":8000,"output_tokens":900,"output_tokens_details":{"thinking_tokens":500}}}
        """;

    private const string GenerateContent = """
        {"usageMetadata":{"promptTokenCount":12000,"cachedContentTokenCount":8000,"candidatesTokenCount":400,"thoughtsTokenCount":500,
         "totalTokenCount":12900}}
        """;

    private static TokenUsage TheCall { get; } = TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000, reasoning: 500);

    public static TheoryData<string, string> SameCall => new()
    {
        { "openai-chat", Chat },
        { "openai-responses", Responses },
        { "anthropic", Messages },
        { "gemini", GenerateContent },
        { "mistral", Chat },
        { "groq", Chat },
        { "openrouter", Chat },
        { "cerebras", Chat },
        {
            "deepseek",
            """
            {"usage":{"prompt_tokens":12000,"completion_tokens":900,"prompt_cache_hit_tokens":8000,"prompt_cache_miss_tokens":4000,
             "completion_tokens_details":{"reasoning_tokens":500}}}
            """
        },
        {
            "xai",
            """
            {"usage":{"prompt_tokens":12000,"completion_tokens":400,"total_tokens":12900,"num_sources_used":0,
             "prompt_tokens_details":{"cached_tokens":8000},"completion_tokens_details":{"reasoning_tokens":500}}}
            """
        },
        { "xai", Chat },
    };

    /// <summary>What was cached is told apart by modality, in the spellings of Chat Completions and of Realtime.</summary>
    [Theory]
    [InlineData("openai-chat", """
        {"usage":{"prompt_tokens":1000,"completion_tokens":29,"total_tokens":1029,
         "prompt_tokens_details":{"text_tokens":200,"audio_tokens":800,"cached_tokens":700,"cached_tokens_details":{"text_tokens":100,"audio_tokens":600}},
         "completion_tokens_details":{"audio_tokens":20,"text_tokens":9}}}
        """)]
    [InlineData("openai-responses", """
        {"type":"response.done","response":{"object":"realtime.response","usage":{"total_tokens":1029,"input_tokens":1000,"output_tokens":29,
         "input_token_details":{"text_tokens":200,"audio_tokens":800,"cached_tokens":700,"cached_tokens_details":{"text_tokens":100,"audio_tokens":600}},
         "output_token_details":{"text_tokens":9,"audio_tokens":20}}}}
        """)]
    public void FromResponse_CachedTokensDetails_TellHowMuchAudioWasCached(string flavor, string body) => Assert.Equal(
        TokenUsage.FromMeterParts(
            new(Meter.Input, 100), new(Meter.CacheRead, 100), new(Meter.InputAudio, 200), new(Meter.Parse("cache-read-audio"), 600),
            new(Meter.Output, 9), new(Meter.OutputAudio, 20)),
        TokenUsage.FromResponse(body, ResponseFlavor.Parse(flavor)));

    /// <summary>Details that name all cached tokens leave none to the modalities that they do not name.</summary>
    [Fact]
    public void FromResponse_CachedTokensDetailsOfTextAlone_LeaveTheAudioUncached() => Assert.Equal(
        TokenUsage.FromMeterParts(new(Meter.Input, 100), new(Meter.CacheRead, 100), new(Meter.InputAudio, 800), new(Meter.Parse("cache-read-audio"), 0), new(Meter.Output, 0)),
        TokenUsage.FromResponse("""
            {"usage":{"prompt_tokens":1000,"completion_tokens":0,
             "prompt_tokens_details":{"audio_tokens":800,"cached_tokens":100,"cached_tokens_details":{"text_tokens":100}}}}
            """));

    [Theory]
    [MemberData(nameof(SameCall))]
    public void FromResponse_SameCallInEachFlavor_IsTheSameUsage(string flavor, string body) =>
        Assert.Equal(TheCall, TokenUsage.FromResponse(body, ResponseFlavor.Parse(flavor)));

    [Theory]
    [InlineData(Chat, Messages, GenerateContent)]
    [InlineData(
        """{"usage":{"prompt_tokens":50,"completion_tokens":7}}""",
        """{"usage":{"input_tokens":50,"output_tokens":7}}""",
        """{"usageMetadata":{"promptTokenCount":50,"candidatesTokenCount":7}}""")]
    [InlineData(
        """{"usage":{"prompt_tokens":9000,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":9000}}}""",
        """{"usage":{"input_tokens":0,"cache_read_input_tokens":9000,"output_tokens":3}}""",
        """{"usageMetadata":{"promptTokenCount":9000,"cachedContentTokenCount":9000,"candidatesTokenCount":3}}""")]
    [InlineData(
        """{"usage":{"prompt_tokens":20,"completion_tokens":800,"completion_tokens_details":{"reasoning_tokens":800}}}""",
        """{"usage":{"input_tokens":20,"output_tokens":800,"output_tokens_details":{"thinking_tokens":800}}}""",
        """{"usageMetadata":{"promptTokenCount":20,"thoughtsTokenCount":800}}""")]
    public void FromResponse_OpenAIAnthropicAndGeminiOfOneCall_AreEqual(string chat, string messages, string generateContent)
    {
        TokenUsage usage = TokenUsage.FromResponse(chat, ResponseFlavor.OpenAIChat);

        Assert.Equal(usage, TokenUsage.FromResponse(messages, ResponseFlavor.Anthropic));
        Assert.Equal(usage, TokenUsage.FromResponse(generateContent, ResponseFlavor.Gemini));
    }

    [Fact]
    public void FromResponse_UnreportedCounts_AreNullAndReportedZerosAreZero()
    {
        TokenUsage usage = TokenUsage.FromResponse(
            """{"usage":{"prompt_tokens":5,"completion_tokens":null,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":null}}""",
            ResponseFlavor.OpenAIChat);

        Assert.Equal((5, null), (usage.InputTokens, usage.OutputTokens));
        Assert.Equal((0, 0), (usage.TotalOf(Meter.CacheRead), usage.TotalOf(Meter.InputAudio)));
        Assert.Null(usage.TotalOf(Meter.Reasoning));
    }

    [Fact]
    public void FromResponse_ChatWithAudioAndWrites_HasEachOnce() => Assert.Equal(
        "3 input tokens, 18 output tokens, 20 cache-write tokens, 69 audio input tokens, 54 audio output tokens",
        TokenUsage.FromResponse(
            """
            {"id":"chatcmpl-1","object":"chat.completion","model":"gpt-audio","choices":[{"index":0}],"service_tier":"default","usage":{
             "prompt_tokens":92,"completion_tokens":72,"total_tokens":164,
             "prompt_tokens_details":{"audio_tokens":69,"cache_write_tokens":20,"cached_tokens":0,"text_tokens":23},
             "completion_tokens_details":{"audio_tokens":54,"reasoning_tokens":0,"accepted_prediction_tokens":0,"text_tokens":18}}}
            """,
            ResponseFlavor.OpenAIChat).ToString());

    [Fact]
    public void FromResponse_Embeddings_HaveInputOnly()
    {
        TokenUsage usage = TokenUsage.FromResponse(
            """{"object":"list","data":[],"model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}""", ResponseFlavor.OpenAIEmbeddings);

        Assert.Equal(TokenUsage.FromTotals(input: 8), usage);
    }

    [Fact]
    public void FromResponse_AnthropicWritesAndSearches_AddUp()
    {
        TokenUsage usage = TokenUsage.FromResponse(
            """
            {"id":"msg_1","type":"message","role":"assistant","usage":{"input_tokens":6,"cache_read_input_tokens":20000,"cache_creation_input_tokens":574,
             "cache_creation":{"ephemeral_5m_input_tokens":74,"ephemeral_1h_input_tokens":500},"output_tokens":489,"service_tier":"standard",
             "server_tool_use":{"web_search_requests":2,"web_fetch_requests":1}}}
            """,
            ResponseFlavor.Anthropic);

        Assert.Equal(20_580, usage.InputTokens);
        Assert.Equal(
            "6 input tokens, 489 output tokens, 20,000 cached input tokens, 74 5-minute cache-write tokens, 500 1-hour cache-write tokens, 2 web searches",
            usage.ToString());
    }

    [Theory]
    [InlineData("""{"usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":9}}""", 9, null)]
    [InlineData("""{"usage":{"input_tokens":1,"output_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":9,"ephemeral_1h_input_tokens":0}}}""", 9, 9)]
    [InlineData("""{"usage":{"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":9,"cache_creation":{"ephemeral_5m_input_tokens":4}}}""", 9, 4)]
    public void FromResponse_AnthropicWrites_AreTheTotalOrElseItsParts(string body, long write, int? fiveMinutes)
    {
        TokenUsage usage = TokenUsage.FromResponse(body, ResponseFlavor.Anthropic);

        Assert.Equal(1 + write, usage.InputTokens);
        Assert.Equal((write, fiveMinutes), (usage.TotalOf(Meter.CacheWrite), usage.TotalOf(Meter.CacheWrite5m)));
    }

    [Fact]
    public void FromResponse_Bedrock_AddsWhatWasReadAndWritten() => Assert.Equal(
        TokenUsage.FromParts(uncachedInput: 3, cacheRead: 100, cacheWrite: 2_074, output: 288),
        TokenUsage.FromResponse(
            """
            {"output":{"message":{"role":"assistant"}},"stopReason":"end_turn","metrics":{"latencyMs":551},"usage":{"inputTokens":3,"outputTokens":288,
             "totalTokens":2465,"cacheReadInputTokens":100,"cacheWriteInputTokens":2074,"cacheDetails":[{"ttl":"5m","inputTokens":2074}]}}
            """,
            ResponseFlavor.Bedrock));

    [Fact]
    public void FromResponse_MistralsUndocumentedCount_IsNotRead() => Assert.Equal(
        TokenUsage.FromTotals(input: 152, output: 12),
        TokenUsage.FromResponse(
            """{"usage":{"prompt_tokens":152,"completion_tokens":12,"total_tokens":164,"num_cached_tokens":151}}""", ResponseFlavor.Mistral));

    [Theory]
    [InlineData(
        """{"usage":{"billed_units":{"input_tokens":41,"output_tokens":25},"tokens":{"input_tokens":1441,"output_tokens":54},"cached_tokens":144}}""",
        1441, 54, 144)]
    [InlineData("""{"usage":{"billed_units":{"input_tokens":41,"output_tokens":25},"cached_tokens":144}}""", 41, 25, null)]
    [InlineData("""{"usage":{"tokens":{"input_tokens":1441.0,"output_tokens":54.00}}}""", 1441, 54, null)]
    [InlineData("""{"usage":{"cached_tokens":0,"prompt_tokens":4,"completion_tokens":9}}""", null, null, 0)]
    public void FromResponse_Cohere_PrefersTokens(string body, int? input, int? output, int? cacheRead)
    {
        TokenUsage usage = TokenUsage.FromResponse(body, ResponseFlavor.Cohere);

        Assert.Equal((input, output, cacheRead), (usage.InputTokens, usage.OutputTokens, usage.TotalOf(Meter.CacheRead)));
    }

    [Theory]
    [InlineData("", 140)]
    [InlineData(",\"total_tokens\":235", 140)]
    [InlineData(",\"total_tokens\":141", 46)]
    public void FromResponse_XAIReasoning_StandsBesideUnlessTheTotalSaysOtherwise(string total, long output)
    {
        TokenUsage usage = TokenUsage.FromResponse(
            $$"""{"usage":{"prompt_tokens":95,"completion_tokens":46,"completion_tokens_details":{"reasoning_tokens":{{(output == 46 ? 40 : 94)}} }{{total}} } }""",
            ResponseFlavor.XAI);

        Assert.Equal((95, output), (usage.InputTokens, usage.OutputTokens));
    }

    [Fact]
    public void FromResponse_GeminiModalities_AreDisjointAndNothingIsInDoubt()
    {
        TokenUsage usage = TokenUsage.FromResponse(
            """
            {"candidates":[],"modelVersion":"gemini-x","usageMetadata":{"promptTokenCount":3284,"candidatesTokenCount":1304,"thoughtsTokenCount":38,
             "cachedContentTokenCount":2632,"toolUsePromptTokenCount":300,"totalTokenCount":4926,"trafficType":"ON_DEMAND",
             "promptTokensDetails":[{"modality":"TEXT","tokenCount":70},{"modality":"VIDEO","tokenCount":2893},{"modality":"AUDIO","tokenCount":321}],
             "cacheTokensDetails":[{"modality":"VIDEO","tokenCount":2570},{"modality":"TEXT","tokenCount":62}],
             "toolUsePromptTokensDetails":[{"modality":"TEXT","tokenCount":42},{"modality":"DOCUMENT","tokenCount":258}],
             "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290},{"modality":"TEXT"}]}}
            """,
            ResponseFlavor.Gemini);

        Assert.Equal((3_584, 1_342, 38), (usage.InputTokens, usage.OutputTokens, usage.TotalOf(Meter.Reasoning)));
        Assert.Equal((321, 258, 1_290), (usage.TotalOf(Meter.InputAudio), usage.TotalOf(Meter.InputImage), usage.TotalOf(Meter.OutputImage)));
        Assert.Equal(2_893, usage.TotalOf(Meter.Parse("input-video")));
        Assert.Equal(2_570, usage.TotalOf(Meter.Parse("cache-read-video")));
        Assert.Equal(0, usage.TotalOf(Meter.Parse("cache-read-audio")));
        Assert.Empty(usage.OverlappingTotals);
    }

    [Fact]
    public void FromResponse_GeminiImagesAndDocuments_AreImages()
    {
        TokenUsage usage = TokenUsage.FromResponse(
            """
            {"usageMetadata":{"promptTokenCount":600,"promptTokensDetails":[{"modality":"IMAGE","tokenCount":258},{"modality":"DOCUMENT","tokenCount":100},
             {"modality":"TEXT","tokenCount":200},{"tokenCount":2},"?",{"modality":"MODALITY_UNSPECIFIED","tokenCount":1}]}}
            """,
            ResponseFlavor.Gemini);

        Assert.Equal((600, 358), (usage.InputTokens, usage.TotalOf(Meter.InputImage)));
        Assert.Null(usage.OutputTokens);
    }

    [Fact]
    public void FromResponse_GeminiCachedAudioWithoutDetails_StaysInDoubt() => Assert.Equal(
        [new(Meter.Input, 600), new(Meter.CacheRead, 300), new(Meter.InputAudio, 100)],
        TokenUsage.FromResponse(
            """{"usageMetadata":{"promptTokenCount":600,"cachedContentTokenCount":300,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":100}]}}""",
            ResponseFlavor.Gemini).OverlappingTotals.AsEnumerable());

    [Theory]
    [InlineData("groq", """{"id":"c","choices":[],"x_groq":{"id":"r","usage":{"queue_time":0.01,"prompt_tokens":42,"completion_tokens":8,"total_tokens":50}}}""")]
    [InlineData("openai-chat", """{"object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":42,"completion_tokens":8,"total_tokens":50}}""")]
    [InlineData("openai-responses", """{"type":"response.completed","response":{"object":"response","usage":{"input_tokens":42,"output_tokens":8,"total_tokens":50}}}""")]
    [InlineData("anthropic", """{"type":"message_start","message":{"type":"message","usage":{"input_tokens":42,"output_tokens":8}}}""")]
    [InlineData("anthropic", """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":42,"output_tokens":8}}""")]
    [InlineData("gemini", """{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":42,"candidatesTokenCount":8,"totalTokenCount":50}}""")]
    [InlineData("bedrock", """{"metadata":{"usage":{"inputTokens":42,"outputTokens":8,"totalTokens":50},"metrics":{"latencyMs":7}}}""")]
    [InlineData("bedrock", """{"usage":{"inputTokens":42,"outputTokens":8,"totalTokens":50},"metrics":{"latencyMs":7}}""")]
    [InlineData("cohere", """{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":42,"output_tokens":8}}}}""")]
    public void FromResponse_LastOfAStream_IsReadWithAndWithoutItsFlavor(string flavor, string chunk)
    {
        TokenUsage expected = TokenUsage.FromTotals(input: 42, output: 8);

        Assert.Equal(expected, TokenUsage.FromResponse(chunk, ResponseFlavor.Parse(flavor)));
        Assert.Equal(expected, TokenUsage.FromResponse(chunk));
    }

    [Fact]
    public void FromResponse_AnthropicsOldDelta_KnowsTheOutputOnly() => Assert.Equal(
        TokenUsage.FromTotals(output: 15),
        TokenUsage.FromResponse("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}"""));

    [Fact]
    public void FromResponse_BytesAndElement_AreReadAsText()
    {
        using JsonDocument document = JsonDocument.Parse(Chat);

        Assert.Equal(TheCall, TokenUsage.FromResponse(Encoding.UTF8.GetBytes(Chat)));
        Assert.Equal(TheCall, TokenUsage.FromResponse(document.RootElement));
        Assert.Equal(TheCall, TokenUsage.FromResponse(document.RootElement, ResponseFlavor.OpenAIChat));
    }
}
