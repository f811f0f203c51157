using Xunit;

namespace TokenPricing.Tests;

/// <summary>Where each vendor says how, where and by which model a call was served, and what of it two responses are compared by.</summary>
public sealed class ServedTermsTests
{
    [Theory]
    [InlineData("""{"service_tier":"flex","usage":{"input_tokens":9,"output_tokens":1,"service_tier":"batch"}}""", "batch")]
    [InlineData("""{"service_tier":"flex","usage":{"input_tokens":9,"output_tokens":1,"service_tier":null}}""", "flex")]
    [InlineData("""{"serviceTier":"priority","usage":{"input_tokens":9,"output_tokens":1}}""", "priority")]
    [InlineData("""{"service_tier":"flex","serviceTier":"priority","usage":{"input_tokens":9,"output_tokens":1}}""", "flex")]
    [InlineData("""{"serviceTier":{"type":"priority"},"usage":{"input_tokens":9,"output_tokens":1}}""", "priority")]
    [InlineData("""{"serviceTier":{"type":7},"usage":{"input_tokens":9,"output_tokens":1}}""", null)]
    [InlineData("""{"service_tier":7,"usage":{"input_tokens":9,"output_tokens":1}}""", null)]
    [InlineData("""{"service_tier":"","usage":{"input_tokens":9,"output_tokens":1}}""", null)]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"speed":"standard"}}""", "standard")]
    [InlineData("""{"service_tier":"flex","usage":{"input_tokens":9,"output_tokens":1,"speed":"fast"}}""", "fast")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"trafficType":"ON_DEMAND_FLEX"}}""", "flex")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"traffic_type":"on_demand_flex"}}""", "flex")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"traffic_type":"ON_DEMAND_PRIORITY"}}""", "priority")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"trafficType":"ON_DEMAND","traffic_type":"ON_DEMAND_FLEX"}}""", "standard")]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"trafficType":"TRAFFIC_TYPE_UNSPECIFIED","service_tier":"flex"}}""", "flex")]
    [InlineData("""{"metadata":{"usage":{"input_tokens":9,"output_tokens":1},"serviceTier":{"type":"priority"}}}""", "priority")]
    [InlineData("""[{"messageStop":{}},{"metadata":{"usage":{"input_tokens":9,"output_tokens":1},"serviceTier":{"type":"priority"}}}]""", "priority")]
    [InlineData("""{"metadata":{"serviceTier":"priority"},"usage":{"input_tokens":9,"output_tokens":1}}""", null)]
    [InlineData("""{"performanceConfig":{"latency":"optimized"},"usage":{"input_tokens":9,"output_tokens":1}}""", "optimized")]
    [InlineData("""{"performanceConfig":{"latency":"standard"},"usage":{"input_tokens":9,"output_tokens":1}}""", null)]
    [InlineData("""{"usage":{"input_tokens":9,"output_tokens":1,"extra_properties":{"google":{"traffic_type":"ON_DEMAND_FLEX"}}}}""", "flex")]
    [InlineData("""{"provider_specific_fields":{"traffic_type":"ON_DEMAND_PRIORITY"},"usage":{"input_tokens":9,"output_tokens":1}}""", "priority")]
    [InlineData("""{"provider_specific_fields":null,"usage":{"input_tokens":9,"output_tokens":1,"extra_properties":{"google":"?"}}}""", null)]
    [InlineData("""{"x_groq":{"id":"r"},"service_tier":"flex","usage":{"input_tokens":9,"output_tokens":1}}""", "flex")]
    [InlineData("""{"x_groq":{"id":"r"},"service_tier":"performance","usage":{"input_tokens":9,"output_tokens":1}}""", "performance")]
    public void FromResponse_TierInSeveralFields_IsThatOfTheUsage(string body, string? tier) =>
        Assert.Equal(tier, ServedCall.FromResponse(body, ResponseFlavor.Anthropic).ServiceTier?.Value);

    [Theory]
    [InlineData("\"eu\"", "eu")]
    [InlineData("\"\"", null)]
    [InlineData("\"GLOBAL\"", null)]
    [InlineData("\"none\"", null)]
    [InlineData("null", null)]
    [InlineData("7", null)]
    public void FromResponse_WordsThatNameNoRegion_AreNone(string geo, string? region) => Assert.Equal(
        region,
        ServedCall.FromResponse($$"""{"type":"message","usage":{"input_tokens":9,"output_tokens":1,"inference_geo":{{geo}} } }""", allowUnread: true).Region);

    [Theory]
    [InlineData("anthropic", """{"id":"msg_bdrk_1","usage":{"input_tokens":9}}""", "amazon-bedrock")]
    [InlineData("anthropic", """{"id":"msg_vrtx_1","usage":{"input_tokens":9}}""", "google-vertex")]
    [InlineData("anthropic", """{"id":"msg_01","usage":{"input_tokens":9}}""", "anthropic")]
    [InlineData("anthropic", """{"id":"msg_1","usage":{"input_tokens":9}}""", null)]
    [InlineData("anthropic", """{"usage":{"input_tokens":9}}""", null)]
    [InlineData("openai-chat", """{"id":"msg_01","usage":{"prompt_tokens":9}}""", null)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"cost_in_usd_ticks":5}}""", "xai")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"search_context_size":"low"}}""", "perplexity")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"citation_tokens":0}}""", "perplexity")]
    [InlineData("openai-chat", """{"x_groq":{"id":"r"},"usage":{"prompt_tokens":9}}""", "groq")]
    [InlineData("openai-chat", """{"time_info":{"queue_time":0.1},"usage":{"prompt_tokens":9}}""", "cerebras")]
    [InlineData("openai-chat", """{"id":"gen-1","usage":{"prompt_tokens":9,"cost":0}}""", "openrouter")]
    [InlineData("openai-chat", """{"id":"gen-1","usage":{"prompt_tokens":9,"is_byok":false}}""", "openrouter")]
    [InlineData("openai-chat", """{"id":"gen-1","usage":{"prompt_tokens":9}}""", null)]
    [InlineData("openai-chat", """{"id":"chatcmpl-1","usage":{"prompt_tokens":9,"cost":0}}""", null)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"is_byok":false}}""", null)]
    public void FromResponse_WhatOneProviderAloneWrites_NamesIt(string flavor, string body, string? provider) =>
        Assert.Equal(provider, ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor)).Provider);

    [Theory]
    [InlineData("""{"model":"a","modelVersion":"b","model_name":"c","usage":{"prompt_tokens":9}}""", "a")]
    [InlineData("""{"model":null,"modelVersion":"b","model_name":"c","usage":{"prompt_tokens":9}}""", "b")]
    [InlineData("""{"model":7,"model_name":"c","usage":{"prompt_tokens":9}}""", "c")]
    [InlineData("""{"model":"d","response":{"model":"a","usage":{"prompt_tokens":9}}}""", "a")]
    [InlineData("""{"model":"d","response":{"modelVersion":"b","usage":{"prompt_tokens":9}}}""", "b")]
    [InlineData("""{"model":"d","response":{"model_name":"c","usage":{"prompt_tokens":9}}}""", "c")]
    [InlineData("""{"model":"d","response":{"usage":{"prompt_tokens":9}}}""", "d")]
    [InlineData("""{"model":"d","message":{"model":"a","usage":{"prompt_tokens":9}}}""", "a")]
    [InlineData("""{"model":"d","delta":{"model":"a","usage":{"prompt_tokens":9}}}""", "d")]
    [InlineData("""{"model":"d","metadata":{"model":"a","usage":{"prompt_tokens":9}}}""", "d")]
    [InlineData("""{"model":"d","x_groq":{"model":"a","usage":{"prompt_tokens":9}}}""", "d")]
    [InlineData("""{"usage":{"prompt_tokens":9}}""", null)]
    public void FromResponse_Model_IsThatOfTheObjectThatHoldsTheResponse(string body, string? model) =>
        Assert.Equal(model, ServedCall.FromResponse(body, ResponseFlavor.OpenAIChat).Model);

    [Theory]
    [InlineData("""{"id":"a","responseId":"b","usage":{"prompt_tokens":9}}""", "a")]
    [InlineData("""{"id":null,"responseId":"b","usage":{"prompt_tokens":9}}""", "b")]
    [InlineData("""{"id":"c","response":{"id":"a","usage":{"prompt_tokens":9}}}""", "a")]
    [InlineData("""{"id":"c","delta":{"id":"a","usage":{"prompt_tokens":9}}}""", "c")]
    [InlineData("""{"usage":{"prompt_tokens":9}}""", null)]
    public void FromResponse_Id_IsThatOfTheObjectThatHoldsTheResponse(string body, string? id) =>
        Assert.Equal(id, ServedCall.FromResponse(body, ResponseFlavor.OpenAIChat).Id);

    [Theory]
    [InlineData("""{"cost":0.5,"usage":{"prompt_tokens":9}}""", 0.5)]
    [InlineData("""{"cost":0.5,"usage":{"prompt_tokens":9,"cost":0.25}}""", 0.25)]
    [InlineData("""{"cost":0.5,"usage":{"prompt_tokens":9,"cost":0.25,"cost_in_usd_ticks":10000000000}}""", 1.0)]
    [InlineData("""{"cost":{"total_cost":0.5,"input_cost":0.2},"usage":{"prompt_tokens":9}}""", 0.5)]
    [InlineData("""{"usage":{"prompt_tokens":9,"cost":0}}""", 0.0)]
    [InlineData("""{"usage":{"prompt_tokens":9,"cost":"0.5"}}""", null)]
    [InlineData("""{"usage":{"prompt_tokens":9,"cost":{}}}""", null)]
    [InlineData("""{"usage":{"prompt_tokens":9,"pydantic_ai_gateway":7}}""", null)]
    public void FromResponse_StatedCost_IsThatOfTheUsageOrElseOfTheBody(string body, double? usd) =>
        Assert.Equal((decimal?)usd, ServedCall.FromResponse(body, ResponseFlavor.OpenAIChat).Stated?.Amount);

    [Theory]
    [InlineData("""{"created":1,"size":"1024x1536","quality":"high","data":[{"url":"x"}]}""", "high/1024-x-1536")]
    [InlineData("""{"created":1,"size":"1024x1536","quality":null,"data":[{"url":"x"}]}""", "1024-x-1536")]
    [InlineData("""{"created":1,"size":"auto","quality":"high","data":[{"url":"x"}]}""", null)]
    [InlineData("""{"created":1,"size":"1x2x3","data":[{"url":"x"}]}""", null)]
    [InlineData("""{"created":1,"size":"1024x1536","data":[{"url":"x"}],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}""", null)]
    public void FromResponse_FormatOfImages_IsThatOfImagesBilledOneByOne(string body, string? format) =>
        Assert.Equal(format, ServedCall.FromResponse(body).ImageFormat);

    [Theory]
    [InlineData("gemini", """{"candidates":[{"groundingMetadata":{"webSearchQueries":["a"]}}],"usageMetadata":{"promptTokenCount":9}}""")]
    [InlineData("gemini", """{"modelVersion":"gemini-3-pro","candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}],"usageMetadata":{"promptTokenCount":9}}""")]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":9}}""")]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9}}""")]
    [InlineData("anthropic", """{"usage":{"input_tokens":9,"server_tool_use":{"web_search_requests":2}}}""")]
    public void AnsweredBy_CallWhoseFeesDoNotDependOnTheModel_IsTheCall(string flavor, string body)
    {
        ServedCall call = ServedCall.FromResponse(body, ResponseFlavor.Parse(flavor));

        Assert.Same(call, call.AnsweredBy("gemini-2.5-pro"));
    }

    [Fact]
    public void AnsweredBy_ModelBilledByPrompt_IsThatCallWithOneSearch()
    {
        const string Body = """{"modelName":"x","candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}],"usageMetadata":{"promptTokenCount":9}}""";
        ServedCall call = ServedCall.FromResponse(Body);
        ServedCall answered = call.AnsweredBy("models/gemini-2.5-pro");

        Assert.Equal("9 input tokens, 1 web searches", answered.Usage.ToString());
        Assert.Equal((answered.Usage, null), answered.Billed.Single());
        Assert.Same(answered, answered.AnsweredBy("gemini-2.5-pro"));
        Assert.Same(call, call.AnsweredBy("gemini-3-pro"));
        Assert.Throws<ArgumentNullException>(() => answered.AnsweredBy(null!));
    }

    [Fact]
    public void Equals_CallsThatDifferInOneThing_AreNotEqual()
    {
        (string Flavor, string Body)[] calls =
        [
            ("openai-chat", """{"usage":{"prompt_tokens":9}}"""),
            ("groq", """{"usage":{"prompt_tokens":9}}"""),
            ("openai-chat", """{"usage":{"prompt_tokens":8}}"""),
            ("openai-chat", """{"service_tier":"flex","usage":{"prompt_tokens":9}}"""),
            ("openai-chat", """{"usage":{"prompt_tokens":9,"inference_geo":"us"}}"""),
            ("openai-chat", """{"model":"m","usage":{"prompt_tokens":9}}"""),
            ("openai-chat", """{"x_groq":{},"usage":{"prompt_tokens":9}}"""),
            ("openai-chat", """{"id":"i","usage":{"prompt_tokens":9}}"""),
            ("openai-chat", """{"cost":1,"usage":{"prompt_tokens":9}}"""),
            ("openai-chat", """{"usage":{"prompt_tokens":9,"units":1}}"""),
            ("openai-images", """{"created":1,"size":"1x1","data":[{"url":"x"}]}"""),
            ("openai-images", """{"created":1,"size":"1x2","data":[{"url":"x"}]}"""),
            ("cohere", """{"usage":{"tokens":{"input_tokens":9}}}"""),
            ("cohere", """{"usage":{"tokens":{"input_tokens":9},"billed_units":{"input_tokens":8}}}"""),
            ("gemini", """{"candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}],"usageMetadata":{"promptTokenCount":9}}"""),
            ("gemini", """{"modelVersion":null,"candidates":[{"groundingMetadata":{"webSearchQueries":["a","b"]}}],"usageMetadata":{"promptTokenCount":9}}"""),
        ];
        ServedCall[] all = [.. calls.Select(Read)];

        for (int i = 0; i < all.Length; i++)
        {
            Assert.False(all[i].Equals(null));
            for (int j = 0; j < all.Length; j++)
            {
                Assert.Equal((i, j, i == j), (i, j, all[i].Equals(Read(calls[j]))));
            }
        }

        static ServedCall Read((string Flavor, string Body) call) => ServedCall.FromResponse(call.Body, ResponseFlavor.Parse(call.Flavor));
    }

    [Fact]
    public void FromResponse_IterationsWithoutSearches_AreBilledAsTheyAre() => Assert.Equal(
        [(TokenUsage.FromTotals(input: 7, output: 5), "a"), (TokenUsage.FromParts(uncachedInput: 9, cacheRead: 2, output: 1), null)],
        ServedCall.FromResponse(
            """
            {"usage":{"input_tokens":9,"output_tokens":1,"server_tool_use":{"web_search_requests":0},
             "iterations":[{"model":"a","input_tokens":7,"output_tokens":5},"?",{"input_tokens":9,"cache_read_input_tokens":2,"output_tokens":1}]}}
            """,
            ResponseFlavor.Anthropic).Billed.AsEnumerable());

    [Theory]
    [InlineData("\"input_tokens\":10,\"output_tokens\":20,\"search_units\":3", "10 input tokens, 20 output tokens, 3 rerank searches")]
    [InlineData("\"input_tokens\":10", "10 input tokens")]
    [InlineData("\"classifications\":4", "510 input tokens, 30 output tokens")]
    [InlineData("", "510 input tokens, 30 output tokens")]
    public void FromResponse_CoheresBilledUnits_AreBilledUnlessNoneIsKnown(string units, string billed) => Assert.Equal(
        billed,
        ServedCall.FromResponse(
            $$"""{"usage":{"tokens":{"input_tokens":510,"output_tokens":30},"billed_units":{ {{units}} } } }""",
            ResponseFlavor.Cohere).Billed.Single().Usage.ToString());
}
