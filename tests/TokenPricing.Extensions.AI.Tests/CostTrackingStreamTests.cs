using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

public sealed class CostTrackingStreamTests
{
    private readonly List<TrackedCall> _calls = [];

    private TrackedCall Only => Assert.Single(_calls);

    [Fact]
    public async Task GetStreamingResponseAsync_ReadToItsEnd_EndsWithTheCost()
    {
        ChatResponseUpdate[] updates = [Text("a"), Text("b"), Counted(Used(1_000, 100), model: "claude")];

        ChatResponseUpdate[] read = await Track(updates).GetStreamingResponseAsync(Question).ToArrayAsync();

        Assert.Equal(updates, read[..^1]);
        Assert.Same(Only.Cost, CostTrackingChatClientTests.CostOn(read[^1].AdditionalProperties));
        Assert.Equal(("response", null, "claude", 0), (read[^1].ResponseId, read[^1].MessageId, read[^1].ModelId, read[^1].Contents.Count));
        Assert.Equal((CallOutcome.Completed, "claude", new Usd(0.0045m)), (Only.Outcome, Only.ResponseModel, Only.Cost!.Total));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_PutTogether_IsOneMessageWithTheCost()
    {
        ChatResponse response = await Track(Text("a"), Text("b"), Counted(Used(1_000, 100))).GetStreamingResponseAsync(Question).ToChatResponseAsync();

        ChatMessage message = Assert.Single(response.Messages);
        Assert.Equal("ab", message.Text);
        Assert.Same(Only.Cost, response.GetCost()!.Receipt);
        Assert.Null(message.AdditionalProperties);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_AttachedCostUnwanted_AddsNoUpdate()
    {
        IChatClient client = new FakeChatClient().WithCostTracking(TrackedPrices.Catalog, o => o with { AttachCost = false, After = _calls.AddAsync });

        Assert.Equal(2, await client.GetStreamingResponseAsync(Question).CountAsync());
        Assert.NotNull(Only.Cost);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_RunningTotals_CountOnce()
    {
        // Gemini's: each event has the usage so far.
        await Read(Counted(Used(1_000, 10)), Counted(Used(1_000, 50)), Counted(Used(1_000, 100)));

        Assert.Equal(TokenUsage.FromTotals(1_000, 100), Only.Usage);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_CountsSplitOverEvents_ComeTogether()
    {
        // Anthropic's: the first event has the input, the last one the output.
        await Read(
            Counted(Used(1_000, 1, cached: 800, more: ("CacheCreationInputTokens", 100))), Text("a"), Counted(Used(0, 100, more: ("CacheCreationInputTokens", 0))));

        Assert.Equal(TokenUsage.FromTotals(1_000, 100, cacheRead: 800, cacheWrite: 100), Only.Usage);
    }

    [Theory]
    [InlineData("one", "two")]
    [InlineData(null, null)]
    public async Task GetStreamingResponseAsync_SeveralResponses_ArePricedEachByItself(string? first, string? second)
    {
        // A loop of tools inside the tracked client; where responses have no ids, the tool's result is between them.
        ChatResponseUpdate result = new(ChatRole.Tool, [new FunctionResultContent("1", "sunny")]) { ResponseId = first is null ? null : "tool" };

        await Read(Text("a", first), Counted(Used(1_000, 100), first), result, Text("b", second), Counted(Used(2_000, 50), second));

        Assert.Equal(TokenUsage.FromTotals(1_000, 100) + TokenUsage.FromTotals(2_000, 50), Only.Usage);
        Assert.Equal(TrackedPrices.CostOf("anthropic", "claude", TokenUsage.FromTotals(3_000, 150)), Only.Cost!.Total);
        Assert.True(Only.Cost.IsCertain);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_SeveralResponsesOneUnknown_HasACostAndAFailure()
    {
        await Read(Counted(Used(1_000, 100), "one", "claude"), Counted(Used(2_000, 50), "two", "claude-9"));

        Assert.Equal(new Usd(0.0045m), Only.Cost!.Total);
        Assert.Equal(PricingError.UnknownModel, Assert.IsType<PricingException>(Only.PricingFailure).Error);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_UpdatesOfTwoResponsesMixed_AreToldApart()
    {
        await Read(Counted(Used(1_000, 1), "one"), Counted(Used(2_000, 1), "two"), Counted(Used(1_000, 100), "one"), Counted(Used(2_000, 50), "two"));

        Assert.Equal(TokenUsage.FromTotals(1_000, 100) + TokenUsage.FromTotals(2_000, 50), Only.Usage);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ModelNamedAfterTheUsage_IsPriced()
    {
        FakeChatClient fake = new() { Metadata = new("anthropic"), Stream = _ => Updates(Counted(Used(1_000, 100)), Text("a", model: "claude")) };

        await foreach (ChatResponseUpdate _ in Track(fake).GetStreamingResponseAsync(Question))
        {
        }

        Assert.Equal(new Usd(0.0045m), Only.Cost!.Total);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_NotRead_IsNoCall()
    {
        FakeChatClient fake = new();

        _ = Track(fake).GetStreamingResponseAsync(Question);

        await Task.Yield();
        Assert.Equal((0, 0), (fake.Calls, _calls.Count));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_LeftHalfWay_IsPricedByWhatWasSeen()
    {
        await foreach (ChatResponseUpdate update in Track(Counted(Used(1_000, 1)), Text("a"), Counted(Used(1_000, 100))).GetStreamingResponseAsync(Question))
        {
            if (update.Text == "a")
            {
                break;
            }
        }

        Assert.Equal((CallOutcome.Abandoned, TokenUsage.FromTotals(1_000, 1)), (Only.Outcome, Only.Usage));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_LeftAfterItsTokenWasCancelled_IsCancelled()
    {
        using CancellationTokenSource source = new();

        await foreach (ChatResponseUpdate _ in Track(Counted(Used(1_000, 1)), Text("a")).GetStreamingResponseAsync(Question, null, source.Token))
        {
            await source.CancelAsync();
            break;
        }

        Assert.Equal((CallOutcome.Cancelled, TokenUsage.FromTotals(1_000, 1)), (Only.Outcome, Only.Usage));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_FailsHalfWay_ThrowsItsExceptionAndIsPricedByWhatWasSeen()
    {
        InvalidOperationException failure = new("gone");
        FakeChatClient fake = new() { Stream = token => UpdatesThen(failure, [Counted(Used(1_000, 1)), Text("a")], token) };
        List<ChatResponseUpdate> read = [];

        Exception thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (ChatResponseUpdate update in Track(fake).GetStreamingResponseAsync(Question))
            {
                read.Add(update);
            }
        });

        Assert.Same(failure, thrown);
        Assert.Equal((2, CallOutcome.Failed, failure), (read.Count, Only.Outcome, Only.Exception));
        Assert.Equal(TokenUsage.FromTotals(1_000, 1), Only.Usage);
        Assert.NotNull(Only.Cost);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_CancelledHalfWay_IsCancelled()
    {
        using CancellationTokenSource source = new();
        FakeChatClient fake = new() { Stream = token => UpdatesThen(new InvalidOperationException("not reached"), [Counted(Used(1_000, 1)), Text("a")], token) };

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in Track(fake).GetStreamingResponseAsync(Question, null, source.Token))
            {
                await source.CancelAsync();
            }
        });

        Assert.Equal((CallOutcome.Cancelled, TokenUsage.FromTotals(1_000, 1)), (Only.Outcome, Only.Usage));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ClientRefusesAtOnce_IsFailed()
    {
        await Assert.ThrowsAsync<NotSupportedException>(async () =>
            await Track(new FakeChatClient { Stream = _ => throw new NotSupportedException() }).GetStreamingResponseAsync(Question).CountAsync());

        Assert.Equal(CallOutcome.Failed, Only.Outcome);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_UnknownPriceToBeThrown_ThrowsAfterTheLastUpdate()
    {
        IChatClient client = new FakeChatClient { Metadata = new("anthropic", null, "claude-9") }
            .WithCostTracking(TrackedPrices.Catalog, o => o with { ThrowOnUnknownPrice = true, After = _calls.AddAsync });
        int read = 0;

        await Assert.ThrowsAsync<PricingException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Question))
            {
                read++;
            }
        });

        Assert.Equal((2, CallOutcome.Completed), (read, Only.Outcome));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_AnyEnd_DisposesTheClientsStream()
    {
        bool disposed = false;
        FakeChatClient fake = new() { Stream = _ => Disposable() };

        await foreach (ChatResponseUpdate _ in Track(fake).GetStreamingResponseAsync(Question))
        {
            break;
        }

        Assert.True(disposed);

        async IAsyncEnumerable<ChatResponseUpdate> Disposable()
        {
            try
            {
                await Task.Yield();
                yield return Text("a");
                yield return Text("b");
            }
            finally
            {
                disposed = true;
            }
        }
    }

    private async Task Read(params ChatResponseUpdate[] updates)
    {
        await foreach (ChatResponseUpdate _ in Track(updates).GetStreamingResponseAsync(Question))
        {
        }
    }

    private IChatClient Track(params ChatResponseUpdate[] updates) => Track(new FakeChatClient { Stream = _ => Updates(updates) });

    private IChatClient Track(FakeChatClient fake) => fake.WithCostTracking(TrackedPrices.Catalog, o => o with { Time = TrackedPrices.Time, After = _calls.AddAsync });
}
