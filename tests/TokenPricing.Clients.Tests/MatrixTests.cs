using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.AzureOpenAI;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The same call by every way to make it: one cost, counted once.</summary>
public sealed class MatrixTests
{
    private static readonly AITool Weather = AIFunctionFactory.Create(() => "sunny", "weather");

    public static TheoryData<string, string, bool> Ways
    {
        get
        {
            TheoryData<string, string, bool> ways = [];
            foreach (string client in new[]
                { "adapter", "tracked twice", "around a loop", "inside a loop", "both sides of a loop", "agent", "tracked agent",
                    "kernel", "kernel as a client", "azure kernel", "native", "azure" })
            {
                foreach (string tracking in new[] { "client", "handler", "both" })
                {
                    bool canBeTracked = client is not ("kernel" or "azure kernel" or "native");
                    if (tracking == "handler" || canBeTracked)
                    {
                        ways.Add(client, tracking, false);
                        ways.Add(client, tracking, true);
                    }
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OneCall_AnyWay_IsOneCostCountedOnce(string client, string tracking, bool isStream)
    {
        await using VendorServer server = new(VendorAnswer.Of(
            isStream ? Vendor.ChatStream("gpt-5.1-2025-11-13", tier: "priority") : Vendor.Chat("gpt-5.1-2025-11-13", tier: "priority")));
        List<TrackedCall> calls = [];
        CostTrackingOptions options = Prices.Into(calls);
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner =>
            tracking == "client" ? inner : new TokenPricingHandler(inner, () => Prices.Catalog, options));

        await CallAsync(client, tracking != "handler", http, options, isStream);

        Usd expected = new(0.045m);
        Assert.Equal(1, server.Requests);
        Assert.Equal((1, 1, expected, true), (sum.Calls, sum.Requests, sum.Total, sum.IsComplete));
        Assert.Equal(expected, Assert.Single(calls).Billed);
    }

    /// <summary>A loop of two rounds of 120,000 tokens, each below the threshold of Claude's higher prices.</summary>
    [Theory]
    [InlineData("around", false, false)]
    [InlineData("around", true, false)]
    [InlineData("inside", false, false)]
    [InlineData("inside", true, false)]
    [InlineData("both sides", false, false)]
    [InlineData("both sides", true, false)]
    [InlineData("handler alone", true, false)]
    [InlineData("inside", true, true)]
    [InlineData("around", true, true)]
    public async Task Loop_OfTwoRounds_CostsTheRoundsAndNeverOneRequest(string where, bool isHandled, bool isAgent)
    {
        string round = Usage(120_000);
        await using VendorServer server = new(
            VendorAnswer.Of(Vendor.Claude(usage: round, tool: "weather", id: "msg_01A")), VendorAnswer.Of(Vendor.Claude(usage: Usage(121_000), id: "msg_01B")));
        List<TrackedCall> calls = [];
        CostTrackingOptions options = Prices.Into(calls);
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog, options) : inner);
        IChatClient client = Sdk.Anthropic(http);
        Func<CostTrackingOptions, CostTrackingOptions> use = _ => options;
        client = where is "inside" or "both sides" ? client.WithCostTracking(Prices.Catalog, use) : client;
        client = new FunctionInvokingChatClient(client);
        client = where is "around" or "both sides" ? client.WithCostTracking(Prices.Catalog, use) : client;
        using CostSum sum = CostTracking.Sum();

        ChatOptions tools = new() { Tools = [Weather] };
        CallCost? cost = isAgent
            ? (await new ChatClientAgent(client, new ChatClientAgentOptions { ChatOptions = tools }).RunAsync("Hello?")).AdditionalProperties.GetCost()
            : (await client.GetResponseAsync("Hello?", tools)).GetCost();

        Assert.Equal(2, server.Requests);
        Usd expected = new(0.726m);
        Assert.Equal(expected, sum.Total);
        Assert.Equal(2, where == "around" && !isHandled ? 2 : sum.Requests);
        Assert.Equal(expected, calls.Aggregate(Usd.Zero, (all, c) => all + c.Billed!.Value));
        if (where != "handler alone" && !isAgent)
        {
            Assert.Equal(expected, cost!.Total);
        }
    }

    [Theory]
    [InlineData("around", false)]
    [InlineData("inside", false)]
    [InlineData("both sides", false)]
    [InlineData("around", true)]
    [InlineData("inside", true)]
    [InlineData("both sides", true)]
    public async Task StreamedLoop_PutTogether_HasItsSum(string where, bool isHandled)
    {
        await using VendorServer server = new(
            VendorAnswer.Of(Vendor.ChatStream("gpt-4o", Used(1_000, 100), tool: "weather", id: "chatcmpl-1")),
            VendorAnswer.Of(Vendor.ChatStream("gpt-4o", Used(2_000, 50), id: "chatcmpl-2")));
        List<TrackedCall> calls = [];
        CostTrackingOptions options = Prices.Into(calls);
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog, options) : inner);
        IChatClient client = Sdk.Chat(http, "gpt-4o");
        client = where is "inside" or "both sides" ? client.WithCostTracking(Prices.Catalog, _ => options) : client;
        client = new FunctionInvokingChatClient(client);
        client = where is "around" or "both sides" ? client.WithCostTracking(Prices.Catalog, _ => options) : client;
        using CostSum sum = CostTracking.Sum();

