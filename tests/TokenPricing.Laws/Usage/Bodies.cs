using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace TokenPricing.Tests;

/// <summary>
/// A body of a response with everything that its flavor counts, all different from zero, and the stream of the same response; null for a
/// flavor that does not stream.
/// </summary>
public sealed record AnyBody(ResponseFlavor Flavor, JsonObject Json, string? Stream)
{
    public override string ToString() => $"{Flavor}: {Json.ToJsonString()}";
}

/// <summary>Generates bodies of all flavors.</summary>
public static class Bodies
{
    /// <summary>The kinds of bodies, each made of eight counts.</summary>
    public static readonly ImmutableArray<Func<int[], AnyBody>> Kinds =
    [
        Chat, Mistral, DeepSeek, Groq, XAI, OpenRouter, Cerebras, Perplexity, Moonshot, Responses, Realtime, XAIResponses, Embeddings, Messages, Compaction,
        Gemini, GeminiSnake, Bedrock, Cohere, Images, Transcription, Duration, Ollama, AiSdk, AiSdkProvider, LangChain, Codex,
    ];

    /// <summary>The flavor of each kind of body.</summary>
    public static IEnumerable<ResponseFlavor> Flavors => Kinds.Select(of => of([1, 1, 1, 1, 1, 1, 1, 1]).Flavor);

    public static Arbitrary<AnyBody> Body() =>
        Gen.Choose(1, 5_000).ArrayOf(8).SelectMany(counts => Gen.Elements(Kinds.AsEnumerable()), (counts, of) => of(counts)).ToArbitrary();

    private static AnyBody Chat(int[] n) => Chunked(ResponseFlavor.OpenAIChat, ChatUsage(
        n,
        $$"""
        "prompt_tokens_details":{"cached_tokens":{{n[1]}},"cache_write_tokens":{{n[2]}} },"completion_tokens_details":{"reasoning_tokens":{{n[4]}} },"server_tool_use":{"web_search_requests":{{n[5]}} }
        """));

    private static AnyBody Mistral(int[] n) => Chunked(ResponseFlavor.Mistral, ChatUsage(n, $$"""
        "prompt_tokens_details":{"cached_tokens":{{n[1]}} }
        """));

    private static AnyBody DeepSeek(int[] n) => Chunked(ResponseFlavor.DeepSeek, ChatUsage(n, $$"""
        "prompt_cache_hit_tokens":{{n[1]}},"prompt_cache_miss_tokens":{{n[0] + n[2]}},"completion_tokens_details":{"reasoning_tokens":{{n[4]}} }
        """));

    private static AnyBody Groq(int[] n)
    {
        JsonObject usage = ChatUsage(n, $$"""
            "queue_time":0.5,"total_time":1.5,"prompt_tokens_details":{"cached_tokens":{{n[1]}} },"completion_tokens_details":{"reasoning_tokens":{{n[4]}} }
            """);
        AnyBody body = Chunked(ResponseFlavor.Groq, usage);
        return body with
        {
            Stream = Events(
                Parse("""{"object":"chat.completion.chunk","model":"m","choices":[],"service_tier":"flex","x_groq":{"id":"req_1"} }"""),
                new JsonObject { ["object"] = "chat.completion.chunk", ["model"] = "m", ["choices"] = new JsonArray(), ["x_groq"] = new JsonObject { ["usage"] = usage.DeepClone() } }),
        };
    }

    private static AnyBody XAI(int[] n) => Chunked(ResponseFlavor.XAI, Parse($$"""
        {"prompt_tokens":{{n[0] + n[1]}},"completion_tokens":{{n[2]}},"total_tokens":{{n[0] + n[1] + n[2] + n[3]}},"cost_in_usd_ticks":{{n[7]}}00000,
         "prompt_tokens_details":{"text_tokens":{{n[0]}},"cached_tokens":{{n[1]}} },"completion_tokens_details":{"reasoning_tokens":{{n[3]}} },
         "server_side_tool_usage_details":{"web_search_calls":{{n[4]}},"x_search_calls":{{n[5]}},"code_interpreter_calls":{{n[6]}},"file_search_calls":{{n[7]}},"document_search_calls":{{n[4]}} } }
        """));

