using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

public sealed class CostTrackingChatClientTests
{
    private readonly List<TrackedCall> _calls = [];
    private readonly RecordingLogger _log = new();

    private TrackedCall Only => Assert.Single(_calls);

    [Fact]
    public async Task GetResponseAsync_UsageWithPrice_PutsTheCostOnTheResponseAndTellsIt()
    {
        IChatClient client = Track(new FakeChatClient { Answer = _ => Task.FromResult(Response(Used(12_000, 900, cached: 8_000, reasoning: 300))) });

        ChatResponse response = await client.GetResponseAsync(Question);

        Cost cost = CostOn(response.AdditionalProperties)!;
        Assert.Equal(new Usd(0.0279m), cost.Total);
        Assert.Same(cost, Only.Cost);
        Assert.Equal(TokenUsage.FromTotals(12_000, 900, cacheRead: 8_000, reasoning: 300), Only.Usage);
        Assert.Equal((CallOutcome.Completed, "claude", null), (Only.Outcome, Only.Model, Only.ResponseModel));
        Assert.Equal((CallOperation.Chat, TrackedPrices.Now, "anthropic", "claude"), (Only.Request.Operation, Only.Request.At, Only.Request.Provider, Only.Request.Model));
        Assert.Same(TrackedPrices.Catalog.Offer("anthropic", "claude"), Only.Offer);
        Assert.Null(Only.PricingFailure ?? Only.Exception);
    }

    [Fact]
    public async Task GetResponseAsync_AttachedCostUnwanted_LeavesTheResponseAlone()
    {
        ChatResponse response = await Track(new FakeChatClient(), o => o with { AttachCost = false }).GetResponseAsync(Question);

        Assert.Null(response.AdditionalProperties);
        Assert.Equal(new Usd(0.0045m), Only.Cost!.Total);
    }

    [Theory]
    [InlineData("claude", "gpt-4o", "deepseek-chat", "claude")]
    [InlineData(null, "gpt-4o", "claude", "gpt-4o")]
    [InlineData(null, null, "gpt-4o", "gpt-4o")]
    public async Task GetResponseAsync_Model_IsTheResponsesThenTheOptionsThenTheClients(string? answered, string? asked, string known, string expected)
    {
        FakeChatClient fake = new() { Metadata = new(null, null, known), Answer = _ => Task.FromResult(Response(Used(1_000, 100), answered)) };
        string provider = expected == "claude" ? "anthropic" : "openai";

        await Track(fake, o => o with { Provider = provider }).GetResponseAsync(Question, new ChatOptions { ModelId = asked });

        Assert.Equal(expected, Only.Offer!.Model.Id);
        Assert.Equal((answered, asked ?? known), (Only.ResponseModel, Only.Request.Model));
    }

