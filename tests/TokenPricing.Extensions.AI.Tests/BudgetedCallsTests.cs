using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using NodaTime;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

/// <summary>Budgets around calls: what is reserved before them, and what is booked after.</summary>
public sealed class BudgetedCallsTests
{
    private readonly List<Usd> _reserved = [];
    private readonly SingleProcessBudgetGuard _guard = Guard(100);

    private BudgetState State => _guard.States[0];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseBudget_ResponseInTheBackground_ReservesAndSettlesOnce(bool isOutside)
    {
        int polls = 0;
        FakeChatClient fake = new()
        {
            Metadata = OpenAI,
            Answer = _ =>
            {
                _reserved.Add(State.Reserved);
                return Task.FromResult(++polls < 5 ? Pending() : Reported());
            },
        };
        SingleProcessBudgetGuard guard = _guard;
        ChatClientBuilder builder = fake.AsBuilder().UseBudget(guard, configure: Configured);
        IChatClient client = (isOutside ? builder.UseCostTracking(Configured) : builder).Build(new CountedOnceTests.Services());
        ChatOptions options = new() { AllowBackgroundResponses = true };

        ChatResponse response = await client.GetResponseAsync(Question, options);
        while (response.ContinuationToken is { } token)
        {
            options.ContinuationToken = token;
            response = await client.GetResponseAsync([], options);
        }

        // Fetched once more, it costs nothing more.
        await client.GetResponseAsync([], options);

        Assert.Equal((new Usd(0.0035m), Usd.Zero), (State.Spent, State.Reserved));
        Assert.Single(_reserved.Take(5).Distinct());
    }