    private static AnyBody OpenRouter(int[] n) => Chunked(ResponseFlavor.OpenRouter, ChatUsage(n, $$"""
        "cost":0.0{{n[7]}},"is_byok":false,"cost_details":{"upstream_inference_cost":0.0{{n[6]}} },
        "prompt_tokens_details":{"cached_tokens":{{n[1]}},"cache_write_tokens":{{n[2]}},"audio_tokens":{{n[0]}} },"completion_tokens_details":{"reasoning_tokens":{{n[4]}} },"server_tool_use":{"web_search_requests":{{n[5]}} }
        """));

    private static AnyBody Cerebras(int[] n) => Chunked(ResponseFlavor.Cerebras, ChatUsage(n, $$"""
        "prompt_tokens_details":{"cached_tokens":{{n[1]}} }
        """));

    private static AnyBody Perplexity(int[] n) => Chunked(ResponseFlavor.Perplexity, ChatUsage(n, $$"""
        "search_context_size":"low","citation_tokens":{{n[5]}},"num_search_queries":{{n[6]}},"reasoning_tokens":{{n[7]}},"cost":{"request_cost":0.005,"total_cost":0.0{{n[7]}} }
        """));

    private static AnyBody Moonshot(int[] n)
    {
        JsonObject usage = ChatUsage(n, $$"""
            "cached_tokens":{{n[1]}}
            """);
        AnyBody body = Chunked(ResponseFlavor.Moonshot, usage);
        JsonObject choice = new() { ["index"] = 0, ["finish_reason"] = "stop", ["usage"] = usage.DeepClone() };
        return body with
        {
            Stream = Events(new JsonObject { ["object"] = "chat.completion.chunk", ["model"] = "m", ["service_tier"] = "flex", ["choices"] = new JsonArray(choice) }),
        };
    }

    private static JsonObject ChatUsage(int[] n, string details) => Parse($$"""
        {"prompt_tokens":{{n[0] + n[1] + n[2]}},"completion_tokens":{{n[3] + n[4]}},"total_tokens":{{n[0] + n[1] + n[2] + n[3] + n[4]}},{{details}} }
        """);

    private static AnyBody Chunked(ResponseFlavor flavor, JsonObject usage) => new(
        flavor,
        new JsonObject { ["object"] = "chat.completion", ["model"] = "m", ["service_tier"] = "flex", ["usage"] = usage },
        Events(
            new JsonObject { ["object"] = "chat.completion.chunk", ["model"] = "m", ["service_tier"] = "flex", ["usage"] = null, ["choices"] = new JsonArray() },
            new JsonObject { ["object"] = "chat.completion.chunk", ["model"] = "m", ["usage"] = usage.DeepClone(), ["choices"] = new JsonArray() }) + "data: [DONE]\n\n");

    private static AnyBody Responses(int[] n) => Completed(Parse($$"""
        {"object":"response","model":"m","service_tier":"priority","output":[{"type":"web_search_call","action":{"type":"search"} }],
         "usage":{"input_tokens":{{n[0] + n[1] + n[2]}},"input_tokens_details":{"cached_tokens":{{n[1]}},"cache_write_tokens":{{n[2]}} },"output_tokens":{{n[3] + n[4]}},
          "output_tokens_details":{"reasoning_tokens":{{n[4]}} },"total_tokens":{{n[0] + n[1] + n[2] + n[3] + n[4]}} } }
        """));

