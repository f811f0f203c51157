using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What a response says beside its counts. The shapes are the vendors', calls and numbers are invented.</summary>
public sealed class ServedCallTests
{
    private const string Chat = """{"object":"chat.completion","usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""";

    [Theory]
    [InlineData("""{"object":"chat.completion","service_tier":"flex","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""", "flex")]
    [InlineData("""{"object":"chat.completion","service_tier":"auto","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""", "standard")]
    [InlineData("""{"object":"chat.completion","service_tier":"default","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""", "standard")]
    [InlineData("""{"type":"response.completed","response":{"service_tier":"priority","usage":{"input_tokens":9,"output_tokens":1}}}""", "priority")]
    [InlineData("""{"type":"message","usage":{"input_tokens":9,"output_tokens":1,"service_tier":"batch"}}""", "batch")]
    [InlineData("""{"type":"message","usage":{"input_tokens":9,"output_tokens":1,"service_tier":"standard","speed":"fast"}}""", "fast")]
    [InlineData("""{"type":"message","usage":{"input_tokens":9,"output_tokens":1,"service_tier":"batch","speed":"standard"}}""", "batch")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":1,"trafficType":"ON_DEMAND_PRIORITY"}}""", "priority")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":1,"trafficType":"ON_DEMAND"}}""", "standard")]
    [InlineData("""{"usage":{"inputTokens":9,"outputTokens":1},"serviceTier":{"type":"flex"}}""", "flex")]
    [InlineData("""{"object":"chat.completion","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""", null)]
    public void FromResponse_ServedTier_IsReadInTheVendorsWords(string body, string? tier) =>
        Assert.Equal(tier, ServedCall.FromResponse(body).ServiceTier?.Value);

    [Fact]
    public void FromResponse_NamesAlikeInLengthAndEnds_AreNotMistaken()
    {
        // Names are remembered by their length and a few letters; those that share these take each other's place.
        for (int i = 0; i < 40; i++)
        {
            string odd = $"pr{(char)('a' + (i % 7))}{(char)('A' + (i % 5))}pt_tokens";
            ServedCall call = ServedCall.FromResponse(
                $$"""{"object":"chat.completion","usage":{"{{odd}}":5,"prompt_tokens":9,"completion_tokens":1,"total_tokens":10} }""");

            Assert.Equal((9, 1), (call.Usage.InputTokens, call.Usage.OutputTokens));
            Assert.Equal($"usage.{odd}", Assert.Single(call.Unread).Path);
        }
    }

    [Theory]
    [InlineData("us", "us")]
    [InlineData("global", null)]
    [InlineData("not_available", null)]
    public void FromResponse_InferenceGeo_IsTheRegion(string geo, string? region) => Assert.Equal(
        region,
        ServedCall.FromResponse($$$"""{"type":"message","usage":{"input_tokens":9,"output_tokens":1,"inference_geo":"{{{geo}}}"}}""").Region);

    [Theory]
    [InlineData("""{"id":"msg_bdrk_01","model":"claude-sonnet-4-5-20250929","type":"message","usage":{"input_tokens":9,"output_tokens":1}}""", "amazon-bedrock")]
    [InlineData("""{"id":"msg_vrtx_01","model":"claude-sonnet-4-5-20250929","type":"message","usage":{"input_tokens":9,"output_tokens":1}}""", "google-vertex")]
    [InlineData("""{"id":"msg_01ABC","model":"claude-sonnet-4-5-20250929","type":"message","usage":{"input_tokens":9,"output_tokens":1}}""", "anthropic")]
    [InlineData("""{"id":"gen-1","model":"m","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,"cost":0.5}}""", "openrouter")]
    [InlineData("""{"id":"chatcmpl-1","model":"m","usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""", null)]
    public void FromResponse_Provider_IsSaidOnlyByWhatIsItsAlone(string body, string? provider) =>
        Assert.Equal(provider, ServedCall.FromResponse(body).Provider);

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":0.0123}}""", "0.0123 USD")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"pydantic_ai_gateway":{"cost_estimate":3.11e-05}}}""", "0.0000311 USD")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost_in_usd_ticks":51500000}}""", "0.0051500000 USD")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":{"request_cost":0.005,"total_cost":0.00515}}}""", "0.00515 USD")]
    public void FromResponse_StatedCost_IsKept(string body, string stated) =>
        Assert.Equal(stated, ServedCall.FromResponse(body, ResponseFlavor.OpenAIChat).Stated.ToString());

    [Fact]
    public void FromResponse_ResponsesWithTools_CountsThoseWithAFee()
    {
        TokenUsage usage = ServedCall.FromResponse("""
            {"object":"response","output":[
              {"type":"web_search_call","status":"completed","action":{"type":"search","query":"x"}},
              {"type":"web_search_call","status":"completed","action":{"type":"open_page","url":"u"}},
              {"type":"web_search_call","status":"failed","action":{"type":"search","query":"y"}},
              {"type":"web_search_call","status":"completed"},
              {"type":"file_search_call","status":"completed"},
              {"type":"code_interpreter_call","container_id":"a"},{"type":"code_interpreter_call","container_id":"a"},
              {"type":"code_interpreter_call","container_id":"b"}],
             "usage":{"input_tokens":10,"output_tokens":1,"total_tokens":11}}
            """).Usage;

        Assert.Equal(
            (2, 1, 2),
            (usage.PartOf(Meter.WebSearches), usage.PartOf(Meter.Parse("storage-searches")), usage.PartOf(Meter.Parse("code-executions"))));
    }

    [Fact]
    public void FromResponse_ToolsThatXAICounts_AreNotThoseOfTheOutput()
    {
        TokenUsage usage = ServedCall.FromResponse("""
            {"object":"response","output":[{"type":"web_search_call"},{"type":"web_search_call"},{"type":"web_search_call"}],
             "usage":{"input_tokens":10,"output_tokens":1,"total_tokens":11,"cost_in_usd_ticks":5,"context_details":{"input_tokens":10,"output_tokens":1},
              "server_side_tool_usage_details":{"web_search_calls":2,"x_search_calls":1}}}
            """).Usage;

        Assert.Equal((2, 1), (usage.PartOf(Meter.WebSearches), usage.PartOf(Meter.Parse("social-searches"))));
    }

    [Theory]
    [InlineData("""{"created":1,"quality":"high","size":"1024x1536","data":[{"b64_json":"x"},{"b64_json":"y"}]}""", "openai/gpt-image-1", 0.5)]
    [InlineData("""{"created":1,"size":"1024x1536","data":[{"b64_json":"x"}]}""", "openai/gpt-image-1.5", 0.013)]
    [InlineData("""{"created":1,"data":[{"url":"https://example.com/1.png"}]}""", "openai/dall-e-3", 0.04)]
    [InlineData("""{"created":1,"size":null,"data":[{"url":"x"}],"usage":{"total_tokens":0,"input_tokens":0,"output_tokens":0}}""", "openai/dall-e-3", 0.04)]
    public void CostOf_ImagesWithoutTokens_IsByTheImageOfTheStatedSize(string body, string offer, decimal usd) => Assert.Equal(
        new Usd(usd), PriceCatalog.BuiltIn.CostOf(offer, ServedCall.FromResponse(body), Instant.FromUtc(2026, 6, 1, 0, 0)).Cost.Total);

    [Fact]
    public void FromResponse_ImagesWithTokens_AreBilledByThem()
    {
        ServedCall call = ServedCall.FromResponse(
            """{"created":1,"quality":"high","size":"1024x1536","data":[{"b64_json":"x"}],"usage":{"input_tokens":10,"output_tokens":1000,"total_tokens":1010}}""");

        Assert.Equal((null, 0, 1000), (call.ImageFormat, call.Usage.PartOf(Meter.Parse("output-images")), call.Usage.PartOf(Meter.OutputImage)));
    }

    [Theory]
    [InlineData("""{"created":1,"data":[]}""")]
    [InlineData("""{"created":1,"data":[{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"url":"x"}]}""")]
    public void FromResponse_DataWithoutImages_IsNoImages(string body) =>
        Assert.Equal(PricingError.UnreadableResponse, Assert.Throws<PricingException>(() => ServedCall.FromResponse(body)).Error);

    [Theory]
    [InlineData("""{"usage":{"inputTokens":1,"outputTokens":1,"totalTokens":"2"}}""", "usage.totalTokens is \"2\", not a whole number")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":[]}}""", "usageMetadata.totalTokenCount is [], not a whole number")]
    public void FromResponse_TotalThatIsNoNumber_IsRefusedByItsName(string body, string reason) =>
        Assert.Contains(reason, Assert.Throws<PricingException>(() => ServedCall.FromResponse(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void FromResponse_NestedCountsWithATotal_AreExplainedByIt() => Assert.Empty(ServedCall.FromResponse(
        """{"usage":{"inputTokens":{"total":10,"cacheRead":4},"outputTokens":{"total":2},"totalTokens":12}}""").Unread);

    [Theory]
    [InlineData("token_usage")]
    [InlineData("usage")]
    public void FromResponse_LangChainsResponseMetadata_HasTheVendorsUsage(string name)
    {
        ServedCall call = ServedCall.FromResponse(
            $$"""{"content":"x","response_metadata":{"model_name":"gpt-5","{{name}}":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110} } }""");

        Assert.Equal((ResponseFlavor.OpenAIChat, "gpt-5", 100), (call.Flavor, call.Model, call.Usage.InputTokens));
    }

    [Fact]
    public void FromResponse_NewNumberAmongStatedCosts_IsUnread() => Assert.Equal(
        "usage.cost.new_units (2): no reader knows this field",
        ServedCall.FromResponse(
            """{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":{"request_cost":0.005,"total_cost":0.005,"new_units":2}}}""",
            ResponseFlavor.Perplexity).Unread.Single().ToString());

    [Theory]
    [InlineData("gemini-2.5-pro", 1)]
    [InlineData("gemini-3-pro-preview", 3)]
    public void FromResponse_Grounding_IsBilledByPromptBeforeGemini3(string model, int searches) => Assert.Equal(
        searches,
        ServedCall.FromResponse($$$"""
            {"modelVersion":"{{{model}}}","candidates":[{"groundingMetadata":{"webSearchQueries":["a","b","c"]}}],
             "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1,"totalTokenCount":11}}
            """).Usage.PartOf(Meter.WebSearches));

    [Theory]
    [InlineData("google/gemini-2.5-flash", 0.035)]
    [InlineData("google/gemini-3-pro-preview", 0.042)]
    public void CostOf_GroundingWithoutAModelInTheResponse_IsByTheModelOfTheOffer(string offer, decimal usd)
    {
        ServedCall call = ServedCall.FromResponse(
            """{"candidates":[{"groundingMetadata":{"webSearchQueries":["a","b","c"]}}],"usageMetadata":{"promptTokenCount":0,"candidatesTokenCount":0}}""");

        Assert.Equal(new Usd(usd), PriceCatalog.BuiltIn.CostOf(offer, call, Instant.FromUtc(2026, 6, 1, 0, 0)).Cost.Total);
        Assert.Equal(3, call.Usage.PartOf(Meter.WebSearches));
        Assert.Equal(1, call.AnsweredBy("models/gemini-2.5-pro").Usage.PartOf(Meter.WebSearches));
        Assert.Equal(call, call.AnsweredBy("gemini-3-pro"));
    }

    [Fact]
    public void FromResponse_PlacesOfGoogleMaps_AreAFeeThatNothingCounts() => Assert.Equal(
        "candidates.groundingMetadata.groundingChunks.maps (2): grounding with Google Maps has a fee that no meter counts",
        ServedCall.FromResponse("""
            {"modelVersion":"gemini-2.5-flash","candidates":[{"groundingMetadata":{"groundingChunks":[{"maps":{"uri":"x"}},{"web":{"uri":"y"}},{"maps":{"uri":"z"}}]}}],
             "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1,"totalTokenCount":11}}
            """).Unread.Single().ToString());

    // The bodies of OpenAI's batches say default; a tier that was not served is not billed.
    [Theory]
    [InlineData("batch", "default", "batch")]
    [InlineData("batch", "priority", "priority")]
    [InlineData("flex", "default", "standard")]
    [InlineData("flex", null, "flex")]
    public void BilledTier_OfABatch_IsBatchWhateverTheResponseSays(string asked, string? served, string billed)
    {
        ServedCall call = ServedCall.FromResponse(
            $$$"""{"object":"chat.completion","service_tier":{{{(served is null ? "null" : $"\"{served}\"")}}},"usage":{"prompt_tokens":1000000,"completion_tokens":0,"total_tokens":1000000}}""");
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        Offer offer = PriceCatalog.BuiltIn.Offer("openai", "gpt-5");

        Assert.Equal(billed, call.BilledTier(ServiceTier.Parse(asked)).Value);
        Assert.Equal(
            offer.CostOf(call.Usage, at, new CostOptions { ServiceTier = ServiceTier.Parse(billed) }).Total,
            offer.CostOf(call, at, new CostOptions { ServiceTier = ServiceTier.Parse(asked) }).Cost.Total);
    }

    [Fact]
    public void FromResponse_Iterations_AreBilledOneByOne()
    {
        ServedCall call = ServedCall.FromResponse("""
            {"type":"message","model":"claude-opus-4-6","usage":{"input_tokens":23000,"output_tokens":1000,"server_tool_use":{"web_search_requests":2},
             "iterations":[{"type":"compaction","input_tokens":180000,"output_tokens":3500},
                           {"type":"advisor_message","model":"claude-haiku-4-5","input_tokens":500,"output_tokens":20},
                           {"type":"message","input_tokens":23000,"output_tokens":1000}]}}
            """);

        Assert.Equal(23_000, call.Usage.InputTokens);
        Assert.Equal([(180_000L, null), (500L, "claude-haiku-4-5"), (23_000L, null)], call.Billed.Select(b => (b.Usage.InputTokens!.Value, b.Model)));
        Assert.Equal([0, 0, 2], call.Billed.Select(b => b.Usage.PartOf(Meter.WebSearches)));
        Assert.Empty(call.Unread);
    }

    [Fact]
    public void CostOf_AdvisorsIteration_IsAtItsOwnPrices()
    {
        ServedCall call = ServedCall.FromResponse("""
            {"type":"message","usage":{"input_tokens":1000,"output_tokens":0,
             "iterations":[{"type":"advisor_message","model":"claude-haiku-4-5","input_tokens":1000,"output_tokens":0},
                           {"type":"message","input_tokens":1000,"output_tokens":0}]}}
            """);
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        TokenUsage one = TokenUsage.FromTotals(input: 1000, output: 0);

        Assert.Equal(
            PriceCatalog.BuiltIn.TotalOf("anthropic/claude-opus-4-5", one, at) + PriceCatalog.BuiltIn.TotalOf("anthropic/claude-haiku-4-5", one, at),
            PriceCatalog.BuiltIn.CostOf("anthropic/claude-opus-4-5", call, at).Cost.Total);
    }

    [Fact]
    public void FromResponse_CohereBill_IsBilledAndWhatTheModelReadIsTheUsage()
    {
        ServedCall call = ServedCall.FromResponse(
            """{"usage":{"billed_units":{"input_tokens":10,"output_tokens":20},"tokens":{"input_tokens":510,"output_tokens":20}}}""");

        Assert.Equal((510, 10), (call.Usage.InputTokens, call.Billed.Single().Usage.InputTokens));
    }

    [Theory]
    [InlineData("""{"results":[],"meta":{"billed_units":{"search_units":3}}}""", "3 rerank searches")]
    [InlineData("""{"embeddings":[],"meta":{"billed_units":{"input_tokens":12}}}""", "12 input tokens")]
    public void FromResponse_CohereMeta_IsWhatIsBilled(string body, string billed) =>
        Assert.Equal(billed, ServedCall.FromResponse(body).Billed.Single().Usage.ToString());

    [Theory]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":100,"outputTokens":10,"totalTokens":110,"reasoningTokens":4,"cachedInputTokens":90}}""", 100, 10, 90, 0, 4)]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":5,"outputTokens":10,"totalTokens":15,"cachedInputTokens":90}}""", 95, 10, 90, 0, 0)]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":100,"inputTokenDetails":{"noCacheTokens":4,"cacheReadTokens":90,"cacheWriteTokens":6},"outputTokens":10,"outputTokenDetails":{"textTokens":6,"reasoningTokens":4},"totalTokens":110}}""", 100, 10, 90, 6, 4)]
    [InlineData("ai-sdk", """{"usage":{"promptTokens":100,"completionTokens":10,"totalTokens":110}}""", 100, 10, 0, 0, 0)]
    [InlineData("ai-sdk", """{"usage":{"inputTokens":{"total":100,"noCache":4,"cacheRead":90,"cacheWrite":6},"outputTokens":{"total":10,"text":6,"reasoning":4}}}""", 100, 10, 90, 6, 4)]
    [InlineData("langchain", """{"usage_metadata":{"input_tokens":100,"output_tokens":10,"total_tokens":110,"input_token_details":{"cache_read":90,"cache_creation":6},"output_token_details":{"reasoning":4}}}""", 100, 10, 90, 6, 4)]
    [InlineData("codex", """{"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":90,"output_tokens":10,"reasoning_output_tokens":4}}""", 100, 10, 90, 0, 4)]
    [InlineData("codex", """{"type":"turn.completed","usage":{"input_tokens":100,"cached_input_tokens":90,"cache_write_input_tokens":6,"output_tokens":10,"reasoning_output_tokens":4}}""", 100, 10, 90, 6, 4)]
    [InlineData("gemini", """{"usage_metadata":{"prompt_token_count":100,"candidates_token_count":6,"cached_content_token_count":90,"thoughts_token_count":4,"total_token_count":110}}""", 100, 10, 90, 0, 4)]
    [InlineData("moonshot", """{"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,"cached_tokens":90}}""", 100, 10, 90, 0, 0)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,"cache_read_input_tokens":90,"cache_creation_input_tokens":6,"prompt_tokens_details":{"cached_tokens":90}}}""", 100, 10, 90, 6, 0)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":4,"completion_tokens":10,"total_tokens":14,"cache_read_input_tokens":90,"cache_creation_input_tokens":6}}""", 100, 10, 90, 6, 0)]
    [InlineData("ollama", """{"model":"llama3","done":true,"prompt_eval_count":100,"eval_count":10,"total_duration":5,"eval_duration":4}""", 100, 10, 0, 0, 0)]
    public void FromResponse_FrameworksShapes_AreRecognizedAndRead(string flavor, string body, int input, int output, int read, int written, int reasoning)
    {
        ServedCall call = ServedCall.FromResponse(body);

        Assert.Equal(flavor, call.Flavor.Id);
        Assert.Equal(
            (input, output, read, written, reasoning),
            (call.Usage.InputTokens, call.Usage.OutputTokens, call.Usage.PartOf(Meter.CacheRead), call.Usage.PartOf(Meter.CacheWrite), call.Usage.PartOf(Meter.Reasoning)));
        Assert.Empty(call.Unread);
    }

    [Theory]
    [InlineData("""{"created":1,"data":[],"usage":{"total_tokens":33,"input_tokens":23,"input_tokens_details":{"image_tokens":3,"text_tokens":20},"output_tokens":10}}""", "20 input tokens, 3 image input tokens, 10 image output tokens")]
    [InlineData("""{"text":"x","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":10,"audio_tokens":4},"output_tokens":10,"total_tokens":24}}""", "10 input tokens, 10 output tokens, 4 audio input tokens")]
    [InlineData("""{"text":"x","usage":{"type":"duration","seconds":9}}""", "9 seconds of input audio")]
    [InlineData("""{"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":10,"total_tokens":24}}""", "14 input tokens, 10 audio output tokens")]
    public void FromResponse_ImagesAndAudio_AreCountedByModality(string body, string usage) =>
        Assert.Equal(usage, ServedCall.FromResponse(body).Usage.ToString());

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":8,"completion_tokens":9,"total_tokens":124}}""", "openai-chat", "usage.total_tokens (124): 107 of these tokens are in no count")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":100,"totalTokenCount":2000}}""", null, "usageMetadata.totalTokenCount (2000): 900 of these tokens are in no count")]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"num_sources_used":12}}""", null, "usage.num_sources_used (12): no reader knows this field")]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"details":{"parts":[{"new_tokens":7}]}}}""", null, "usage.details.parts[0].new_tokens (7): no reader knows this field")]
    [InlineData("""{"type":"message_delta","usage":{"output_tokens":15}}""", null, "usage.input_tokens (null): the end of a stream does not tell the input; add its message_start")]
    [InlineData("""{"type":"message_start","message":{"usage":{"input_tokens":10,"output_tokens":1}}}""", null, "message.usage.output_tokens (null): the stream ended before its output was counted")]
    public void FromResponse_WhatNobodyUnderstands_IsUnread(string body, string? flavor, string unread) => Assert.Equal(
        unread,
        Assert.Single(ServedCall.FromResponse(body, flavor is null ? null : ResponseFlavor.Parse(flavor)).Unread).ToString());

    [Fact]
    public void FromResponse_ThoughtsInsideTheCandidates_AreSeenByTheTotal() => Assert.Equal(
        TokenUsage.FromTotals(input: 1000, output: 1000, reasoning: 900),
        ServedCall.FromResponse("""{"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":1000,"thoughtsTokenCount":900,"totalTokenCount":2000}}""").Usage);

    [Fact]
    public void FromResponse_TokensThatLookCached_AreAnErrorUnlessAllowed()
    {
        const string Body = """{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_cached_count":7}}""";

        PricingException exception = Assert.Throws<PricingException>(() => ServedCall.FromResponse(Body));

        Assert.Equal(PricingError.UnreadableResponse, exception.Error);
        Assert.Contains("usage.prompt_cached_count (7)", exception.Message);
        Assert.Equal("usage.prompt_cached_count", ServedCall.FromResponse(Body, allowUnread: true).Unread.Single().Path);
    }

    [Fact]
    public void FromResponse_StreamOfMessages_IsTheWholeMessage()
    {
        const string Stream = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_01","type":"message","model":"claude-opus-4-5","usage":{"input_tokens":40,"cache_read_input_tokens":60,"cache_creation_input_tokens":0,"output_tokens":1,"service_tier":"batch"}}}

            event: content_block_delta
            data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

        ServedCall call = ServedCall.FromResponse(Stream);

        Assert.Equal(TokenUsage.FromParts(uncachedInput: 40, cacheRead: 60, cacheWrite: 0, output: 15), call.Usage);
        Assert.Equal(("batch", "claude-opus-4-5", "msg_01"), (call.ServiceTier?.Value, call.Model, call.Id));
        Assert.Empty(call.Unread);
        Assert.Equal(call.Usage, ServedCall.FromResponse(Encoding.UTF8.GetBytes(Stream)).Usage);
    }

    [Fact]
    public void FromResponse_StreamThatWasCancelled_SaysThatItsOutputIsUnknown() => Assert.Contains(
        "ended before its output was counted",
        ServedCall.FromResponse("""
            data: {"type":"message_start","message":{"type":"message","usage":{"input_tokens":40,"output_tokens":1}}}

            data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}
            """).Unread.Single().ToString());

    [Theory]
    [InlineData("data: {\"object\":\"chat.completion.chunk\",\"service_tier\":\"flex\",\"choices\":[{}],\"usage\":null}\n\ndata: {\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}\n\ndata: [DONE]\n\n", "flex")]
    [InlineData("[{\"usageMetadata\":{\"promptTokenCount\":1000,\"totalTokenCount\":1000}},{\"usageMetadata\":{\"promptTokenCount\":1000,\"candidatesTokenCount\":100,\"totalTokenCount\":1100}}]", null)]
    [InlineData("{\"response\":\"a\",\"done\":false}\n{\"done\":true,\"prompt_eval_count\":1000,\"eval_count\":100}\n", null)]
    public void FromResponse_OtherStreams_AreTheWholeAnswer(string stream, string? tier)
    {
        ServedCall call = ServedCall.FromResponse(stream);

        Assert.Equal((TokenUsage.FromTotals(input: 1000, output: 100), tier), (call.Usage, call.ServiceTier?.Value));
    }

    [Fact]
    public void CostOf_ServedCall_IsThatOfTheServedTierWithTheDifferenceToTheStatedCost()
    {
        ServedCall call = ServedCall.FromResponse(
            """{"object":"chat.completion","service_tier":"flex","usage":{"prompt_tokens":1000000,"completion_tokens":100000,"total_tokens":1100000,"cost":1}}""");
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);

        ServedCost cost = PriceCatalog.BuiltIn.CostOf("openai/gpt-5", call, at, new CostOptions { ServiceTier = ServiceTier.Priority });

        Assert.Equal((new Usd(1.125m), new Usd(1m), new Usd(0.125m)), (cost.Cost.Total, cost.Stated, cost.Difference));
    }

    [Fact]
    public void CostOf_AnotherModelAnswered_IsAtItsPrices()
    {
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        ServedCall call = ServedCall.FromResponse(Chat.Replace("\"usage\"", "\"model\":\"gpt-5-mini\",\"usage\"", StringComparison.Ordinal));

        Assert.Equal("openai/gpt-5-mini", PriceCatalog.BuiltIn.CostOf("openai/gpt-5", call, at).Offer.ToString());
        Assert.Equal("openai/gpt-5", PriceCatalog.BuiltIn.CostOf("openai/gpt-5", ServedCall.FromResponse(Chat), at).Offer.ToString());
    }

    [Fact]
    public void CostOf_ResponseThatSaysWhoServedIt_NeedsNoOffer()
    {
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        ServedCall call = ServedCall.FromResponse(
            """{"id":"msg_01ABC","model":"claude-opus-4-5-20251101","type":"message","usage":{"input_tokens":1000000,"output_tokens":0}}""");

        Assert.Equal(new Usd(5), PriceCatalog.BuiltIn.CostOf(call, at).Cost.Total);
        Assert.Equal(PricingError.UnknownModel, Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.CostOf(ServedCall.FromResponse(Chat), at)).Error);
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,"prompt_tokens_details":{"cache_creation_tokens":30,"cache_creation_token_details":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}}}""", "openai-chat", "70 input tokens, 10 output tokens, 10 5-minute cache-write tokens, 20 1-hour cache-write tokens")]
    [InlineData("""{"usage_metadata":{"input_tokens":100,"output_tokens":10,"total_tokens":110,"input_token_details":{"cache_creation":5,"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20,"audio":1},"output_token_details":{"audio":2}}}""", "langchain", null)]
    [InlineData("""{"usage_metadata":{"input_tokens":100,"output_tokens":10,"total_tokens":110,"input_token_details":{"ephemeral_1h_input_tokens":20}}}""", "langchain", "80 input tokens, 10 output tokens, 20 1-hour cache-write tokens")]
    [InlineData("""{"created":1,"data":[],"usage":{"total_tokens":30,"input_tokens":20,"input_tokens_details":{"text_tokens":20},"output_tokens":10,"output_tokens_details":{"image_tokens":8,"text_tokens":2}}}""", "openai-images", "20 input tokens, 2 output tokens, 8 image output tokens")]
    [InlineData("""{"usage":{"inputTokens":5,"outputTokens":1,"totalTokens":6}}""", "bedrock", "5 input tokens, 1 output tokens")]
    [InlineData("""{"usage":{"inputTokens":5,"outputTokens":1,"totalTokens":46,"cacheReadInputTokenCount":10,"cacheWriteInputTokenCount":30}}""", "bedrock", "5 input tokens, 1 output tokens, 10 cached input tokens, 30 cache-write tokens")]
    [InlineData("""{"usage":{"inputTokens":5,"outputTokens":1,"cacheDetails":[{"ttl":"5m","inputTokens":10},{"ttl":"1h","inputTokens":20}]}}""", "bedrock", "5 input tokens, 1 output tokens, 10 cache-write tokens, 20 1-hour cache-write tokens")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":5,"responseTokenCount":3,"totalTokenCount":8,"responseTokensDetails":[{"modality":"AUDIO","tokenCount":3}]}}""", "gemini", "5 input tokens, 3 audio output tokens")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"num_sources_used":0,"server_side_tool_usage_details":{"web_search_calls":2,"x_search_calls":1,"code_interpreter_calls":3,"file_search_calls":4,"document_search_calls":1}}}""", "xai", "9 input tokens, 4 output tokens, 2 web searches, 1 social searches, 5 storage searches, 3 code executions")]
    [InlineData("""{"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"search_context_size":"medium"}}""", "perplexity", "9 input tokens, 4 output tokens, 1 requests with medium search context")]
    [InlineData("""{"inputTextTokenCount":9,"results":[{"tokenCount":4,"outputText":"a"},{"tokenCount":3,"outputText":"b"}]}""", "bedrock", "9 input tokens, 7 output tokens")]
    [InlineData("""{"embedding":[0.5,1.5],"inputTextTokenCount":9}""", "bedrock", "9 input tokens")]
    [InlineData("""{"outputText":"","inputTextTokenCount":9,"totalOutputTextTokenCount":7,"completionReason":"FINISH"}""", "bedrock", "9 input tokens, 7 output tokens")]
    [InlineData("""{"generation":"x","prompt_token_count":9,"generation_token_count":7,"stop_reason":"stop"}""", "bedrock", "9 input tokens, 7 output tokens")]
    [InlineData("""{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":7,"invocationLatency":800,"firstByteLatency":90,"cacheReadInputTokenCount":30,"cacheWriteInputTokenCount":20}}""", "bedrock", "9 input tokens, 7 output tokens, 30 cached input tokens, 20 cache-write tokens")]
    [InlineData("""{"pages":[],"model":"mistral-ocr-2512","document_annotation":null,"usage_info":{"pages_processed":3,"doc_size_bytes":1000}}""", "mistral", "3 input pages")]
    [InlineData("""{"pages":[],"document_annotation":"{}","usage_info":{"pages_processed":3,"doc_size_bytes":null}}""", "mistral", "3 annotated input pages")]
    [InlineData("""{"object":"list","data":[{"embedding":[0.5]}],"model":"voyage-3.5","usage":{"total_tokens":9}}""", "openai-embeddings", "9 input tokens")]
    [InlineData("""{"model":"jina-reranker-v2","results":[{"index":0,"relevance_score":0.5}],"usage":{"total_tokens":9}}""", "openai-embeddings", "9 input tokens")]
    public void FromResponse_LesserKnownFields_AreCounted(string body, string flavor, string? usage)
    {
        if (usage is null)
        {
            // The writes with a lifetime exceed their sum, so that they are beside it.
            Assert.Equal(35, ServedCall.FromResponse(body, allowUnread: true).Usage.TotalOf(Meter.CacheWrite));
            return;
        }

        ServedCall call = ServedCall.FromResponse(body);

        Assert.Equal((flavor, usage), (call.Flavor.Id, call.Usage.ToString()));
        Assert.Empty(call.Unread);
    }

    [Fact]
    public void ToString_OfWhatWasRead_IsTheSameInEveryCulture()
    {
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        ServedCall stated = ServedCall.FromResponse(Chat.Replace("1100}", "1100,\"cost\":0.5}", StringComparison.Ordinal));

        Assert.Equal("0.5 USD", stated.Stated.ToString());
        Assert.Null(new StatedCost(1, "EUR").Usd);
        Assert.Equal("$0.00225 (stated $0.50)", PriceCatalog.BuiltIn.CostOf("openai/gpt-5", stated, at).ToString());
        Assert.Equal("$0.00225", PriceCatalog.BuiltIn.CostOf("openai/gpt-5", ServedCall.FromResponse(Chat), at).ToString());
        Assert.NotEqual(stated, ServedCall.FromResponse(Chat));
        Assert.Equal(stated.GetHashCode(), ServedCall.FromResponse(Chat.Replace("1100}", "1100,\"cost\":0.5}", StringComparison.Ordinal)).GetHashCode());
    }

    [Fact]
    public void CostOf_AdvisorThatTheProviderDoesNotOffer_SaysSo()
    {
        ServedCall call = ServedCall.FromResponse("""
            {"type":"message","usage":{"input_tokens":1,"output_tokens":0,"iterations":[{"type":"advisor_message","model":"nobody","input_tokens":1,"output_tokens":0}]}}
            """);

        PricingException error = Assert.Throws<PricingException>(
            () => PriceCatalog.BuiltIn.Offer("anthropic", "claude-opus-4-5").CostOf(call, Instant.FromUtc(2026, 6, 1, 0, 0)));
        Assert.Equal(
            (PricingError.UnknownOffer, "The response bills a part to the model 'nobody', which anthropic does not offer."), (error.Error, error.Message));
        Assert.Equal(
            PricingError.UnknownProvider,
            Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.CostOf(
                ServedCall.FromResponse(Chat.Replace("\"usage\"", "\"model\":\"gpt-5\",\"usage\"", StringComparison.Ordinal)), Instant.FromUtc(2026, 6, 1, 0, 0))).Error);
    }

    // InvokeModel streams what the model says, and ends with metrics that count the same tokens.
    [Fact]
    public void FromResponse_StreamsOfBedrocksModels_AreCountedOnce()
    {
        ServedCall llama = ServedCall.FromResponse("""
            {"generation":"H","prompt_token_count":9,"generation_token_count":1}
            {"generation":"i","prompt_token_count":null,"generation_token_count":7,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":7,"invocationLatency":800,"firstByteLatency":90}}
            """);
        ServedCall claude = ServedCall.FromResponse("""
            {"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":9,"output_tokens":1,"cache_read_input_tokens":30}}}
            {"type":"message_delta","delta":{},"usage":{"output_tokens":7}}
            {"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":7,"invocationLatency":800,"firstByteLatency":90}}
            """);

        Assert.Equal((ResponseFlavor.Bedrock, "9 input tokens, 7 output tokens"), (llama.Flavor, llama.Usage.ToString()));
        Assert.Equal((ResponseFlavor.Anthropic, "9 input tokens, 7 output tokens, 30 cached input tokens"), (claude.Flavor, claude.Usage.ToString()));
        Assert.Empty(llama.Unread);
        Assert.Empty(claude.Unread);
    }

    [Fact]
    public void FromResponse_StreamOfOllamasChat_HasTheCountsOfItsLastLine()
    {
        const string Stream = """
            {"model":"llama3","message":{"role":"assistant","content":"Hi"},"done":false}
            {"model":"llama3","message":{"role":"assistant","content":"","tool_calls":[{"function":{"arguments":{"cache_size":7}}}]},"done":true,"prompt_eval_count":1000,"eval_count":100,"total_duration":5}
            """;

        ServedCall call = ServedCall.FromResponse(Stream);

        Assert.Equal((TokenUsage.FromTotals(input: 1000, output: 100), "llama3"), (call.Usage, call.Model));
        Assert.Empty(call.Unread);
    }

    [Theory]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":1,\"prompt_tokens\":2}}\n\n")]
    [InlineData("data: {\"usage\":{\"prompt_tokens\":1},\"\\uD800\":1}\n\n")]
    public void FromResponse_StreamThatIsNoGoodJson_IsUnreadable(string stream)
    {
        Assert.Equal(PricingError.UnreadableResponse, Assert.Throws<PricingException>(() => ServedCall.FromResponse(stream, ResponseFlavor.OpenAIChat)).Error);
        Assert.Equal(PricingError.UnreadableResponse, Assert.Throws<PricingException>(() => ServedCall.FromResponse(Encoding.UTF8.GetBytes(stream), ResponseFlavor.OpenAIChat)).Error);
    }

    [Theory]
    [InlineData("PROVISIONED_THROUGHPUT", "provisioned-throughput")]
    [InlineData("ON_DEMAND_ULTRA", "on-demand-ultra")]
    [InlineData("TRAFFIC_TYPE_UNSPECIFIED", null)]
    public void FromResponse_OtherTrafficType_IsATierOfItsOwn(string traffic, string? tier) => Assert.Equal(
        tier,
        ServedCall.FromResponse($$$"""{"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":1,"trafficType":"{{{traffic}}}"}}""").ServiceTier?.Value);

    [Theory]
    [InlineData("1e-400", true)]
    [InlineData("0.0e5", false)]
    public void FromResponse_TinyNumber_IsNotZero(string number, bool isUnread) => Assert.Equal(
        isUnread,
        !ServedCall.FromResponse($$$"""{"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10,"units":{{{number}}}}}""").Unread.IsEmpty);

    [Theory]
    [InlineData("id: 1\ndata: {\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":1},\"candidates\":[{\"groundingMetadata\":{\"webSearchQueries\":[\"a\"]}}]}\n\ndata: {\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2},\"candidates\":[{}]}\n\n", 1)]
    [InlineData(": comment\ndata: {\"usageMetadata\":\ndata: {\"promptTokenCount\":3,\"candidatesTokenCount\":2}}\n\n", 0)]
    public void FromResponse_EventsOfGemini_KeepWhatEarlierOnesSaid(string stream, int searches)
    {
        TokenUsage usage = ServedCall.FromResponse(stream).Usage;

        Assert.Equal((3, 2, searches), (usage.InputTokens, usage.OutputTokens, usage.PartOf(Meter.WebSearches)));
    }
}