        ChatResponse response = await ReadAsync(client.GetStreamingResponseAsync("Hello?", new ChatOptions { Tools = [Weather] }));

        Assert.Equal((new Usd(0.009m), 2), (sum.Total, sum.Requests));
        Assert.Equal((new Usd(0.009m), 2), (response.GetCost()!.Total, response.GetCost()!.Requests));
        Assert.All(response.Messages, m => Assert.Null(m.AdditionalProperties));
        Assert.Equal(where == "inside" ? 2 : where == "around" ? 1 : 2, calls.Count);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Cache_AroundTracking_BillsAHitNothing(bool isStream, bool isLoop)
    {
        VendorAnswer last = VendorAnswer.Of(isStream ? Vendor.ChatStream("gpt-4o", Used(2_000, 50), id: "b") : Vendor.Chat("gpt-4o", Used(2_000, 50), id: "b"));
        VendorAnswer first = VendorAnswer.Of(isStream
            ? Vendor.ChatStream("gpt-4o", Used(1_000, 100), tool: "weather", id: "a")
            : Vendor.Chat("gpt-4o", Used(1_000, 100), tool: "weather", id: "a"));
        await using VendorServer server = new(isLoop ? [first, last] : [last]);
        using HttpClient http = server.Client();
        IChatClient client = Sdk.Chat(http, "gpt-4o").AsBuilder()
            .UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())))
            .UseFunctionInvocation()
            .UseCostTracking(o => o with { Time = Prices.Time })
            .Build();
        ChatOptions tools = new() { Tools = [Weather] };
        Usd expected = new(isLoop ? 0.009m : 0.0055m);

        CallCost live = (await AskAsync()).GetCost()!;
        using CostSum sum = CostTracking.Sum();
        CallCost hit = (await AskAsync()).GetCost()!;

        Assert.Equal((expected, expected, false), (live.Total, live.BilledNow, live.IsRestored));
        Assert.Equal((expected, Usd.Zero, true), (hit.Total, hit.BilledNow, hit.IsRestored));
        Assert.Equal((0, isLoop ? 2 : 1), (sum.Calls, server.Requests));

        async Task<ChatResponse> AskAsync() => isStream
            ? await ReadAsync(client.GetStreamingResponseAsync("Hello?", tools))
            : await client.GetResponseAsync("Hello?", tools);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cache_InsideTracking_BillsAHitNothingOnceItsClientIsKnown(bool isStream)
    {
        await using VendorServer server = new(VendorAnswer.Of(isStream ? Vendor.ChatStream("gpt-4o") : Vendor.Chat("gpt-4o")));
        using HttpClient http = server.Client();
        List<TrackedCall> calls = [];
        IChatClient client = Sdk.Chat(http, "gpt-4o").AsBuilder()
            .UseCostTracking(_ => Prices.Into(calls))
            .UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())))
            .Build();

        for (int i = 0; i < 2; i++)
        {
            _ = isStream ? await ReadAsync(client.GetStreamingResponseAsync("Hello?")) : await client.GetResponseAsync("Hello?");
        }

        Assert.Equal(1, server.Requests);
        Assert.Equal([new Usd(0.035m), null], calls.Select(c => c.Billed));
    }

    private static async Task CallAsync(string client, bool isTracked, HttpClient http, CostTrackingOptions options, bool isStream)
    {
        switch (client)
        {
            case "native":
                OpenAI.Chat.ChatClient native = Sdk.OpenAIChat(http, "gpt-5.1");
                if (isStream)
                {
                    await foreach (OpenAI.Chat.StreamingChatCompletionUpdate _ in native.CompleteChatStreamingAsync("Hello?"))
                    {
                    }
                }
                else
                {
                    await native.CompleteChatAsync("Hello?");
                }

                break;

            case "kernel":
                await KernelAsync(new OpenAIChatCompletionService("gpt-5.1", "key", httpClient: http), isStream);
                break;

            case "azure kernel":
                await KernelAsync(new AzureOpenAIChatCompletionService("gpt-5.1", "https://corp.openai.azure.com", "key", httpClient: http), isStream);
                break;

            case "agent" or "tracked agent":
                IChatClient chat = Tracked(Sdk.Chat(http, "gpt-5.1"));
                ChatClientAgent agent = new(client == "agent" ? chat : Tracked(chat));
                if (isStream)
                {
                    await foreach (AgentResponseUpdate _ in agent.RunStreamingAsync("Hello?"))
                    {
                    }
                }
                else
                {
                    await agent.RunAsync("Hello?");
                }

                break;

            default:
                IChatClient whole = client switch
                {
                    "tracked twice" => Tracked(Tracked(Sdk.Chat(http, "gpt-5.1"))),
                    "around a loop" => Tracked(new FunctionInvokingChatClient(Sdk.Chat(http, "gpt-5.1"))),
                    "inside a loop" => new FunctionInvokingChatClient(Tracked(Sdk.Chat(http, "gpt-5.1"))),
                    "both sides of a loop" => Tracked(new FunctionInvokingChatClient(Tracked(Sdk.Chat(http, "gpt-5.1")))),
                    "kernel as a client" => Tracked(new OpenAIChatCompletionService("gpt-5.1", "key", httpClient: http).AsChatClient()),
                    "azure" => Tracked(Sdk.Azure(http, "our-deployment")),
                    _ => Tracked(Sdk.Chat(http, "gpt-5.1")),
                };
                _ = isStream ? await ReadAsync(whole.GetStreamingResponseAsync("Hello?")) : await whole.GetResponseAsync("Hello?");
                break;
        }

        IChatClient Tracked(IChatClient inner) => isTracked ? inner.WithCostTracking(Prices.Catalog, _ => options) : inner;
    }

    private static async Task KernelAsync(IChatCompletionService service, bool isStream)
    {
        ChatHistory history = new("Hello?");
        if (isStream)
        {
            await foreach (Microsoft.SemanticKernel.StreamingChatMessageContent _ in service.GetStreamingChatMessageContentsAsync(history))
            {
            }
        }
        else
        {
            await service.GetChatMessageContentsAsync(history);
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

    private static string Used(int input, int output) =>
        $$"""{"prompt_tokens":{{input}},"completion_tokens":{{output}},"total_tokens":{{input + output}} }""";

    private static string Usage(int input) =>
        $$"""{"input_tokens":{{input}},"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":100,"service_tier":"standard"}""";
}
