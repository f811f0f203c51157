using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

/// <summary>The code about tracked calls, run.</summary>
public sealed class TrackingSnippets : IDisposable
{
    private readonly SpendFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Tracking()
    {
        PriceCatalog prices = TrackedPrices.Catalog;
        IChatClient inner = new FakeChatClient { Answer = _ => Task.FromResult(Response(Used(12_000, 900, 8_000))) };
        ChatMessage[] messages = Question;
        StringWriter console = new();

        // snippet: tracking
        IChatClient client = inner.WithCostTracking(prices, o => o with
        {
            After = async call =>
                await console.WriteLineAsync($"{call.Model}: {call.Cost?.Total.ToString() ?? call.PricingFailure?.Message ?? "no usage"}"),
        });

        ChatResponse response = await client.GetResponseAsync(messages);
        // end-snippet

        Assert.Equal("claude: $0.0279", console.ToString().Trim());

        // snippet: tracking-response
        if (response.GetCost() is { Receipt: { } receipt })
        {
            console.WriteLine(receipt.Explain());
        }
        // end-snippet

        Assert.Contains("12,000 input tokens, 8,000 of them cached", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget()
    {
        // 4,096 tokens out at $15 per million are less than ten cents, and a million are more.
        IChatClient inner = new FakeChatClient
        {
            Metadata = new("anthropic", null, "claude-sonnet-4-5"),
            Answer = _ => Task.FromResult(Response(Used(1_000, 100))),
        };
        FakeTimeProvider time = new(Instant.FromUtc(2026, 6, 1, 12, 0).ToDateTimeOffset());
        string file = _files.PathOf("spend.db");

        // snippet: tracking-budget
        await using SqliteSpendStore store = SqliteSpendStore.Open(file);
        BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("a day's questions", new Usd(0.10m), BudgetWindow.Day)], time, store);
        IChatClient client = inner.AsBuilder().UseBudget(guard).Build();
        // end-snippet

        await client.GetResponseAsync(Question);
        BudgetState state = Assert.Single(guard.States);
        SpendSum kept = await store.SumAsync(SpendFilter.All);
        BudgetRefusedException refused = await Assert.ThrowsAsync<BudgetRefusedException>(
            () => client.GetResponseAsync(Question, new ChatOptions { MaxOutputTokens = 1_000_000 }));

        Assert.Equal((new Usd(0.0045m), Usd.Zero), (state.Spent, state.Reserved));
        Assert.Equal(new Usd(0.0045m), kept.Amount);
        Assert.Contains("a day's questions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builder()
    {
        IChatClient inner = new FakeChatClient
        {
            Metadata = new("openai", new Uri("https://llm.internal/v1"), "gpt-4o"),
            Answer = _ => Task.FromResult(Response(Used(1_000, 100), "gpt-4o")),
        };
        IServiceProvider services = new ServiceCollection().AddTokenPricing().BuildServiceProvider();
        ChatMessage[] messages = Question;

        // snippet: tracking-builder
        IChatClient client = inner.AsBuilder()
            .UseFunctionInvocation()
            .UseCostTracking(o => o.WithGateway("llm.internal", "openai"))
            .Build(services);
        // end-snippet

        // snippet: tracking-sum
        using CostSum sum = CostTracking.Sum();
        ChatResponse response = await client.GetResponseAsync(messages);

        Usd? billed = response.GetCost()?.Total;     // $0.0035
        Usd all = sum.Total;                         // $0.0035
        // end-snippet

        Assert.Equal((new Usd(0.0035m), new Usd(0.0035m)), (billed, all));
    }

    [Fact]
    public async Task Handler()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        HttpMessageHandler sending = new Answering(
            """
            {"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5-mini","service_tier":"flex",
             "usage":{"prompt_tokens":10000,"completion_tokens":1000,"total_tokens":11000}}
            """);

        // snippet: tracking-handler
        using HttpClient http = new(new TokenPricingHandler(sending, () => prices));
        // end-snippet

        using CostSum sum = CostTracking.Sum();
        using StringContent body = new("""{"model":"gpt-5-mini"}""");
        using HttpResponseMessage response = await http.PostAsync(new Uri("https://api.openai.com/v1/chat/completions"), body);
        Assert.Equal(new Usd(0.00225m), sum.Total);
    }

    private sealed class Answering(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(body, null, "application/json") });
    }
}
