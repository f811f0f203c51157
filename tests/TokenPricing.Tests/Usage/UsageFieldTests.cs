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
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":5},"cached_tokens":5,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 5")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":null},"cached_tokens":6,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 6")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":null,"cached_tokens":null,"cache_read_input_tokens":7}}""", "input 100, output 9, cache-read 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_write_tokens":5,"cache_creation_tokens":7},"cache_creation_input_tokens":6}}""", "input 100, output 9, cache-write 5")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_creation_tokens":7},"cache_creation_input_tokens":6}}""", "input 100, output 9, cache-write 6")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_creation_tokens":7},"cache_creation_input_tokens":null}}""", "input 100, output 9, cache-write 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cache_write_tokens":0}}}""", "input 100, output 9, cache-write 0")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_token_details":{"cached_tokens":7}}}""", "input 100, output 9, cache-read 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":7},"prompt_token_details":{"cached_tokens":7}}}""", "input 100, output 9, cache-read 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":0,"cache_creation_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":7}}}}""", "input 100, output 9, cache-read 0, cache-write 7, cache-write-5m 7")]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":9,"cache_creation_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":7}}}""", "input 100, output 9, cache-write 7, cache-write-5m 0, cache-write-1h 7")]
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
    [InlineData("""{"usage":{"inputTokenCount":1000,"outputTokenCount":300,"totalTokenCount":1300,"cachedInputTokenCount":400,"reasoningTokenCount":100}}""", "input 1000, output 300, cache-read 400, reasoning 100")]
    [InlineData("""{"usage":{"promptTokens":90,"promptTokensDetails":{"cachedTokens":4,"cacheWriteTokens":3,"audioTokens":0},"completionTokens":9,"completionTokensDetails":{"reasoningTokens":2,"audioTokens":1}}}""", "input 90, output 9, cache-read 4, cache-write 3, reasoning 2, input-audio 0, output-audio 1")]
    [InlineData("""{"usage":{"inputTokens":90,"inputTokensDetails":{"cachedTokens":4},"outputTokens":9,"outputTokensDetails":{"reasoningTokens":2}}}""", "input 90, output 9, cache-read 4, reasoning 2")]
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

    /// <summary>Where one convention alone explains the stated total, it is the one that was counted by.</summary>
    [Theory]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":1620,"reasoningTokens":1544}}""", "input 26, output 1594, reasoning 1544")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":76,"reasoningTokens":44}}""", "input 26, output 50, reasoning 44")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":96,"cachedInputTokens":20}}""", "input 46, output 50, cache-read 20")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":106,"cachedInputTokens":20,"reasoningTokens":10}}""", "input 46, output 60, cache-read 20, reasoning 10")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":96,"cachedInputTokens":20,"reasoningTokens":20}}""", "input 26, output 50, cache-read 20, reasoning 20")]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":26,"outputTokens":50,"totalTokens":77,"reasoningTokens":20}}""", "input 26, output 50, reasoning 20")]
    [InlineData("langchain", """{"usage_metadata":{"input_tokens":8,"output_tokens":10,"total_tokens":45,"output_token_details":{"reasoning":27}}}""", "input 8, output 37, reasoning 27")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":758,"completion_tokens":102,"total_tokens":1725,"completion_tokens_details":{"reasoning_tokens":865}}}""", "input 758, output 967, reasoning 865")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":24,"completion_tokens":127,"total_tokens":151,"reasoning_tokens":90}}""", "input 24, output 127, reasoning 90")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":24,"completion_tokens":127,"total_tokens":241,"reasoning_tokens":90}}""", "input 24, output 217, reasoning 90")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":24,"completion_tokens":127,"reasoning_tokens":90}}""", "input 24, output 217, reasoning 90")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":24,"completion_tokens":27,"total_tokens":51,"reasoning_tokens":90}}""", "input 24, output 117, reasoning 90")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":24,"completion_tokens":127,"total_tokens":151,"reasoning_tokens":90,"num_search_queries":1}}""", "input 24, output 217, reasoning 90, web-searches 1")]
    [InlineData("perplexity", """{"usage":{"prompt_tokens":24,"completion_tokens":127,"total_tokens":151,"reasoning_tokens":90}}""", "input 24, output 217, reasoning 90")]
    [InlineData("xai", """{"usage":{"prompt_tokens":24,"completion_tokens":127,"total_tokens":151,"completion_tokens_details":{"reasoning_tokens":90}}}""", "input 24, output 127, reasoning 90")]
    public void FromResponse_StatedTotal_TellsWhatIsBeside(string flavor, string body, string totals) =>
        Reads(ResponseFlavor.Parse(flavor), body, totals);

    [Theory]
    [InlineData("openai-images", """{"type":"image_generation.completed","usage":{"total_tokens":4210,"input_tokens":50,"output_tokens":4160,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}""", "input 50, output 4160, input-image 40, output-image 4160")]
    [InlineData("openai-responses", """{"output":{"choices":[]},"usage":{"input_tokens":3019,"output_tokens":104,"total_tokens":3123,"prompt_tokens_details":{"cached_tokens":2048}}}""", "input 3019, output 104, cache-read 2048")]
    [InlineData("openai-responses", """{"usage":{"input_tokens":1524,"input_tokens_details":{"cached_tokens":1305},"output_tokens":1534,"x_details":["?",{"prompt_tokens_details":{"cache_creation_input_tokens":213}}]}}""", "input 1524, output 1534, cache-read 1305, cache-write 213")]
    [InlineData("gemini", """{"usage":{"total_cached_tokens":2000,"total_input_tokens":7000,"input_tokens_by_modality":[{"modality":"text","tokens":6000},{"modality":"audio","tokens":1000}],"cached_tokens_by_modality":[{"modality":"text","tokens":2000}],"total_output_tokens":23,"total_thought_tokens":490,"total_tool_use_tokens":5,"total_tokens":7518,"grounding_tool_count":[{"type":"google_search","count":2}]}}""", "input 7005, output 513, cache-read 2000, reasoning 490, input-audio 1000, cache-read-audio 0, web-searches 2")]
    [InlineData("gemini", """{"usage":{"totalCachedTokens":2,"totalInputTokens":7,"totalOutputTokens":3,"totalThoughtTokens":4,"totalToolUseTokens":1,"totalTokens":15}}""", "input 8, output 7, cache-read 2, reasoning 4")]
    [InlineData("gemini", """{"response":{"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3}}}""", "input 9, output 3")]
    [InlineData("openai-images", """{"created":1,"data":[{"url":"x"},{"url":"y"}],"usage":{"cost_in_usd_ticks":400000000}}""", "output-images 2")]
    [InlineData("cohere", """{"meta":{"billed_units":{"images":2}}}""", "input-images 2")]
    [InlineData("cohere", """{"meta":{"billed_units":{"input_tokens":2,"image_tokens":1500}}}""", "input 1502, input-image 1500")]
    [InlineData("openai-chat", """{"choices":[{"index":0,"usage":{"prompt_tokens":19,"completion_tokens":13,"total_tokens":32}}]}""", "input 19, output 13")]
    [InlineData("mistral", """{"usage":{"prompt_tokens":188,"completion_tokens":55,"total_tokens":243,"connectors":{"web_search":1}}}""", "input 188, output 55, web-searches 1")]
    [InlineData("openai-responses", """{"output":[],"tool_usage":{"web_search":{"num_requests":2}},"usage":{"input_tokens":9,"output_tokens":4}}""", "input 9, output 4, web-searches 2")]
    [InlineData("openai-responses", """{"output":[{"type":"web_search_call"}],"tool_usage":{"web_search":{"num_requests":2}},"usage":{"input_tokens":9,"output_tokens":4}}""", "input 9, output 4, web-searches 1")]
    public void FromResponse_VendorsOwnShapes_AreRead(string flavor, string body, string totals)
    {
        Reads(ResponseFlavor.Parse(flavor), body, totals);
        Assert.Empty(ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor)).Unread);
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
    [InlineData("gemini", """{"model_version":"gemini-3-pro","candidates":[{"grounding_metadata":{"web_search_queries":["a","b"]}}],"usage_metadata":{"prompt_token_count":9}}""", "input 9, web-searches 2")]
    [InlineData("gemini", """{"model_version":"gemini-2.5-pro","candidates":[{"grounding_metadata":{"web_search_queries":["a","b"]}}],"usage_metadata":{"prompt_token_count":9}}""", "input 9, web-searches 1")]
    [InlineData("gemini", """{"candidates":[{"groundingMetadata":{"webSearchQueries":["","a"," ","b"]}},{"groundingMetadata":{"webSearchQueries":["a"]}}],"usageMetadata":{"promptTokenCount":9}}""", "input 9, web-searches 2")]
    [InlineData("gemini", """{"candidates":[{"groundingMetadata":{"webSearchQueries":[""]}}],"usageMetadata":{"promptTokenCount":9}}""", "input 9")]
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
