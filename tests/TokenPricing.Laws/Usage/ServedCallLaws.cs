using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Nothing that a response says is dropped without a word, in any flavor, whole or streamed.</summary>
[Properties(Arbitrary = [typeof(Bodies)])]
public static class ServedCallLaws
{
    // Sums and remainders of what is counted elsewhere: without them nothing is lost.
    private static readonly string[] Repetitions = ["total_tokens", "totalTokens", "totalTokenCount", "text_tokens", "prompt_cache_miss_tokens", "cache_creation_input_tokens"];

    [Property]
    public static bool FromResponse_OneMoreNumberInTheUsage_IsMarked(AnyBody body, NonNegativeInt place, PositiveInt value, NonEmptyString name)
    {
        // A letter of its own keeps the name from being one that a reader knows.
        string added = "z_" + string.Concat(name.Get.Where(char.IsAsciiLetter)) + "_zz";
        JsonObject json = body.Json.DeepClone().AsObject();
        JsonObject[] places = [.. Objects(UsageOf(json))];
        places[place.Get % places.Length][added] = value.Get;

        (TokenUsage before, int known) = Read(body.Json, body.Flavor);
        (TokenUsage after, int unread) = Read(json, body.Flavor);
        return after == before && unread == known + 1;
    }

    [Property]
    public static bool FromResponse_OneNumberLessInTheUsage_ChangesTheUsageOrIsMarkedOrRefused(AnyBody body, NonNegativeInt place)
    {
        JsonObject json = body.Json.DeepClone().AsObject();
        (JsonObject Holder, string Name)[] numbers = [.. Objects(UsageOf(json))
            .SelectMany(o => o.Where(f => f.Value is JsonValue v && v.TryGetValue(out int _) && !Repetitions.Contains(f.Key)).Select(f => (o, f.Key)))];
        (JsonObject holder, string name) = numbers[place.Get % numbers.Length];
        holder.Remove(name);

        (TokenUsage before, int known) = Read(body.Json, body.Flavor);
        try
        {
            (TokenUsage after, int unread) = Read(json, body.Flavor);
            return after != before || unread > known;
        }
        catch (PricingException)
        {
            return true;
        }
    }

    [Property]
    public static bool CostOf_StreamAndWholeResponse_AreTheSame(AnyBody body)
    {
        ServedCall whole = ServedCall.FromResponse(body.Json.ToJsonString(), body.Flavor);
        ServedCall streamed = ServedCall.FromResponse(body.Stream, body.Flavor);
        Offer offer = TestOffers.Sold([.. PriceCatalog.BuiltIn.Offer("anthropic", "claude-opus-4-5").History]);
        Instant at = Instant.FromUtc(2026, 6, 1, 0, 0);
        CostOptions options = new() { AllowStandardTier = true, MissingRate = MissingRatePolicy.LeaveUnpriced };
        return whole.Usage == streamed.Usage
            && offer.CostOf(whole, at, options).Cost == offer.CostOf(streamed, at, options).Cost
            && (whole.ServiceTier, whole.Model) == (streamed.ServiceTier, streamed.Model)
            && whole.Unread.SequenceEqual(streamed.Unread);
    }

    private static (TokenUsage Usage, int Unread) Read(JsonObject json, ResponseFlavor flavor)
    {
        ServedCall call = ServedCall.FromResponse(json.ToJsonString(), flavor);
        return (call.Usage, call.Unread.Length);
    }

    private static JsonObject UsageOf(JsonObject body) =>
        (body["usage"] ?? body["usageMetadata"] ?? body["usage_metadata"] ?? body["response"]?["usage"])!.AsObject();

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(f => Objects(f.Value))],
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}

/// <summary>A body of a response with everything that its flavor counts, all different from zero, and the stream of the same response.</summary>
public sealed record AnyBody(ResponseFlavor Flavor, JsonObject Json, string Stream)
{
    public override string ToString() => $"{Flavor}: {Json.ToJsonString()}";
}

/// <summary>Generates bodies of the flavors that stream.</summary>
public static class Bodies
{
    public static Arbitrary<AnyBody> Body() => Gen.Choose(1, 5_000).ArrayOf(8).SelectMany(
        counts => Gen.Elements<Func<int[], AnyBody>>(Chat, DeepSeek, Responses, Messages, Gemini, Bedrock), (counts, of) => of(counts)).ToArbitrary();

