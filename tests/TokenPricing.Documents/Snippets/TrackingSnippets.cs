using Microsoft.Extensions.AI;
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
        if (response.AdditionalProperties!.TryGetValue(CostTracking.CostKey, out Cost? cost))
        {
            console.WriteLine(cost.Explain());
        }
        // end-snippet

        Assert.Contains("12,000 input tokens, 8,000 of them cached", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget()
    {
        // 4,096 tokens out at $15 per million, and 5,000 in at the most that they can cost, are more than ten cents, less than twenty.
        IChatClient inner = new FakeChatClient { Answer = _ => Task.FromResult(Response(Used(1_000, 100))) };
        CatalogRefresher refresher = new(_ => Task.FromResult(TrackedPrices.Catalog), TimeProvider.System, TrackedPrices.Catalog);
        FakeTimeProvider time = new(Instant.FromUtc(2026, 6, 1, 12, 0).ToDateTimeOffset());
        string file = _files.PathOf("spend.db");

        // snippet: tracking-budget
        await using SqliteSpendStore store = SqliteSpendStore.Open(file);
        BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("a day's questions", new Usd(0.10m), BudgetWindow.Day)], time, store);
        IChatClient client = inner.WithCostTracking(() => refresher.Current, o => o with
        {
            Before = (request, _) =>
            {
                Usd? worst = request.Offer?.MaxCostOf(inputTokens: 5_000, request.ChatOptions?.MaxOutputTokens ?? 4_096, request.At);
                BudgetDecision decision = guard.Reserve(worst, new SpendTag("model", request.Model ?? "unknown"));
                return decision.Reservation is { } reservation
                    ? ValueTask.FromResult<object?>(reservation)
                    : throw new InvalidOperationException(decision.ToString());    // the call is not made
            },
            After = async call =>
            {
                Reservation reservation = (Reservation)call.State!;
                Usd cost = call.Cost?.Total ?? reservation.Amount ?? Usd.Zero;    // where nobody knows, the worst
                await reservation.SettleAsync(cost, unpriced: call.Cost is null ? 1 : 0);
            },
        });
        // end-snippet

        await client.GetResponseAsync(Question);
        BudgetState state = Assert.Single(guard.States);
        SpendSum kept = await store.SumAsync(SpendFilter.All);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.GetResponseAsync(Question, new ChatOptions { MaxOutputTokens = 1_000_000 }));

        Assert.Equal((new Usd(0.0045m), Usd.Zero), (state.Spent, state.Reserved));
        Assert.Equal(new Usd(0.0045m), kept.Amount);
        Assert.Contains("a day's questions", refused.Message, StringComparison.Ordinal);
    }
}