    private static AnyBody Realtime(int[] n) => Completed(Parse($$"""
        {"object":"realtime.response","model":"m","usage":{"input_tokens":{{n[0] + n[1] + n[2]}},"output_tokens":{{n[3] + n[4]}},"total_tokens":{{n[0] + n[1] + n[2] + n[3] + n[4]}},
         "input_token_details":{"text_tokens":{{n[0]}},"audio_tokens":{{n[1] + n[2]}},"cached_tokens":{{n[1]}},"cached_tokens_details":{"audio_tokens":{{n[1]}} } },
         "output_token_details":{"text_tokens":{{n[3]}},"audio_tokens":{{n[4]}} } } }
        """));

    private static AnyBody XAIResponses(int[] n) => Completed(Parse($$"""
        {"object":"response","model":"m","output":[{"type":"web_search_call"}],"usage":{"input_tokens":{{n[0]}},"output_tokens":{{n[1]}},"total_tokens":{{n[0] + n[1]}},"cost_in_usd_ticks":{{n[5]}}00000,
         "server_side_tool_usage_details":{"web_search_calls":{{n[2]}},"x_search_calls":{{n[3]}},"code_interpreter_calls":{{n[4]}} } } }
        """));

    private static AnyBody Completed(JsonObject response)
    {
        response["service_tier"] ??= "auto";
        return new AnyBody(
            ResponseFlavor.OpenAIResponses,
            response,
            Events(
                Parse("""{"type":"response.created","response":{"object":"response","model":"m","service_tier":"auto","output":[],"usage":null} }"""),
                new JsonObject { ["type"] = "response.completed", ["response"] = response.DeepClone() }));
    }

    private static AnyBody Embeddings(int[] n) => new(
        ResponseFlavor.OpenAIEmbeddings, Parse($$"""{"object":"list","data":[],"model":"m","usage":{"prompt_tokens":{{n[0]}},"total_tokens":{{n[0]}} } }"""), null);

    private static AnyBody Messages(int[] n)
    {
        JsonObject message = Parse($$"""
            {"type":"message","id":"msg_01","model":"m","usage":{"input_tokens":{{n[0]}},"cache_read_input_tokens":{{n[1]}},
             "cache_creation_input_tokens":{{n[2] + n[3]}},"cache_creation":{"ephemeral_5m_input_tokens":{{n[2]}},"ephemeral_1h_input_tokens":{{n[3]}} },
             "output_tokens":{{n[4] + n[5]}},"output_tokens_details":{"thinking_tokens":{{n[5]}} },"server_tool_use":{"web_search_requests":{{n[6]}} },
             "service_tier":"standard","speed":"fast"} }
            """);
        return Started(message, $$"""
            "output_tokens":{{n[4] + n[5]}},"output_tokens_details":{"thinking_tokens":{{n[5]}} },"server_tool_use":{"web_search_requests":{{n[6]}} }
            """);
    }

    private static AnyBody Compaction(int[] n)
    {
        string iterations = $$"""
            "iterations":[{"type":"compaction","input_tokens":{{n[2]}},"output_tokens":{{n[3]}} },{"type":"message","input_tokens":{{n[0]}},"output_tokens":{{n[1]}},"cache_read_input_tokens":{{n[4]}} }]
            """;
        return Started(
            Parse($$"""
                {"type":"message","model":"m","usage":{"input_tokens":{{n[0]}},"cache_read_input_tokens":{{n[4]}},"output_tokens":{{n[1]}},{{iterations}} } }
                """),
            $$"""
            "output_tokens":{{n[1]}},{{iterations}}
            """);
    }

    /// <summary>The first event tells the input, the last one what it brings.</summary>
    private static AnyBody Started(JsonObject message, string end)
    {
        JsonObject start = message.DeepClone().AsObject();
        JsonObject started = start["usage"]!.AsObject();
        started["output_tokens"] = 1;
        started.Remove("output_tokens_details");
        started.Remove("server_tool_use");
        started.Remove("iterations");
        JsonObject delta = Parse($$"""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{ {{end}} } }""");
        return new AnyBody(
            ResponseFlavor.Anthropic,
            message,
            Events(new JsonObject { ["type"] = "message_start", ["message"] = start }, Parse("""{"type":"ping"}"""), delta, Parse("""{"type":"message_stop"}""")));
    }