    [Fact]
    public async Task UseBudget_PollOfASpentBudget_IsNotRefused()
    {
        SingleProcessBudgetGuard guard = Guard(0.0415m);
        int polls = 0;
        FakeChatClient fake = new() { Metadata = OpenAI, Answer = _ => Task.FromResult(++polls < 3 ? Pending() : Reported()) };
        IChatClient client = Build(fake, guard);
        ChatOptions options = new();

        ChatResponse response = await client.GetResponseAsync(Question, options);
        options.ContinuationToken = response.ContinuationToken;
        await client.GetResponseAsync([], options);
        await Assert.ThrowsAsync<BudgetRefusedException>(() => client.GetResponseAsync(Question));
        await client.GetResponseAsync([], options);

        Assert.Equal((new Usd(0.0035m), Usd.Zero), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public async Task UseBudget_ResponseThatAnotherProcessBegan_IsBooked()
    {
        await Build(new FakeChatClient { Metadata = OpenAI, Answer = _ => Task.FromResult(Reported()) })
            .GetResponseAsync([], new ChatOptions { ContinuationToken = Token });

        Assert.Equal((new Usd(0.0035m), Usd.Zero), (State.Spent, State.Reserved));
    }

    [Fact]
    public async Task UseBudget_StreamInTheBackgroundThatBreaks_IsSettledWhenItGoesOn()
    {
        int streams = 0;
        FakeChatClient fake = new()
        {
            Metadata = OpenAI,
            Stream = token => ++streams == 1
                ? UpdatesThen(new IOException("cut"), [new ChatResponseUpdate(ChatRole.Assistant, "a") { ResponseId = "response", ContinuationToken = Token }], token)
                : Updates(Text("b"), Counted(Used(1_000, 100))),
        };
        IChatClient client = Build(fake);

        await Assert.ThrowsAsync<IOException>(() => client.GetStreamingResponseAsync(Question).ToChatResponseAsync());
        Assert.Equal(Usd.Zero, State.Spent);
        await client.GetStreamingResponseAsync([], new ChatOptions { ContinuationToken = Token }).ToChatResponseAsync();

        Assert.Equal((new Usd(0.0035m), Usd.Zero), (State.Spent, State.Reserved));
    }

    [Theory]
    [InlineData("negative")]
    [InlineData("unserializable")]
    [InlineData("cyclic")]
    [InlineData("model")]
    [InlineData("prices")]
    public async Task UseBudget_WhatCannotBeBounded_DoesNotBreakTheCall(string kind)
    {
        Node cycle = new();
        cycle.Next = cycle;
        object result = kind == "cyclic" ? cycle : new { Type = typeof(string) };
        ChatMessage[] messages = kind is "unserializable" or "cyclic"
            ? [.. Question, new(ChatRole.Assistant, [new FunctionCallContent("1", "f")]), new(ChatRole.Tool, [new FunctionResultContent("1", result)])]
            : Question;
        SingleProcessBudgetGuard guard = new([new Budget("day", new Usd(1), BudgetWindow.Day) { UnknownPrice = UnknownPricePolicy.Allow }], TrackedPrices.Time);
        FakeChatClient fake = new() { Metadata = new("openai", null, kind == "model" ? "" : "gpt-4o"), Answer = _ => Task.FromResult(Reported()) };
        TrackedCall? tracked = null;
        CostTrackingOptions options = Configured(new()) with
        {
            After = call =>
            {
                tracked = call;
                return ValueTask.CompletedTask;
            },
        };
        IChatClient client = fake.AsBuilder().UseBudget(guard, configure: _ => options)
            .Build(kind == "prices" ? new NoPrices() : new CountedOnceTests.Services());

        await client.GetResponseAsync(messages, kind == "negative" ? new ChatOptions { MaxOutputTokens = -1 } : null);

        Assert.Equal(kind == "prices" ? typeof(InvalidOperationException) : null, tracked!.PricingFailure?.GetType());
        Assert.Equal(Usd.Zero, guard.States[0].Reserved);
    }

    [Theory]
    [InlineData("conversation")]
    [InlineData("hosted tool")]
    public async Task UseBudget_InputThatTheProviderAdds_HasNoBound(string kind)
    {
        ChatOptions options = kind == "conversation" ? new() { ConversationId = "conversation" } : new() { Tools = [new HostedWebSearchTool()] };

        await Assert.ThrowsAsync<BudgetRefusedException>(() => Build(Fake()).GetResponseAsync(Question, options));
        await Build(Fake(), budget: b => b with { InputTokens = _ => 1_000 }).GetResponseAsync(Question, options);

        Assert.Equal(new Usd(0.0035m), State.Spent);
    }

    [Fact]
    public async Task UseBudget_SchemaOfTheResponse_IsInTheBound()
    {
        JsonElement schema = JsonDocument.Parse($$"""{ "description": "{{new string('x', 40_000)}}" }""").RootElement;

        await Build(Fake()).GetResponseAsync(Question, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema), MaxOutputTokens = 0 });

        Assert.InRange(_reserved[0], new Usd(0.1m), new Usd(0.11m));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseBudget_OptionsOfTheCost_AreInTheBound(bool isOfTheCall)
    {
        CostOptions terms = new() { Adjustments = [Adjustment.NegotiatedDiscount(Percentage.FromPercent(50))] };

        await Build(Fake(), budget: b => b with { InputTokens = _ => 1_000 }, change: o => isOfTheCall ? o with { CostOf = _ => terms } : o with { Cost = terms })
            .GetResponseAsync(Question, new ChatOptions { MaxOutputTokens = 100 });

        Assert.Equal((new Usd(0.00175m), new Usd(0.00175m)), (_reserved[0], State.Spent));
    }

    [Fact]
    public async Task UseBudget_RegionOfTheAddress_IsInTheBoundAndTheCost()
    {
        // Built-in prices: data residency costs a tenth more at gpt-5.4.
        CostTrackingOptions options = new() { Time = TrackedPrices.Time };
        List<Usd?> costs = [];
        foreach (string address in new[] { "https://api.openai.com/v1", "https://eu.api.openai.com/v1" })
        {
            FakeChatClient fake = Fake(new("openai", new Uri(address), "gpt-5.4"));
            IChatClient client = fake.AsBuilder().UseBudget(_guard, b => b with { InputTokens = _ => 1_000 }, _ => options).Build();
            costs.Add((await client.GetResponseAsync(Question, new ChatOptions { MaxOutputTokens = 100 })).GetCost()!.Total);
        }

        Assert.Equal(new Usd(costs[0]!.Value.Amount * 1.1m), costs[1]);
        Assert.Equal(costs, _reserved.Select(r => (Usd?)r));
    }

    [Fact]
    public async Task UseBudget_StoreThatFailsOnce_IsSettledWithTheNextCall()
    {
        FlakyStore store = new() { Failures = 1 };
        BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("day", new Usd(1), BudgetWindow.Day)], TrackedPrices.Time, store);
        IChatClient client = Fake().AsBuilder().UseBudget(guard, configure: Configured).Build(new CountedOnceTests.Services());

        await client.GetResponseAsync(Question);
        await client.GetResponseAsync(Question);