    private static AnyBody Chat(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"prompt_tokens":{{n[0] + n[1] + n[2]}},"completion_tokens":{{n[3] + n[4]}},"total_tokens":{{n[0] + n[1] + n[2] + n[3] + n[4]}},
             "prompt_tokens_details":{"cached_tokens":{{n[1]}},"cache_write_tokens":{{n[2]}} },"completion_tokens_details":{"reasoning_tokens":{{n[4]}} },"server_tool_use":{"web_search_requests":{{n[5]}} } }
            """);
        return Chunked(ResponseFlavor.OpenAIChat, usage);
    }

    private static AnyBody DeepSeek(int[] n)
    {
        JsonObject usage = Parse($$"""
            {"prompt_tokens":{{n[0] + n[1]}},"completion_tokens":{{n[2] + n[3]}},"total_tokens":{{n[0] + n[1] + n[2] + n[3]}},
             "prompt_cache_hit_tokens":{{n[1]}},"prompt_cache_miss_tokens":{{n[0]}},"completion_tokens_details":{"reasoning_tokens":{{n[3]}} } }
            """);
        return Chunked(ResponseFlavor.DeepSeek, usage);
    }

    private static AnyBody Chunked(ResponseFlavor flavor, JsonObject usage) => new(
        flavor,
        new JsonObject { ["object"] = "chat.completion", ["model"] = "m", ["service_tier"] = "flex", ["usage"] = usage },
        Events(
            new JsonObject { ["object"] = "chat.completion.chunk", ["model"] = "m", ["service_tier"] = "flex", ["usage"] = null, ["choices"] = new JsonArray() },
            new JsonObject { ["object"] = "chat.completion.chunk", ["model"] = "m", ["usage"] = usage.DeepClone(), ["choices"] = new JsonArray() }) + "data: [DONE]\n\n");

    private static AnyBody Responses(int[] n)
    {
        JsonObject response = Parse($$"""
            {"object":"response","model":"m","service_tier":"priority","output":[{"type":"web_search_call","action":{"type":"search"} }],
             "usage":{"input_tokens":{{n[0] + n[1]}},"input_tokens_details":{"cached_tokens":{{n[1]}} },"output_tokens":{{n[2] + n[3]}},
              "output_tokens_details":{"reasoning_tokens":{{n[3]}} },"total_tokens":{{n[0] + n[1] + n[2] + n[3]}} } }
            """);
        return new AnyBody(
            ResponseFlavor.OpenAIResponses,
            response,
            Events(
                Parse("""{"type":"response.created","response":{"object":"response","model":"m","service_tier":"auto","output":[],"usage":null}}"""),
                new JsonObject { ["type"] = "response.completed", ["response"] = response.DeepClone() }));
    }

    private static AnyBody Messages(int[] n)
    {
        JsonObject message = Parse($$"""
            {"type":"message","id":"msg_01","model":"m","usage":{"input_tokens":{{n[0]}},"cache_read_input_tokens":{{n[1]}},
             "cache_creation_input_tokens":{{n[2] + n[3]}},"cache_creation":{"ephemeral_5m_input_tokens":{{n[2]}},"ephemeral_1h_input_tokens":{{n[3]}} },
             "output_tokens":{{n[4] + n[5]}},"output_tokens_details":{"thinking_tokens":{{n[5]}} },"server_tool_use":{"web_search_requests":{{n[6]}} },
             "service_tier":"standard","speed":"fast"} }
            """);
        JsonObject start = message.DeepClone().AsObject();
        JsonObject started = start["usage"]!.AsObject();
        started["output_tokens"] = 1;
        started.Remove("output_tokens_details");
        started.Remove("server_tool_use");
        JsonObject end = Parse($$"""
            {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":{{n[4] + n[5]}},
             "output_tokens_details":{"thinking_tokens":{{n[5]}} },"server_tool_use":{"web_search_requests":{{n[6]}} } } }
            """);
        return new AnyBody(
            ResponseFlavor.Anthropic,
            message,
            Events(new JsonObject { ["type"] = "message_start", ["message"] = start }, Parse("""{"type":"ping"}"""), end, Parse("""{"type":"message_stop"}""")));
    }

    private static AnyBody Gemini(int[] n)
    {
        JsonObject Body(int candidates, int thoughts) => Parse($$"""
            {"modelVersion":"gemini-3-pro","usageMetadata":{"promptTokenCount":{{n[0] + n[1]}},"cachedContentTokenCount":{{n[1]}},
             "toolUsePromptTokenCount":{{n[2]}},"candidatesTokenCount":{{candidates}},"thoughtsTokenCount":{{thoughts}},
             "totalTokenCount":{{n[0] + n[1] + n[2] + candidates + thoughts}},"trafficType":"ON_DEMAND_FLEX"} }
            """);
        return new AnyBody(ResponseFlavor.Gemini, Body(n[3] + n[4], n[5]), $"[{Body(n[3], n[5]).ToJsonString()},\n{Body(n[3] + n[4], n[5]).ToJsonString()}]");
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
            Events(Parse("""{"messageStop":{"stopReason":"end_turn"}}"""), new JsonObject { ["metadata"] = new JsonObject { ["usage"] = usage.DeepClone() } }));
    }

    private static string Events(params JsonObject[] events) => string.Concat(events.Select(e => $"event: e\ndata: {e.ToJsonString()}\n\n"));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
