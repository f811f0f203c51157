using Microsoft.Extensions.AI;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What vendors bill and Microsoft.Extensions.AI has no property for, by every way in which it can be seen.</summary>
public sealed class CaseTests
{
    private const string Tools2 =
        """{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"x"}},{"id":"ws_2","type":"web_search_call","status":"completed","action":{"type":"search","query":"y"}},""";

    private const string Container = """{"id":"ci_1","type":"code_interpreter_call","status":"completed","code":"1","container_id":"cntr_1","outputs":null},""";

    /// <summary>The cases: what was asked at which address, the body, what was billed, and a word that an incomplete cost must say.</summary>
    public static TheoryData<string, string, string?, string, string?, string?> Cases => new()
    {
        { "chat", "gpt-5-mini", null, Vendor.Chat(tier: "flex"), "0.00225", null },
        { "chat", "gpt-5.1", null, Vendor.Chat("gpt-5.1-2025-11-13", tier: "priority"), "0.045", null },
        { "chat", "gpt-5.1", null, Vendor.ChatStream("gpt-5.1-2025-11-13", tier: "priority"), "0.045", null },
        { "chat", "gpt-5-mini", null, Vendor.Chat(tier: "default"), "0.0045", null },
        { "chat", "gpt-4o-search-preview", null, Vendor.Chat("gpt-4o-search-preview-2025-03-11"), "0.035", "web searches" },
        { "responses", "gpt-5-mini", null, Vendor.Response(tools: Tools2), "0.0227", null },
        { "responses", "gpt-5-mini", null, Vendor.Response(tier: "flex"), "0.00135", null },
        { "responses", "gpt-5-mini", null, Vendor.Response(tools: Container), "0.0027", "code executions" },
        { "responses", "gpt-5-mini", null, Vendor.ResponseStream(Vendor.Response()), "0.0027", null },
        { "responses", "gpt-5-mini", null, Vendor.ResponseStream(Vendor.Response(tools: Tools2)), "0.0227", null },
        { "responses", "gpt-5-mini", null, Vendor.ResponseStream(Vendor.Response(status: "incomplete"), "response.incomplete"), "0.0027", null },
        { "responses", "gpt-5-mini", null, Vendor.ResponseStream(Vendor.Response(status: "failed"), "response.failed"), "0.0027", null },
        { "claude", "claude-sonnet-4-5", null, Vendor.Claude(), "0.04125", null },
        { "claude", "claude-sonnet-4-5", null, Vendor.ClaudeStream(), "0.04125", null },
        { "claude", "claude-sonnet-4-5", null, Claude(500, 800, ""","server_tool_use":{"web_search_requests":3,"web_fetch_requests":1}"""), "0.0435", null },
        { "claude", "claude-haiku-4-5", null, Claude(500, 800, ""","server_tool_use":{"web_search_requests":3,"web_fetch_requests":0}""", "claude-haiku-4-5-20251001"), "0.0345", null },
        { "claude", "claude-opus-4-6", null, Claude(1_000, 800, ""","speed":"fast" """, "claude-opus-4-6"), "0.15", null },
        { "claude", "claude-sonnet-4-5", null, Claude(500, 800, "", tier: "batch"), "0.00675", null },
        { "claude", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "https://bedrock-runtime.us-east-1.amazonaws.com", Claude(500, 800, ""), "0.01485", null },
        { "chat", "deepseek-chat", "https://api.deepseek.com/v1", Vendor.Chat("deepseek-chat", Usage(""","prompt_cache_hit_tokens":800,"prompt_cache_miss_tokens":200""")), "0.00005824", null },
        { "chat", "anthropic/claude-sonnet-4.5", "https://openrouter.ai/api/v1", Vendor.Chat("anthropic/claude-sonnet-4.5", Usage(""","cost":0.02286,"is_byok":false""")), "0.02286", null },
        { "chat", "a/model-of-next-year", "https://openrouter.ai/api/v1", Vendor.Chat("a/model-of-next-year", Usage(""","cost":0.5,"is_byok":false""")), "0.5", null },
        { "chat", "openai/gpt-4o:online", "https://openrouter.ai/api/v1", Vendor.Chat("openai/gpt-4o", Usage()), "0.0035", ":online" },
        { "chat", "deepseek/deepseek-chat-v3.1:free", "https://openrouter.ai/api/v1", Vendor.Chat("deepseek/deepseek-chat-v3.1:free", Usage()), null, ":free" },
        { "chat", "grok-4-0709", "https://api.x.ai/v1", Vendor.Chat("grok-4-0709", Usage(""","num_sources_used":5""")), "0.0045", "num_sources_used" },
        { "chat", "claude-sonnet-4-5-20250929", "http://litellm.internal:4000/v1", Vendor.Chat("claude-sonnet-4-5-20250929", Usage()), "0.0045", null },
        { "chat", "gpt-4o", "https://llm.reseller.example/v1", Vendor.Chat("gpt-4o-2024-08-06", Usage()), null, "Which provider" },
        { "chat", "llama-3.3-70b-versatile", "https://api.groq.com/openai/v1", GroqStream(), "0.000669", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Adapter_Case_IsWhatTheVendorBills(string client, string model, string? address, string body, string? expected, string? gap) =>
        await CheckAsync(client, model, address, body, expected, gap, isTracked: true, isHandled: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Handler_Case_IsWhatTheVendorBills(string client, string model, string? address, string body, string? expected, string? gap) =>
        await CheckAsync(client, model, address, body, expected, gap, isTracked: false, isHandled: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AdapterAndHandler_Case_CountsOnce(string client, string model, string? address, string body, string? expected, string? gap) =>
        await CheckAsync(client, model, address, body, expected, gap, isTracked: true, isHandled: true);

    private static async Task CheckAsync(
        string client, string model, string? address, string body, string? expected, string? gap, bool isTracked, bool isHandled)
    {
        await using VendorServer server = new(VendorAnswer.Of(body));
        List<TrackedCall> calls = [];
        CostTrackingOptions options = Prices.Into(calls).WithGateway("litellm.internal");
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog, options) : inner);
        IChatClient raw = client switch
        {
            "responses" => Sdk.Responses(http, model),
            "claude" => Sdk.Anthropic(http, model, address),
            _ => Sdk.Chat(http, model, address),
        };
        IChatClient chat = isTracked ? raw.WithCostTracking(Prices.Catalog, _ => options) : raw;
        ChatResponse response = body.StartsWith('{')
            ? await chat.GetResponseAsync("Hello?")
            : await ReadAsync(chat.GetStreamingResponseAsync("Hello?"));

        TrackedCall call = Assert.Single(calls);
        Assert.Equal(expected is null ? null : Usd.Parse(expected), call.Billed);
        Assert.Equal((1, 1, call.Billed ?? Usd.Zero), (sum.Calls, sum.Requests, sum.Total));
        Assert.Equal(gap is null, sum.IsComplete);
        Assert.Contains(gap ?? "", string.Join("; ", [.. call.Gaps, call.PricingFailure?.Message ?? ""]), StringComparison.Ordinal);
        if (isTracked)
        {
            Assert.Equal((call.Billed, gap is null), (response.GetCost()!.Total, response.GetCost()!.IsComplete));
        }
    }

    private static async Task<ChatResponse> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        List<ChatResponseUpdate> read = [];
        await foreach (ChatResponseUpdate update in updates)
        {
            read.Add(update);
        }

        return read.ToChatResponse();
    }

    private static string Usage(string more = "") => $$"""{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100{{more}} }""";

    private static string Claude(int input, int output, string more, string model = "claude-sonnet-4-5-20250929", string tier = "standard") => Vendor.Claude(
        model,
        $$"""{"input_tokens":{{input}},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":{{output}},"service_tier":"{{tier}}"{{more}} }""");

    private static string GroqStream() => Vendor.ChatStream("llama-3.3-70b-versatile", "null")
        .Replace("\"choices\":[],\"usage\":null", $"\"choices\":[],\"usage\":null,\"x_groq\":{{\"id\":\"r\",\"usage\":{Usage()}}}", StringComparison.Ordinal);
}