        BudgetState state = guard.States[0];
        Assert.Equal((new Usd(0.007m), Usd.Zero, 2L), (state.Spent, state.Reserved, (await store.SumAsync(SpendFilter.All)).Entries));
    }

    [Fact]
    public async Task UseBudget_HookThatThrows_IsAPricingFailureAndReleasesNothingTwice()
    {
        ChatResponse response = Reported();
        response.RawRepresentation = new object();
        TrackedCall? tracked = null;
        IChatClient client = Build(new FakeChatClient { Metadata = OpenAI, Answer = _ => Task.FromResult(response) }, change: o => o with
        {
            ReadResponse = _ => throw new InvalidOperationException("hook"),
            After = call =>
            {
                tracked = call;
                return ValueTask.CompletedTask;
            },
        });

        await client.GetResponseAsync(Question);

        Assert.Equal("hook", tracked!.PricingFailure!.Message);
        Assert.Equal((Usd.Zero, true), (State.Reserved, State.Spent > Usd.Zero));
    }

    [Fact]
    public async Task UseBudget_ListenerThatThrows_SettlesAndAnswers()
    {
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "TokenPricing")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        AsyncLocal<bool> isHere = new() { Value = true };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException(isHere.Value ? "listener" : "elsewhere"));
        listener.Start();

        await Build(Fake()).GetResponseAsync(Question);

        Assert.Equal((new Usd(0.0035m), Usd.Zero), (State.Spent, State.Reserved));
    }

    [Fact]
    public async Task UseBudget_Refusal_ComesBeforeTheCallbackBefore()
    {
        int before = 0;
        IChatClient client = Build(Fake(), Guard(0.001m), change: o => o with { Before = (_, _) => ValueTask.FromResult<object?>(++before) });

        await Assert.ThrowsAsync<BudgetRefusedException>(() => client.GetResponseAsync(Question));

        Assert.Equal(0, before);
    }

    [Fact]
    public async Task UseBudget_CallbackBeforeThatRefuses_ReleasesWhatWasReserved()
    {
        IChatClient client = Build(Fake(), change: o => o with { Before = (_, _) => throw new InvalidOperationException("no") });

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync(Question));

        Assert.Equal((Usd.Zero, Usd.Zero), (State.Spent, State.Reserved));
    }

    [Fact]
    public async Task UseBudget_StreamCutInArgumentsOfATool_BooksThem()
    {
        ChatResponseUpdate call = new(ChatRole.Assistant, [new FunctionCallContent("1", "write", new Dictionary<string, object?> { ["text"] = new string('x', 2_000) })])
        {
            ResponseId = "response",
        };
        FakeChatClient fake = new() { Metadata = OpenAI, Stream = token => UpdatesThen(new IOException("cut"), [Text("ok"), call], token) };

        await Assert.ThrowsAsync<IOException>(() => Build(fake).GetStreamingResponseAsync(Question).ToChatResponseAsync());

        // A thousand tokens of output at the least.
        Assert.InRange(State.Spent, new Usd(0.01m), new Usd(0.02m));
    }

    private static ChatClientMetadata OpenAI { get; } = new("openai", null, "gpt-4o");

    private static ResponseContinuationToken Token { get; } = ResponseContinuationToken.FromBytes(new byte[] { 1 });

    private static SingleProcessBudgetGuard Guard(decimal limit) => new([new Budget("day", new Usd(limit), BudgetWindow.Day)], TrackedPrices.Time);

    private static ChatResponse Pending() => new([]) { ResponseId = "response", ModelId = "gpt-4o", ContinuationToken = Token };

    private static ChatResponse Reported() => Response(Used(1_000, 100), "gpt-4o");

    private static CostTrackingOptions Configured(CostTrackingOptions options) => options with { Time = TrackedPrices.Time };

    private FakeChatClient Fake(ChatClientMetadata? metadata = null) => new()
    {
        Metadata = metadata ?? OpenAI,
        Answer = _ =>
        {
            _reserved.Add(State.Reserved);
            return Task.FromResult(Response(Used(1_000, 100), (metadata ?? OpenAI).DefaultModelId));
        },
    };

    private IChatClient Build(
        FakeChatClient fake,
        BudgetGuard? guard = null,
        Func<BudgetOptions, BudgetOptions>? budget = null,
        Func<CostTrackingOptions, CostTrackingOptions>? change = null) =>
        fake.AsBuilder().UseBudget(guard ?? _guard, budget, o => (change ?? (same => same))(Configured(o))).Build(new CountedOnceTests.Services());

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private sealed class NoPrices : IServiceProvider, Services.IPriceCatalogs
    {
        public PriceCatalog Current => throw new InvalidOperationException("no prices");

        public object? GetService(Type serviceType) => serviceType == typeof(Services.IPriceCatalogs) ? this : null;

        public PriceCatalog Get(string tenant) => Current;
    }

    /// <summary>A store that cannot settle for some time.</summary>
    private sealed class FlakyStore : ISpendStore
    {
        private readonly InMemorySpendStore _store = new();

        public int Failures { get; set; }

        public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default) => _store.AddAsync(entry, cancellation);

        public ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default) => _store.SumAsync(filter, cancellation);

        public ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(string key, SpendFilter filter, CancellationToken cancellation = default) =>
            _store.SumByAsync(key, filter, cancellation);

        public ValueTask<SpendDecision> ReserveAsync(SpendReservation reservation, ImmutableArray<SpendLimit> limits, CancellationToken cancellation = default) =>
            _store.ReserveAsync(reservation, limits, cancellation);

        public ValueTask SettleAsync(string id, SpendEntry entry, CancellationToken cancellation = default) =>
            Failures-- > 0 ? throw new IOException("The store is away.") : _store.SettleAsync(id, entry, cancellation);

        public ValueTask ReleaseAsync(string id, CancellationToken cancellation = default) => _store.ReleaseAsync(id, cancellation);

        public ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(Instant at, ImmutableArray<SpendFilter> filters, CancellationToken cancellation = default) =>
            _store.BalancesAsync(at, filters, cancellation);
    }
}