    private static AnyBody Gemini(int[] n)
    {
        JsonObject Body(int candidates, int thoughts) => Parse($$"""
            {"modelVersion":"gemini-3-pro","usageMetadata":{"promptTokenCount":{{n[0] + n[1]}},"cachedContentTokenCount":{{n[1]}},
             "promptTokensDetails":[{"modality":"AUDIO","tokenCount":{{n[0]}} }],"cacheTokensDetails":[{"modality":"VIDEO","tokenCount":{{n[1]}} }],
             "toolUsePromptTokenCount":{{n[2]}},"candidatesTokenCount":{{candidates}},"thoughtsTokenCount":{{thoughts}},
             "totalTokenCount":{{n[0] + n[1] + n[2] + candidates + thoughts}},"trafficType":"ON_DEMAND_FLEX"} }
            """);
        return new AnyBody(ResponseFlavor.Gemini, Body(n[3] + n[4], n[5]), $"[{Body(n[3], n[5]).ToJsonString()},\n{Body(n[3] + n[4], n[5]).ToJsonString()}]");
    }

    private static AnyBody GeminiSnake(int[] n)
    {
        JsonObject body = Parse($$"""
            {"usage_metadata":{"prompt_token_count":{{n[0] + n[1]}},"cached_content_token_count":{{n[1]}},"tool_use_prompt_token_count":{{n[2]}},
             "candidates_token_count":{{n[3]}},"thoughts_token_count":{{n[4]}},"candidates_tokens_details":[{"modality":"IMAGE","token_count":{{n[3]}} }] } }
            """);
        return new AnyBody(ResponseFlavor.Gemini, body, Events(body));
    }

