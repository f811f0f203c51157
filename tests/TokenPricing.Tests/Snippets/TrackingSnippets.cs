using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

/// <summary>The code about tracked calls, run.</summary>
public sealed class TrackingSnippets
{
    [Fact]
    public async Task Tracking()
    {
        PriceCatalog prices = TrackedPrices.Catalog;
        IChatClient inner = new FakeChatClient { Answer = _ => Task.FromResult(Response(Usage(12_000, 900, 8_000))) };
        ChatMessage[] messages = Question;
        StringWriter console = new();

        // snippet: tracking
        IChatClient client = inner.WithCostTracking(prices, o => o with
        {
            After = call => console.WriteLine($"{call.Model}: {call.Cost?.Total.ToString() ?? call.PricingFailure?.Message ?? "no usage"}"),
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
        IChatClient inner = new FakeChatClient();
        CatalogRefresher refresher = new(_ => Task.FromResult(TrackedPrices.Catalog), TimeProvider.System, TrackedPrices.Catalog);
        Purse purse = new();

        // snippet: tracking-budget
        IChatClient client = inner.WithCostTracking(() => refresher.Current, o => o with
        {
            Before = async (request, cancellation) => await purse.ReserveAsync(request, cancellation),    // throws: the call is not made
            After = call => purse.Settle(call.State, call.Cost?.Total),
        });
        // end-snippet

        await client.GetResponseAsync(Question);

        Assert.Equal(("claude", new Usd(0.0045m)), (purse.Reserved, purse.Settled));
    }

    private sealed class Purse
    {
        public object? Reserved { get; private set; }

        public Usd? Settled { get; private set; }

        public Task<object?> ReserveAsync(CallRequest request, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            Reserved = request.Model;
            return Task.FromResult(Reserved);
        }

        public void Settle(object? reservation, Usd? cost)
        {
            Assert.Same(Reserved, reservation);
            Settled = cost;
        }
    }
}
