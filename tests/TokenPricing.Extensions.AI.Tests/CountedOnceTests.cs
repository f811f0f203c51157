using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

/// <summary>What a client reports and what others saw of it: nothing counts twice, and nothing is lost.</summary>
public sealed class CountedOnceTests
{
    private readonly List<TrackedCall> _calls = [];

    private static ChatClientMetadata OpenAI { get; } = new("openai", null, "gpt-4o");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Joined_EmbeddingInsideAChat_CountsBoth(bool isStream)
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Embedding());
        IChatClient client = Track(Fake()).Use(async (messages, options, next, token) =>
        {
            await FakeNetwork.AskAsync(http, FakeNetwork.EmbeddingAddress, "embedding-small");
            await next(messages, options, token);
        }).Build();

        (ChatResponse response, CostSum sum) = await AskAsync(client, isStream);

        Assert.Equal((new Usd(0.00352m), new Usd(0.00352m), 2, true), (sum.Total, response.GetCost()!.Total, sum.Requests, sum.IsComplete));
    }

    [Fact]
    public async Task Joined_EmbeddingOfAToolInALoop_CountsAll()
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Embedding());
        AITool tool = AIFunctionFactory.Create(async () => (await FakeNetwork.AskAsync(http, FakeNetwork.EmbeddingAddress, "embedding-small")).StatusCode, "ask");
        IChatClient client = Track(Asking()).UseFunctionInvocation().Build();
        using CostSum sum = CostTracking.Sum();

        await client.GetResponseAsync(Question, new ChatOptions { Tools = [tool] });

        Assert.Equal(new Usd(0.00702m), sum.Total);
    }

    [Theory]
    [InlineData("chatcmpl-1", false)]
    [InlineData("chatcmpl-1", true)]
    [InlineData("own", false)]
    [InlineData("own", true)]
    [InlineData(null, false)]
    [InlineData(null, true)]
    public async Task Joined_IdOfTheAdapter_CountsOnce(string? id, bool isStream)
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Chat());
        (ChatResponse response, CostSum sum) = await AskAsync(Track(Over(http, id, 1_000, 100)).Build(), isStream);

        Assert.Equal((new Usd(0.0035m), 1, true), (sum.Total, sum.Requests, sum.IsComplete));
        Assert.Equal(new Usd(0.0035m), response.GetCost()!.Total);
    }

    [Fact]
    public async Task Joined_SeveralRequestsForOneReport_CountThemOnce()
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Chat(id: null));
        FakeChatClient fake = new()
        {
            Metadata = OpenAI,
            Answer = async _ =>
            {
                await FakeNetwork.AskAsync(http);
                await FakeNetwork.AskAsync(http);
                return Reported("own", 2_000, 200);
            },
        };

        (_, CostSum sum) = await AskAsync(Track(fake).Build(), false);

        Assert.Equal((new Usd(0.007m), 2, true), (sum.Total, sum.Requests, sum.IsComplete));
    }

    [Theory]
    [InlineData(null, "gpt-4o", false)]
    [InlineData("other", "gpt-4o", true)]
    [InlineData(null, "claude", true)]
    public async Task Joined_OtherTokens_CountBothAndAreDoubtfulWithoutAnId(string? id, string model, bool isComplete)
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Chat("chatcmpl-1", 2_000, 200));
        FakeChatClient fake = Over(http, id, 1_000, 100, model);

        (ChatResponse response, CostSum sum) = await AskAsync(Track(fake, o => o with { Provider = model == "claude" ? null : "openai" }).Build(), false);

        Assert.Equal((2, isComplete), (sum.Requests, sum.IsComplete || model == "claude"));
        Assert.Equal(isComplete, !response.GetCost()!.Gaps.Any(g => g.Contains("counted twice", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Give_ToolBetweenTwoTrackers_IsCounted(bool hasBudget)
    {
        SingleProcessBudgetGuard guard = new([new Budget("day", new Usd(100), BudgetWindow.Day)], TrackedPrices.Time);
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Chat("chatcmpl-9", 100_000, 100), _calls.AddAsync);
        AITool tool = AIFunctionFactory.Create(async () => (await FakeNetwork.AskAsync(http)).StatusCode, "ask");
        ChatClientBuilder builder = Asking().AsBuilder();
        builder = hasBudget ? builder.UseBudget(guard, configure: Configured) : builder.UseCostTracking(Configured);
        IChatClient client = builder.UseFunctionInvocation().UseCostTracking(Configured).Build(new Services());
        using CostSum sum = CostTracking.Sum();

        ChatResponse response = await client.GetResponseAsync(Question, new ChatOptions { Tools = [tool] });

        Assert.Equal((new Usd(0.258m), 3), (sum.Total, sum.Requests));
        Assert.Equal(new Usd(0.251m), Assert.Single(_calls).Billed);
        Assert.Equal(hasBudget ? new Usd(0.258m) : Usd.Zero, guard.States[0].Spent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ended_RouterThatForwardsNoService_CountsOnce(bool isStream)
    {
        IChatClient inner = Track(Fake()).Build();
        IChatClient outer = Track(new Router(inner)).Build();

        (ChatResponse response, CostSum sum) = await AskAsync(outer, isStream);

        Assert.Equal((new Usd(0.0035m), 1, 1), (sum.Total, sum.Calls, sum.Requests));
        Assert.Equal(new Usd(0.0035m), response.GetCost()!.Total);
    }

    [Fact]
    public async Task Ended_RouterWhoseClientFails_CountsOneFailure()
    {
        IChatClient inner = Track(new FakeChatClient { Answer = _ => throw new TimeoutException() }).Build();
        using CostSum sum = CostTracking.Sum();

        await Assert.ThrowsAsync<TimeoutException>(() => Track(new Router(inner)).Build().GetResponseAsync(Question));

        Assert.Equal(1, sum.Calls);
    }

    [Fact]
    public async Task Ended_OtherTrackedClientInside_CountsBoth()
    {
        IChatClient other = Track(new FakeChatClient { Metadata = OpenAI, Answer = _ => Task.FromResult(Reported("other", 2_000, 0)) }).Build();
        IChatClient client = Track(Fake()).Use(async (messages, options, next, token) =>
        {
            await other.GetResponseAsync(messages, options, token);
            await next(messages, options, token);
        }).Build();

        (ChatResponse response, CostSum sum) = await AskAsync(client, false);

        Assert.Equal((new Usd(0.0085m), 2), (sum.Total, sum.Calls));
        Assert.Equal(new Usd(0.0035m), response.GetCost()!.Total);
    }

    [Fact]
    public async Task Give_AfterTheCallEnded_CountsByItself()
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Chat("chatcmpl-9"), _calls.AddAsync);
        TaskCompletionSource gate = new();
        Task? later = null;
        FakeChatClient fake = new()
        {
            Metadata = OpenAI,
            Answer = token =>
            {
                later = Task.Run(
                    async () =>
                    {
                        await gate.Task;
                        await FakeNetwork.AskAsync(http);
                        await FakeNetwork.AskAsync(http);
                    },
                    token);
                return Task.FromResult(Reported("response", 1_000, 100));
            },
        };
        using CostSum sum = CostTracking.Sum();

        await Track(fake).Build().GetResponseAsync(Question);
        gate.SetResult();
        await later!;

        Assert.Equal((new Usd(0.0105m), 2), (sum.Total, _calls.Count));
    }

    [Fact]
    public async Task Give_ResponseThatIsReadAfterTheCallEnded_CountsByItself()
    {
        using HttpClient http = FakeNetwork.Tracked(FakeNetwork.Chat("chatcmpl-9"), _calls.AddAsync);
        HttpResponseMessage? unread = null;
        FakeChatClient fake = new()
        {
            Metadata = OpenAI,
            Answer = async token =>
            {
                using HttpRequestMessage request = new(HttpMethod.Post, FakeNetwork.ChatAddress) { Content = FakeNetwork.Json("{}") };
                unread = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                return Reported("response", 1_000, 100);
            },
        };
        using CostSum sum = CostTracking.Sum();

        await Track(fake).Build().GetResponseAsync(Question);
        Usd before = sum.Total;
        await unread!.Content.ReadAsStringAsync();

        Assert.Equal((new Usd(0.0035m), new Usd(0.007m)), (before, sum.Total));
    }

    [Fact]
    public async Task Dispose_SumsInAnyOrder_EndsEach()
    {
        IChatClient client = Track(Fake()).Build();
        CostSum first = CostTracking.Sum();
        CostSum second = CostTracking.Sum();

        first.Dispose();
        await client.GetResponseAsync(Question);
        second.Dispose();
        await client.GetResponseAsync(Question);

        Assert.Equal((Usd.Zero, new Usd(0.0035m)), (first.Total, second.Total));
    }

    [Fact]
    public async Task Dispose_WhileACallGoesOnElsewhere_EndsTheSum()
    {
        IChatClient client = Track(Fake()).Build();
        CostSum sum = CostTracking.Sum();
        TaskCompletionSource gate = new();
        Task later = Task.Run(async () =>
        {
            await gate.Task;
            await client.GetResponseAsync(Question);
        });

        sum.Dispose();
        gate.SetResult();
        await later;

        Assert.Equal(0, sum.Calls);
    }

    private static CostTrackingOptions Configured(CostTrackingOptions options) => options with { Time = TrackedPrices.Time };

    private static ChatClientBuilder Track(IChatClient client, Func<CostTrackingOptions, CostTrackingOptions>? change = null) =>
        new ChatClientBuilder(client).Use(inner => (IChatClient)new CostTrackingChatClient(
            inner, () => TrackedPrices.Catalog, (change ?? (o => o))(Configured(new CostTrackingOptions()))));

    private static ChatResponse Reported(string? id, long input, long output, string model = "gpt-4o") =>
        new(new ChatMessage(ChatRole.Assistant, "A word.")) { ResponseId = id, ModelId = model, Usage = Used(input, output, total: input + output) };

    private static FakeChatClient Fake() => new()
    {
        Metadata = OpenAI,
        Answer = _ => Task.FromResult(Reported("response", 1_000, 100)),
        Stream = _ => Updates(Text("a", model: "gpt-4o"), Counted(Used(1_000, 100), model: "gpt-4o")),
    };

    /// <summary>A client that asks a tool, and then answers.</summary>
    private static FakeChatClient Asking()
    {
        int round = 0;
        return new FakeChatClient
        {
            Metadata = OpenAI,
            Answer = _ =>
            {
                ChatResponse response = Reported($"round-{++round}", 1_000, 100);
                if (round == 1)
                {
                    response.Messages[0].Contents = [new FunctionCallContent("call", "ask", new Dictionary<string, object?>())];
                }

                return Task.FromResult(response);
            },
        };
    }

    /// <summary>A client that makes a request and gives the response an id.</summary>
    private static FakeChatClient Over(HttpClient http, string? id, long input, long output, string model = "gpt-4o")
    {
        return new FakeChatClient
        {
            Metadata = OpenAI,
            Answer = async _ =>
            {
                await FakeNetwork.AskAsync(http);
                return Reported(id, input, output, model);
            },
            Stream = _ => Streamed(),
        };

        async IAsyncEnumerable<ChatResponseUpdate> Streamed()
        {
            await FakeNetwork.AskAsync(http);
            yield return Text("a", id, model);
            yield return Counted(Used(input, output), id, model);
        }
    }

    private static async Task<(ChatResponse Response, CostSum Sum)> AskAsync(IChatClient client, bool isStream)
    {
        using CostSum sum = CostTracking.Sum();
        ChatResponse response = isStream
            ? await client.GetStreamingResponseAsync(Question).ToChatResponseAsync()
            : await client.GetResponseAsync(Question);
        return (response, sum);
    }

    /// <summary>Has the prices of the tests.</summary>
    internal sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(PriceCatalog) ? TrackedPrices.Catalog : null;
    }

    private sealed class Router(IChatClient client) : DelegatingChatClient(client)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) => null;
    }
}