    [Theory]
    [InlineData("openai", null, null, "openai")]
    [InlineData("openai", "https://corp.openai.azure.com/openai", null, "azure")]
    [InlineData("azure.ai.openai", null, null, "azure")]
    [InlineData("openai", "https://corp.openai.azure.com/openai", "openai", "openai")]
    public async Task GetResponseAsync_Provider_IsTheOptionsThenTheAddressThenTheName(string name, string? address, string? option, string expected)
    {
        FakeChatClient fake = new() { Metadata = new(name, address is null ? null : new Uri(address), "gpt-4o") };

        await Track(fake, o => o with { Provider = option }).GetResponseAsync(Question);

        Assert.Equal(expected, Only.Offer!.Provider.Id);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gateway.example.com", "openai")]
    [InlineData("http://gateway.example.com/v1", "openai")]
    [InlineData("gateway.example.com:4000", null)]
    public async Task GetResponseAsync_AddressOfNobodyKnown_IsUnpricedUnlessItIsMapped(string? gateway, string? expected)
    {
        FakeChatClient fake = new() { Metadata = new("openai", new Uri("https://gateway.example.com/v1"), "gpt-4o") };

        await Track(fake, o => gateway is null ? o : o.WithGateway(gateway, "openai")).GetResponseAsync(Question);

        Assert.Equal(expected, Only.Offer?.Provider.Id.Value);
        if (expected is null)
        {
            Assert.Equal(PricingError.UnknownProvider, Assert.IsType<PricingException>(Only.PricingFailure).Error);
            Assert.Contains("WithGateway(\"gateway.example.com\"", Assert.Single(_log.Lines), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("aws.bedrock", "claude", "amazon-bedrock")]
    [InlineData("mistral_ai", "mistral-large", "mistral")]
    [InlineData("MISTRAL_AI", "mistral-large", "mistral")]
    [InlineData("anthropic", "claude", "anthropic")]
    public async Task GetResponseAsync_NamesOfTheConventions_AreKnown(string name, string model, string expected)
    {
        await Track(new FakeChatClient { Metadata = new(name, null, model) }).GetResponseAsync(Question);

        Assert.Equal(expected, Only.Offer!.Provider.Id);
    }

    [Theory]
    [InlineData("anthropic", "claude-9", PricingError.UnknownModel)]
    [InlineData("anthropic", "gpt-4o", PricingError.UnknownOffer)]
    [InlineData("nobody", "claude", PricingError.UnknownProvider)]
    [InlineData("anthropic", null, PricingError.UnknownModel)]
    [InlineData(null, "claude", PricingError.UnknownProvider)]
    public async Task GetResponseAsync_NoSuchPrice_IsReportedAndNotThrown(string? provider, string? model, PricingError error)
    {
        ChatResponse response = await Track(new FakeChatClient { Metadata = new(provider, null, model) }).GetResponseAsync(Question);

        Assert.Equal((null, 1, false), (response.GetCost()!.Total, response.GetCost()!.Unpriced, response.GetCost()!.IsComplete));
        Assert.Null(Only.Cost);
        Assert.Equal(TokenUsage.FromTotals(1_000, 100), Only.Usage);
        Assert.Equal(error, Assert.IsType<PricingException>(Only.PricingFailure).Error);
    }

    [Fact]
    public async Task GetResponseAsync_SameUnknownModelTwice_IsLoggedOnceAndReportedTwice()
    {
        IChatClient client = Track(new FakeChatClient { Metadata = new("anthropic", null, "claude-9") });

        await client.GetResponseAsync(Question);
        await client.GetResponseAsync(Question);

        Assert.Equal(2, _calls.Count(c => c.PricingFailure is not null));
        Assert.Contains("claude-9", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_UnknownPriceToBeThrown_ThrowsAfterItWasTold()
    {
        IChatClient client = Track(new FakeChatClient { Metadata = new("anthropic", null, "claude-9") }, o => o with { ThrowOnUnknownPrice = true });

        PricingException thrown = await Assert.ThrowsAsync<PricingException>(() => client.GetResponseAsync(Question));

        Assert.Equal(Only.PricingFailure!.Message, thrown.Message);
    }

    [Fact]
    public async Task GetResponseAsync_MoreCachedThanInput_ReportsTheContradiction()
    {
        await Track(new FakeChatClient { Answer = _ => Task.FromResult(Response(Used(1_000, 100, cached: 1_001))) }).GetResponseAsync(Question);

        Assert.Equal(PricingError.ContradictoryUsage, Assert.IsType<PricingException>(Only.PricingFailure).Error);
        Assert.Null(Only.Usage);
        Assert.Contains("1,001", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_UsageBeyondDecimal_ReportsTheOverflow()
    {
        CostOptions dear = new() { Adjustments = [Adjustment.Markup(Percentage.FromPercent(33.333333333333333m))] };

        await Track(new FakeChatClient { Answer = _ => Task.FromResult(Response(Used(long.MaxValue, 1))) }, o => o with { Cost = dear }).GetResponseAsync(Question);

        Assert.IsType<OverflowException>(Only.PricingFailure);
    }

    [Fact]
    public async Task GetResponseAsync_NoUsage_IsACallWithoutCostAndWithoutFailure()
    {
        await Track(new FakeChatClient { Answer = _ => Task.FromResult(Response(null)) }, o => o with { ThrowOnUnknownPrice = true }).GetResponseAsync(Question);

        Assert.Equal((CallOutcome.Completed, null, null, null), (Only.Outcome, Only.Usage, Only.Cost, Only.PricingFailure));
    }

    [Fact]
    public async Task GetResponseAsync_ClientFails_ThrowsItsExceptionAndTellsIt()
    {
        InvalidOperationException failure = new("busy");

        Exception thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Track(new FakeChatClient { Answer = _ => throw failure }).GetResponseAsync(Question));

        Assert.Same(failure, thrown);
        Assert.Equal((CallOutcome.Failed, failure), (Only.Outcome, Only.Exception));
        Assert.Null(Only.Usage);
    }

    [Theory]
    [InlineData(true, CallOutcome.Cancelled)]
    [InlineData(false, CallOutcome.Failed)]
    public async Task GetResponseAsync_ClientGivesUp_IsCancelledOnlyByTheCaller(bool byCaller, CallOutcome expected)
    {
        using CancellationTokenSource source = new();
        IChatClient client = Track(new FakeChatClient { Answer = async _ => await Task.FromException<ChatResponse>(new TaskCanceledException()) });
        if (byCaller)
        {
            await source.CancelAsync();
        }

        await Assert.ThrowsAsync<TaskCanceledException>(() => client.GetResponseAsync(Question, null, source.Token));

        Assert.Equal(expected, Only.Outcome);
    }

    [Fact]
    public async Task GetResponseAsync_BeforeThrows_RefusesTheCall()
    {
        FakeChatClient fake = new();
        InvalidOperationException refusal = new("over budget");

        Exception thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Track(fake, o => o with { Before = (_, _) => throw refusal }).GetResponseAsync(Question));

        Assert.Same(refusal, thrown);
        Assert.Equal((0, 0), (fake.Calls, _calls.Count));
    }

    [Fact]
    public async Task GetResponseAsync_Before_SeesTheCallAndItsStateComesBack()
    {
        FakeChatClient fake = new();
        CallRequest? seen = null;
        object reservation = new();
        ChatOptions options = new() { MaxOutputTokens = 500 };
        int read = 0;

        await Track(fake, o => o with
        {
            Before = async (request, token) =>
            {
                await Task.Yield();
                seen = request;
                return reservation;
            },
        }).GetResponseAsync(Once(), options);

        Assert.Same(reservation, Only.State);
        Assert.Same(seen, Only.Request);
        Assert.Same(options, seen!.ChatOptions);
        Assert.Same(TrackedPrices.Catalog.Offer("anthropic", "claude"), seen.Offer);
        Assert.Equal(1, read);
        Assert.Equal(Question, seen.Messages);
        Assert.Equal(Question, fake.Heard);

        IEnumerable<ChatMessage> Once()
        {
            read++;
            yield return Question[0];
        }
    }

    [Fact]
    public async Task GetResponseAsync_AfterThrows_IsLoggedAndTheCallerGetsTheResponse()
    {
        ChatResponse response = await new FakeChatClient()
            .WithCostTracking(TrackedPrices.Catalog, o => o with { Logger = _log, Time = TrackedPrices.Time, After = _ => throw new InvalidOperationException("mine") })
            .GetResponseAsync(Question);

        Assert.Equal(new Usd(0.0045m), CostOn(response.AdditionalProperties)!.Total);
        Assert.Contains("callback", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponseAsync_AfterTakesItsTime_IsAwaitedBeforeTheCallerGoesOn(bool isFailing)
    {
        TaskCompletionSource written = new();
        Task<ChatResponse> call = new FakeChatClient { Answer = _ => isFailing ? throw new InvalidOperationException("theirs") : Task.FromResult(Response(Used(1_000, 100))) }
            .WithCostTracking(TrackedPrices.Catalog, o => o with { Time = TrackedPrices.Time, After = _ => new ValueTask(written.Task) })
            .GetResponseAsync(Question);

        Assert.False(call.IsCompleted);
        written.SetResult();
        Assert.Equal(isFailing ? "theirs" : null, (await Record.ExceptionAsync(() => call))?.Message);
    }

    [Fact]
    public async Task GetResponseAsync_AfterFailsLater_IsLoggedAndTheCallerGetsTheResponse()
    {
        ChatResponse response = await new FakeChatClient().WithCostTracking(TrackedPrices.Catalog, o => o with
        {
            Logger = _log,
            Time = TrackedPrices.Time,
            After = async _ =>
            {
                await Task.Yield();
                throw new InvalidOperationException("mine");
            },
        }).GetResponseAsync(Question);

        Assert.Equal(new Usd(0.0045m), CostOn(response.AdditionalProperties)!.Total);
        Assert.Contains("callback", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponseAsync_PricesSwapped_ChargesWhatHoldsAtTheEnd()
    {
        PriceCatalog present = TrackedPrices.Catalog;
        IChatClient client = new FakeChatClient
        {
            Answer = _ =>
            {
                present = TrackedPrices.Times(2);
                return Task.FromResult(Response(Used(1_000, 100)));
            },
        }.WithCostTracking(() => present, o => o with { Time = TrackedPrices.Time, After = _calls.AddAsync });

        await client.GetResponseAsync(Question);

        Assert.Equal(new Usd(0.009m), Only.Cost!.Total);
    }

    [Fact]
    public async Task GetResponseAsync_NoPricesToBeHad_IsReportedAndNotThrown()
    {
        InvalidOperationException failure = new("no prices yet");

        await new FakeChatClient().WithCostTracking(() => throw failure, o => o with { After = _calls.AddAsync }).GetResponseAsync(Question);

        Assert.Same(failure, Only.PricingFailure);
    }

    [Fact]
    public async Task GetResponseAsync_WithoutAClock_IsPricedNow()
    {
        await new FakeChatClient().WithCostTracking(TrackedPrices.Catalog, o => o with { After = _calls.AddAsync }).GetResponseAsync(Question);

        Assert.InRange((TimeProvider.System.GetUtcNow() - Only.Request.At.ToDateTimeOffset()).TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task GetResponseAsync_CostOptions_AreHeeded()
    {
        CostOptions options = new() { Adjustments = [Adjustment.NegotiatedDiscount(Percentage.FromPercent(50))] };

        await Track(new FakeChatClient(), o => o with { Cost = options }).GetResponseAsync(Question);

        Assert.Equal(new Usd(0.00225m), Only.Cost!.Total);
    }

    [Fact]
    public async Task GetResponseAsync_ToolsInALoopAroundIt_TracksEachRoundOnce()
    {
        int round = 0;
        FakeChatClient fake = new() { Answer = _ => Task.FromResult(Response(Used(1_000 * ++round, 100))) };

        await new ToolLoop(Track(fake)).GetResponseAsync(Question);

        Assert.Equal([new Usd(0.0045m), new Usd(0.0075m)], _calls.Select(c => c.Cost!.Total));
    }

    [Fact]
    public async Task GetResponseAsync_ResponseWithCost_CanBeStoredAsJson()
    {
        // As a cache around the tracked client does.
        ChatResponse response = await Track(new FakeChatClient()).GetResponseAsync(Question);

        string json = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);

        Assert.Equal(response.Text, JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions)!.Text);
    }

    [Fact]
    public async Task GetResponseAsync_NoMessages_IsRefusedBeforeItIsACall()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Track(new FakeChatClient()).GetResponseAsync((IEnumerable<ChatMessage>)null!));

        Assert.Empty(_calls);
    }

    [Fact]
    public void WithCostTracking_Nothing_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new FakeChatClient().WithCostTracking((PriceCatalog)null!));
        Assert.Throws<ArgumentNullException>(() => new FakeChatClient().WithCostTracking((Func<PriceCatalog>)null!));
        Assert.Throws<ArgumentNullException>(() => ((IChatClient)null!).WithCostTracking(TrackedPrices.Catalog));
    }

    internal static Cost? CostOn(AdditionalPropertiesDictionary? properties) => properties.GetCost()?.Receipt;

    private IChatClient Track(FakeChatClient fake, Func<CostTrackingOptions, CostTrackingOptions>? change = null) =>
        fake.WithCostTracking(TrackedPrices.Catalog, o =>
        {
            CostTrackingOptions options = o with { Time = TrackedPrices.Time, After = _calls.AddAsync, Logger = _log };
            return change?.Invoke(options) ?? options;
        });

    // What a client that calls tools does: it asks again with their results.
    private sealed class ToolLoop(IChatClient client) : DelegatingChatClient(client)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatResponse asks = await base.GetResponseAsync(messages, options, cancellationToken);
            return await base.GetResponseAsync([.. messages, .. asks.Messages, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "sunny")])], options, cancellationToken);
        }
    }
}
