using Xunit;

namespace TokenPricing.Tests;

/// <summary>Each optional field of each flavor: alone, null, zero, beside another that tells the same. Numbers are invented.</summary>
public sealed class UsageFieldTests
{
    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":4,"completion_tokens":10,"cache_read_input_tokens":90}}""", "input 94, output 10, cache-read 90")]
    [InlineData("""{"usage":{"prompt_tokens":4,"completion_tokens":10,"cache_creation_input_tokens":90}}""", "input 94, output 10, cache-write 90")]
    [InlineData("""{"usage":{"prompt_tokens":96,"completion_tokens":10,"cache_read_input_tokens":90,"cache_creation_input_tokens":6}}""", "input 96, output 10, cache-read 90, cache-write 6")]
    [InlineData("""{"usage":{"prompt_tokens":95,"completion_tokens":10,"cache_read_input_tokens":90,"cache_creation_input_tokens":6}}""", "input 191, output 10, cache-read 90, cache-write 6")]
    public void FromResponse_ChatWithAnthropicsCounts_HasThemInsideUnlessTheyExceedThePrompt(string body, string totals) =>
        Reads(ResponseFlavor.OpenAIChat, body, totals);

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_cache_hit_tokens":5,"cached_tokens":6,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 5")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":5},"cached_tokens":6,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 5")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":null},"cached_tokens":6,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 6")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":null,"cached_tokens":null,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_write_tokens":5,"cache_creation_tokens":7},"cache_creation_input_tokens":6}}""", "input 100, output 9, cache-write 5")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_creation_tokens":7},"cache_creation_input_tokens":6}}""", "input 100, output 9, cache-write 6")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_creation_tokens":7},"cache_creation_input_tokens":null}}""", "input 100, output 9, cache-write 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_write_tokens":0}}}""", "input 100, output 9, cache-write 0")]
    public void FromResponse_CacheOfAChatInSeveralFields_IsThatOfTheUsualOne(string body, string totals) =>
        Reads(ResponseFlavor.OpenAIChat, body, totals);

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":5,"reasoning_tokens":7,"citation_tokens":3,"num_search_queries":2}}""", "input 9, output 15, reasoning 7, citation 3, web-searches 2")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":5,"reasoning_tokens":0,"completion_tokens_details":{"reasoning_tokens":4}}}""", "input 9, output 5, reasoning 4")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":5,"reasoning_tokens":7,"completion_tokens_details":{"reasoning_tokens":null}}}""", "input 9, output 12, reasoning 7")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":5,"reasoning_tokens":7,"completion_tokens_details":null}}""", "input 9, output 12, reasoning 7")]
    public void FromResponse_PerplexitysReasoningAndCitations_AreBesideTheCompletion(string body, string totals) =>
        Reads(ResponseFlavor.Perplexity, body, totals);

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":5,"prompt_cache_hit_tokens":4}}""", "input 9, output 5, cache-read 4")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":5,"prompt_cache_miss_tokens":4}}""", "input 9, output 5")]
    [InlineData("""{"usage":{"completion_tokens":5,"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":4}}""", "output 5, cache-read 0")]
    public void FromResponse_DeepSeeksHitsOrMissesAlone_NeedNotAddUp(string body, string totals) =>
        Reads(ResponseFlavor.DeepSeek, body, totals);

    [Theory]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"input_tokens_details":{"cached_tokens":4},"input_token_details":{"cached_tokens":0}}}""", "input 9, output 5, cache-read 4")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"input_tokens_details":null,"input_token_details":{"cached_tokens":3}}}""", "input 9, output 5, cache-read 3")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"output_tokens_details":{"reasoning_tokens":4},"output_token_details":{"reasoning_tokens":0}}}""", "input 9, output 5, reasoning 4")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"output_tokens_details":null,"output_token_details":{"reasoning_tokens":3}}}""", "input 9, output 5, reasoning 3")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"input_tokens_details":{"cache_write_tokens":3}}}""", "input 9, output 5, cache-write 3")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"context_details":{"input_tokens":8,"output_tokens":4}}}""", "input 9, output 5")]
    public void FromResponse_DetailsOfResponses_AreThoseOfTheUsualName(string body, string totals) =>
        Reads(ResponseFlavor.OpenAIResponses, body, totals);

    [Theory]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"output_tokens_details":{"text_tokens":5}}}""", "input 9, output 5")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"output_token_details":{"text_tokens":5}}}""", "input 9, output 5")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":5,"output_tokens_details":null}}""", "input 9, output 5, output-image 5")]
    public void FromResponse_OutputOfImages_IsOfImagesUnlessDetailsSayOtherwise(string body, string totals) =>
        Reads(ResponseFlavor.OpenAIImages, body, totals);

    [Theory]
    [InlineData("""{"usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":10,"audio_tokens":4},"output_tokens":10}}""", "input 14, output 10, input-audio 4")]
    [InlineData("""{"usage":{"input_tokens":14,"output_tokens":10}}""", "input 14, output 10, output-audio 10")]
    [InlineData("""{"usage":{"type":"duration","seconds":7.25}}""", "audio-seconds 7.25, input-audio-seconds 7.25")]
    [InlineData("""{"usage":{"type":"duration","seconds":0}}""", "audio-seconds 0, input-audio-seconds 0")]
    public void FromResponse_TranscriptionAndSpeech_AreTextAndAudio(string body, string totals) =>
        Reads(ResponseFlavor.OpenAIAudio, body, totals);

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":8}}""", "input 8")]
    [InlineData("""{"usage":{"prompt_tokens":8,"total_tokens":8}}""", "input 8")]
    [InlineData("""{"usage":{"total_tokens":8}}""", "input 8")]
    public void FromResponse_Embeddings_HaveThePromptOrElseTheTotal(string body, string totals) =>
        Reads(ResponseFlavor.OpenAIEmbeddings, body, totals);

    [Theory]
    [InlineData("""{"usage":{"inputTokens":{"total":90,"cacheRead":4},"inputTokenDetails":{"cacheReadTokens":0},"outputTokens":{"total":9,"reasoning":3},"outputTokenDetails":{"reasoningTokens":0}}}""", "input 90, output 9, cache-read 4, reasoning 3")]
    [InlineData("""{"usage":{"inputTokens":5,"promptTokens":6,"outputTokens":7,"completionTokens":8}}""", "input 5, output 7")]
    [InlineData("""{"usage":{"inputTokens":null,"promptTokens":6,"outputTokens":null,"completionTokens":8}}""", "input 6, output 8")]
    [InlineData("""{"usage":{"inputTokens":96,"inputTokenDetails":{"cacheReadTokens":90,"cacheWriteTokens":6},"outputTokens":1}}""", "input 96, output 1, cache-read 90, cache-write 6")]
    [InlineData("""{"usage":{"inputTokens":95,"inputTokenDetails":{"cacheReadTokens":90,"cacheWriteTokens":6},"outputTokens":1}}""", "input 191, output 1, cache-read 90, cache-write 6")]
    [InlineData("""{"usage":{"inputTokens":90,"inputTokenDetails":{"cacheReadTokens":4,"cacheRead":0,"cacheWriteTokens":6,"cacheWrite":0},"outputTokens":9,"outputTokenDetails":{"reasoningTokens":1,"reasoning":0}}}""", "input 90, output 9, cache-read 4, cache-write 6, reasoning 1")]
    [InlineData("""{"usage":{"inputTokens":{"total":90,"cacheRead":5},"cachedInputTokens":0,"outputTokens":{"total":9,"reasoning":2},"reasoningTokens":0}}""", "input 90, output 9, cache-read 5, reasoning 2")]
    public void FromResponse_AiSdkOfSeveralVersions_HasTheNewestFields(string body, string totals) => Reads(ResponseFlavor.AiSdk, body, totals);

    [Theory]
    [InlineData("\"cache_creation\":30,\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20", "cache-write 30, cache-write-5m 10, cache-write-1h 20")]
    [InlineData("\"cache_creation\":40,\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20", "cache-write 40, cache-write-5m 10, cache-write-1h 20")]
    [InlineData("\"cache_creation\":29,\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20", "cache-write 59, cache-write-5m 10, cache-write-1h 20")]
    [InlineData("\"cache_creation\":null,\"ephemeral_1h_input_tokens\":20", "cache-write 20, cache-write-1h 20")]
    [InlineData("\"cache_creation\":30", "cache-write 30")]
    public void FromResponse_LangChainsWrites_AreTheirSumOrBesideIt(string details, string writes) =>
        Reads(ResponseFlavor.LangChain, $$"""{"usage_metadata":{"input_tokens":99,"output_tokens":5,"input_token_details":{ {{details}} } } }""", $"input 99, output 5, {writes}");

    [Fact]
    public void FromResponse_LangChainsAudio_IsOfBothDirections() => Reads(
        ResponseFlavor.LangChain,
        """{"usage_metadata":{"input_tokens":9,"output_tokens":5,"input_token_details":{"audio":2},"output_token_details":{"audio":3}}}""",
        "input 9, output 5, input-audio 2, output-audio 3");

    [Theory]
    [InlineData("""{"usage":{"inputTokens":5,"outputTokens":1,"cacheReadInputTokens":10,"cacheReadInputTokenCount":11,"cacheWriteInputTokens":20,"cacheWriteInputTokenCount":21}}""", "input 35, output 1, cache-read 10, cache-write 20")]
    [InlineData("""{"usage":{"inputTokens":5,"outputTokens":1,"cacheWriteInputTokenCount":21,"cacheDetails":[{"ttl":"5m","inputTokens":10}]}}""", "input 26, output 1, cache-write 21")]
    [InlineData("""{"usage":{"inputTokens":5,"outputTokens":1,"cacheDetails":[{"ttl":"5m","inputTokens":10},{"ttl":"5m","inputTokens":4},"?",{"inputTokens":0}]}}""", "input 19, output 1, cache-write 14")]
    [InlineData("""{"usage":{"outputTokens":1}}""", "output 1")]
    [InlineData("""{"inputTextTokenCount":9,"totalOutputTextTokenCount":7,"results":[{"tokenCount":4},"?",null]}""", "input 9, output 7")]
    [InlineData("""{"inputTextTokenCount":9,"results":[{"tokenCount":4},"?",null,{"tokenCount":null}]}""", "input 9, output 4")]
    public void FromResponse_BedrocksCountsInSeveralFields_AreThoseOfTheUsualOnes(string body, string totals) =>
        Reads(ResponseFlavor.Bedrock, body, totals);

    [Theory]
    [InlineData("""{"document_annotation":"{}","usage_info":{"pages_processed":3}}""", "input-document-pages 3, input-annotated-document-pages 3")]
    [InlineData("""{"document_annotation":"","usage_info":{"pages_processed":3}}""", "input-document-pages 3")]
    [InlineData("""{"usage_info":{"pages_processed":0}}""", "input-document-pages 0")]
    public void FromResponse_MistralsPages_AreAnnotatedIfThereIsAnAnnotation(string body, string totals) =>
        Reads(ResponseFlavor.Mistral, body, totals);

    [Theory]
    [InlineData("""{"usage":{"tokens":{"input_tokens":9,"output_tokens":5},"billed_units":{"input_tokens":2,"output_tokens":3,"search_units":1},"prompt_tokens":9,"completion_tokens":5}}""", "input 9, output 5, rerank-searches 1")]
    [InlineData("""{"usage":{"tokens":null,"billed_units":{"input_tokens":2,"output_tokens":3},"cached_tokens":1}}""", "input 2, output 3")]
    public void FromResponse_CoheresCounts_AreRepeatedInTheWordsOfChats(string body, string totals) => Reads(ResponseFlavor.Cohere, body, totals);

    [Theory]
    [InlineData("""
        {"promptTokenCount":10,"prompt_token_count":11,"candidatesTokenCount":5,"candidates_token_count":6,"responseTokenCount":7,"totalTokenCount":15}
        """, "input 10, output 5")]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":5,"thoughtsTokenCount":5,"totalTokenCount":15}""", "input 10, output 5, reasoning 5")]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":5,"thoughtsTokenCount":6,"totalTokenCount":15}""", "input 10, output 11, reasoning 6")]
    [InlineData("""{"prompt_token_count":10,"candidates_token_count":5,"thoughts_token_count":4,"total_token_count":15}""", "input 10, output 5, reasoning 4")]
    [InlineData("""{"prompt_token_count":10,"tool_use_prompt_token_count":2,"response_token_count":5}""", "input 12, output 5")]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":0,"thoughtsTokenCount":null}""", "input 10, output 0")]
    [InlineData("""{"promptTokenCount":10,"promptTokenDetails":[{"modality":"AUDIO","tokenCount":4}]}""", "input 10, input-audio 4")]
    [InlineData("""
        {"prompt_token_count":10,"tool_use_prompt_token_count":5,"cached_content_token_count":3,"candidates_token_count":6,
         "prompt_tokens_details":[{"modality":"AUDIO","token_count":4}],"tool_use_prompt_tokens_details":[{"modality":"IMAGE","token_count":2}],
         "cache_tokens_details":[{"modality":"AUDIO","token_count":3}],"candidates_tokens_details":[{"modality":"IMAGE","token_count":1}]}
        """, "input 15, output 6, cache-read 3, input-audio 4, cache-read-audio 3, input-image 2, output-image 1, cache-read-image 0")]
    [InlineData("""{"prompt_token_count":10,"response_token_count":5,"response_tokens_details":[{"modality":"AUDIO","token_count":5}]}""", "input 10, output 5, output-audio 5")]
    [InlineData("""{"promptTokenCount":10,"candidatesTokenCount":5,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":2},{"modality":"IMAGE","tokenCount":1}]}""", "input 10, output 5, output-image 3")]
    public void FromResponse_GeminisCounts_AreReadInBothSpellings(string usage, string totals) =>
        Reads(ResponseFlavor.Gemini, $$"""{"usageMetadata":{{usage}} }""", totals);

    [Fact]
    public void FromResponse_TwoUsagesOfGemini_AreReadByTheUsualName() =>
        Reads(ResponseFlavor.Gemini, """{"usage_metadata":{"prompt_token_count":8},"usageMetadata":{"promptTokenCount":7}}""", "input 7");

    /// <summary>The details name fewer cached tokens than there are, so that the others may be of any modality.</summary>
    [Fact]
    public void FromResponse_CachedTokensDetailsOfSome_LeaveTheOthersInDoubt()
    {
        TokenUsage usage = TokenUsage.FromResponse(
            """
            {"usage":{"prompt_tokens":1000,"completion_tokens":0,
             "prompt_tokens_details":{"audio_tokens":800,"cached_tokens":700,"cached_tokens_details":{"text_tokens":100}}}}
            """,
            ResponseFlavor.OpenAIChat);

        Assert.Null(usage.TotalOf(Meter.Parse("cache-read-audio")));
        Assert.Equal([new(Meter.Input, 1_000), new(Meter.Output, 0), new(Meter.CacheRead, 700), new(Meter.InputAudio, 800)], usage.OverlappingTotals.AsEnumerable());
    }

    [Theory]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"completion_tokens":4,"server_tool_use":{"web_search_requests":2}}}""", "input 9, output 4, web-searches 2")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"completion_tokens":4,"num_search_queries":3,"server_tool_use":{"web_search_requests":2}}}""", "input 9, output 4, web-searches 3")]
    [InlineData("anthropic", """{"usage":{"input_tokens":9,"output_tokens":4,"server_tool_use":{"web_search_requests":2}}}""", "input 9, output 4, web-searches 2")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"completion_tokens":4,"server_tool_use":{"web_search_requests":null}}}""", "input 9, output 4")]
    [InlineData("openai-responses", """{"output":[{"type":"web_search_call","action":{"type":"find_in_page"}},{"type":"web_search_call","action":{"type":"find"}}],"usage":{"input_tokens":9,"output_tokens":4}}""", "input 9, output 4")]
    [InlineData("openai-responses", """{"output":[{"type":"web_search_call","action":{"type":"search"}},{"type":"message"},"?",null],"usage":{"input_tokens":9,"output_tokens":4}}""", "input 9, output 4, web-searches 1")]
    [InlineData("openai-responses", """{"output":[{"type":"file_search_call"},{"type":"file_search_call","status":"failed"}],"usage":{"input_tokens":9,"output_tokens":4}}""", "input 9, output 4, storage-searches 1")]
    [InlineData("openai-responses", """{"output":null,"usage":{"input_tokens":9,"output_tokens":4}}""", "input 9, output 4")]
    [InlineData("gemini", """{"candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}},{"groundingMetadata":null},{},"?"],"usageMetadata":{"promptTokenCount":9}}""", "input 9, web-searches 2")]
    [InlineData("gemini", """{"modelVersion":"models/gemini-2.0-flash","candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}],"usageMetadata":{"promptTokenCount":9}}""", "input 9, web-searches 1")]
    [InlineData("gemini", """{"modelVersion":"gemini-1.5-pro","candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}],"usageMetadata":{"promptTokenCount":9}}""", "input 9, web-searches 1")]
    public void FromResponse_Tools_AreCountedWhereTheFlavorListsThem(string flavor, string body, string totals) =>
        Reads(ResponseFlavor.Parse(flavor), body, totals);

    /// <summary>Asserts which meters are reported, with the total of each.</summary>
    private static void Reads(ResponseFlavor flavor, string body, string totals)
    {
        TokenUsage usage = TokenUsage.FromResponse(body, flavor);

        Assert.Equal(
            totals,
            string.Join(", ", Meter.All.Select(m => (Meter: m, Total: usage.TotalOf(m))).Where(t => t.Total is not null).Select(t => FormattableString.Invariant($"{t.Meter} {t.Total}"))));
    }
}