    private static AnyBody Bedrock(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"inputTokens":{{n[0]}},"cacheReadInputTokens":{{n[1]}},"cacheWriteInputTokens":{{n[2] + n[3]}},"outputTokens":{{n[4]}},
             "totalTokens":{{n[0] + n[1] + n[2] + n[3] + n[4]}},"cacheDetails":[{"ttl":"1h","inputTokens":{{n[3]}} }] }
            """);
        return new AnyBody(
            ResponseFlavor.Bedrock,
            new JsonObject { ["usage"] = usage },
            Events(Parse("""{"messageStop":{"stopReason":"end_turn"} }"""), new JsonObject { ["metadata"] = new JsonObject { ["usage"] = usage.DeepClone() } }));
    }

    private static AnyBody Cohere(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"billed_units":{"input_tokens":{{n[0]}},"output_tokens":{{n[1]}},"search_units":{{n[2]}} },"tokens":{"input_tokens":{{n[0] + n[3]}},"output_tokens":{{n[1]}} },"cached_tokens":{{n[0]}} }
            """);
        return new AnyBody(
            ResponseFlavor.Cohere,
            new JsonObject { ["id"] = "c", ["usage"] = usage },
            Events(
                Parse("""{"type":"message-start","id":"c"}"""),
                new JsonObject { ["type"] = "message-end", ["delta"] = new JsonObject { ["finish_reason"] = "COMPLETE", ["usage"] = usage.DeepClone() } }));
    }

    private static AnyBody Images(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"input_tokens":{{n[0] + n[1]}},"input_tokens_details":{"text_tokens":{{n[0]}},"image_tokens":{{n[1]}} },"output_tokens":{{n[2]}},"total_tokens":{{n[0] + n[1] + n[2]}} }
            """);
        return new AnyBody(
            ResponseFlavor.OpenAIImages,
            new JsonObject { ["created"] = 1, ["data"] = new JsonArray(), ["usage"] = usage },
            Events(
                Parse("""{"type":"image_generation.partial_image","partial_image_index":0}"""),
                new JsonObject { ["type"] = "image_generation.completed", ["created_at"] = 1, ["usage"] = usage.DeepClone() }));
    }

    private static AnyBody Transcription(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"type":"tokens","input_tokens":{{n[0] + n[1]}},"input_token_details":{"text_tokens":{{n[0]}},"audio_tokens":{{n[1]}} },"output_tokens":{{n[2]}},"total_tokens":{{n[0] + n[1] + n[2]}} }
            """);
        return new AnyBody(
            ResponseFlavor.OpenAIAudio,
            new JsonObject { ["text"] = "t", ["usage"] = usage },
            Events(Parse("""{"type":"transcript.text.delta","delta":"t"}"""), new JsonObject { ["type"] = "transcript.text.done", ["text"] = "t", ["usage"] = usage.DeepClone() }));
    }

    private static AnyBody Duration(int[] n) => new(
        ResponseFlavor.OpenAIAudio, Parse($$"""{"text":"t","usage":{"type":"duration","seconds":{{n[0]}} } }"""), null);

    private static AnyBody Ollama(int[] n)
    {
        JsonObject body = Parse($$"""{"model":"m","done":true,"prompt_eval_count":{{n[0]}},"eval_count":{{n[1]}},"total_duration":{{n[2]}} }""");
        return new AnyBody(ResponseFlavor.Ollama, body, $"{{\"model\":\"m\",\"done\":false}}\n{body.ToJsonString()}\n");
    }

    private static AnyBody AiSdk(int[] n) => new(
        ResponseFlavor.AiSdk,
        Parse($$"""
            {"usage":{"inputTokens":{{n[0] + n[1]}},"outputTokens":{{n[2] + n[3]}},"totalTokens":{{n[0] + n[1] + n[2] + n[3]}},"cachedInputTokens":{{n[1]}},"reasoningTokens":{{n[3]}} } }
            """),
        null);

    private static AnyBody AiSdkProvider(int[] n) => new(
        ResponseFlavor.AiSdk,
        Parse($$"""
            {"usage":{"inputTokens":{"total":{{n[0] + n[1] + n[2]}},"noCache":{{n[0]}},"cacheRead":{{n[1]}},"cacheWrite":{{n[2]}} },"outputTokens":{"total":{{n[3] + n[4]}},"reasoning":{{n[4]}} } } }
            """),
        null);

    private static AnyBody LangChain(int[] n) => new(
        ResponseFlavor.LangChain,
        Parse($$"""
            {"usage_metadata":{"input_tokens":{{n[0] + n[1] + n[2] + n[3] + n[4]}},"output_tokens":{{n[5] + n[6]}},"total_tokens":{{n[0] + n[1] + n[2] + n[3] + n[4] + n[5] + n[6]}},
             "input_token_details":{"cache_read":{{n[1]}},"cache_creation":{{n[2] + n[3] + n[4]}},"ephemeral_5m_input_tokens":{{n[2]}},"ephemeral_1h_input_tokens":{{n[3]}} },
             "output_token_details":{"reasoning":{{n[6]}} } } }
            """),
        null);

    private static AnyBody Codex(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"input_tokens":{{n[0] + n[1]}},"cached_input_tokens":{{n[1]}},"output_tokens":{{n[2] + n[3]}},"reasoning_output_tokens":{{n[3]}} }
            """);
        return new AnyBody(
            ResponseFlavor.Codex,
            new JsonObject { ["type"] = "turn.completed", ["usage"] = usage },
            $"{{\"type\":\"turn.started\"}}\n{new JsonObject { ["type"] = "turn.completed", ["usage"] = usage.DeepClone() }.ToJsonString()}\n");
    }

    private static string Events(params JsonObject[] events) => string.Concat(events.Select(e => $"event: e\ndata: {e.ToJsonString()}\n\n"));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
