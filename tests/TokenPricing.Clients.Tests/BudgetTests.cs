using System.Collections.Immutable;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Budgets around real clients.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseBudget_CallsThatAllFail_BookNothing(bool isHandled)
    {
        await using VendorServer server = new(VendorAnswer.Error(429));
        SingleProcessBudgetGuard guard = new([new Budget("day", new Usd(0.10m), BudgetWindow.Day)], Prices.Time);
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog) : inner);
        IChatClient client = Sdk.Chat(http, "gpt-4o").AsBuilder().UseBudget(guard, configure: o => o with { Time = Prices.Time }).Build();

        for (int i = 0; i < 6; i++)
        {
            await Assert.ThrowsAsync<System.ClientModel.ClientResultException>(() => client.GetResponseAsync("Hello?"));
        }

        Assert.Equal((Usd.Zero, Usd.Zero), (guard.States[0].Spent, guard.States[0].Reserved));
        Assert.Equal(6, server.Requests);
    }

    [Fact]
    public async Task UseBudget_ConnectionRefusedOrCancelledBefore_BooksNothing()
    {
        SingleProcessBudgetGuard guard = new([new Budget("day", new Usd(0.10m), BudgetWindow.Day)], Prices.Time);
        int port;
        await using (VendorServer gone = new())
        {
            port = gone.Port;
        }

        using HttpClient http = new();
        IChatClient client = Sdk.Chat(http, "gpt-4o", $"http://127.0.0.1:{port}/v1").AsBuilder()
            .UseBudget(guard, configure: o => o.WithGateway("127.0.0.1") with { Time = Prices.Time }).Build();

        await Assert.ThrowsAnyAsync<Exception>(() => client.GetResponseAsync("Hello?"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hello?", cancellationToken: new CancellationToken(true)));

        Assert.Equal((Usd.Zero, Usd.Zero), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseBudget_StreamThatIsCut_BooksAnEstimateWithinWhatWasReserved(bool isHandled)
    {
        await using VendorServer server = new(VendorAnswer.Of(Vendor.ChatStream("gpt-4o", deltas: 50)) with { CutAfter = 4_000 });
        InMemorySpendStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("day", new Usd(0.10m), BudgetWindow.Day)], Prices.Time, store);
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog) : inner);
        IChatClient client = Sdk.Chat(http, "gpt-4o").AsBuilder()
            .UseBudget(guard, o => o with { Tags = r => [new SpendTag("tenant", "acme")] }, o => o with { Time = Prices.Time }).Build();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync("Hello?"))
            {
            }
        });

        SpendSum booked = await store.SumAsync(new SpendFilter { Tags = [new SpendTag("tenant", "acme")] });
        Assert.InRange(booked.Amount, new Usd(0.00001m), new Usd(0.0412m));
        Assert.Equal((1, Usd.Zero), (booked.Unpriced, guard.States[0].Reserved));
    }

    [Fact]
    public async Task UseBudget_BeyondTheLimit_RefusesTheCallBeforeItIsMade()
    {
        await using VendorServer server = new(VendorAnswer.Of(Vendor.Chat("gpt-4o")));
        SingleProcessBudgetGuard guard = new([new Budget("day", new Usd(0.01m), BudgetWindow.Day)], Prices.Time);
        using HttpClient http = server.Client();
        IChatClient client = Sdk.Chat(http, "gpt-4o").AsBuilder().UseBudget(guard, configure: o => o with { Time = Prices.Time }).Build();

        BudgetRefusedException refusal = await Assert.ThrowsAsync<BudgetRefusedException>(() => client.GetResponseAsync("Hello?"));

        Assert.Equal(("day", 0), (Assert.Single(refusal.Decision.Refusals).State.Budget.Name, server.Requests));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UseBudget_WithTracking_InAnyOrderBooksOnce(bool isOutside)
    {
        await using VendorServer server = new(VendorAnswer.Of(Vendor.Chat("gpt-4o")));
        SingleProcessBudgetGuard guard = new([new Budget("day", new Usd(1), BudgetWindow.Day)], Prices.Time);
        List<TrackedCall> calls = [];
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client();
        ChatClientBuilder builder = Sdk.Chat(http, "gpt-4o").AsBuilder();
        builder = isOutside ? builder.UseBudget(guard) : builder.UseCostTracking(_ => Prices.Into(calls));
        builder = isOutside ? builder.UseCostTracking(_ => Prices.Into(calls)) : builder.UseBudget(guard, configure: o => o with { Time = Prices.Time });

        ChatResponse response = await builder.Build().GetResponseAsync("Hello?");

        Assert.Equal(new Usd(0.035m), guard.States[0].Spent);
        Assert.Equal((new Usd(0.035m), 1), (sum.Total, sum.Calls));
        Assert.Equal(new Usd(0.035m), Assert.Single(calls).Billed);
        Assert.Equal(new Usd(0.035m), response.GetCost()!.Total);
    }

    /// <summary>Calls of every kind at the same time: what is spent and reserved never exceeds the limit, and failures book nothing.</summary>
    [Property(MaxTest = 1_000)]
    public static bool UseBudget_AnySchedule_StaysWithinTheLimitAndBooksNoFailure(ImmutableArray<byte> schedule, byte limit, bool isHandled)
    {
        if (schedule.IsDefaultOrEmpty)
        {
            return true;
        }

        Usd most = new(0.001m * (1 + limit));
        SingleProcessBudgetGuard guard = new([new Budget("day", most, BudgetWindow.Day)], Prices.Time);
        using ScheduleHandler vendor = new(() => guard.States[0], most);
        using HttpClient http = new(isHandled ? new TokenPricingHandler(vendor, () => Prices.Catalog) : vendor);
        IChatClient client = Sdk.Chat(http, "gpt-4o").AsBuilder()
            .UseBudget(guard, o => o with { MaxOutputTokens = 1_000, InputTokens = _ => 10_000 }, o => o with { Time = Prices.Time }).Build();

        Outcome[] outcomes = Task.WhenAll(schedule.Take(24).Select(kind => CallAsync(client, vendor, kind % 6))).GetAwaiter().GetResult();

        Usd least = new(0.035m * outcomes.Count(o => o == Outcome.Billed));
        Usd highest = least + new Usd(0.035m * outcomes.Count(o => o == Outcome.Cut));
        BudgetState end = guard.States[0];
        return end.Reserved == Usd.Zero && end.Spent >= least && end.Spent <= highest && end.Spent <= most && !vendor.HasExceeded;
    }

    private static async Task<Outcome> CallAsync(IChatClient client, ScheduleHandler vendor, int kind)
    {
        using CancellationTokenSource source = new();
        ChatOptions options = new() { ModelId = "gpt-4o" };
        vendor.Kind.Value = (kind, source);
        try
        {
            switch (kind)
            {
                case 0:
                    await client.GetResponseAsync("Hello?", options);
                    return Outcome.Billed;

                case 1 or 4 or 5:
                    await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Hello?", options, source.Token))
                    {
                        if (kind == 5)
                        {
                            break;
                        }
                    }

                    return kind == 1 ? Outcome.Billed : Outcome.Cut;

                default:
                    if (kind == 3)
                    {
                        await source.CancelAsync();
                    }

                    await client.GetResponseAsync("Hello?", options, source.Token);
                    return Outcome.Billed;
            }
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return kind == 4 && e is not BudgetRefusedException ? Outcome.Cut : Outcome.Nothing;
        }
    }

    private enum Outcome
    {
        Nothing,
        Billed,
        Cut,
    }

    /// <summary>Answers each call as its flow of control says, and looks at the budget meanwhile.</summary>
    private sealed class ScheduleHandler(Func<BudgetState> state, Usd most) : HttpMessageHandler
    {
        public AsyncLocal<(int Kind, CancellationTokenSource Source)> Kind { get; } = new();

        public bool HasExceeded { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            BudgetState now = state();
            HasExceeded |= now.Spent + now.Reserved > most;
            string stream = Vendor.ChatStream("gpt-4o", deltas: 5);
            return Kind.Value.Kind switch
            {
                0 => Answer(200, new StringContent(Vendor.Chat("gpt-4o"), null, "application/json")),
                1 => Answer(200, new StringContent(stream, null, "text/event-stream")),
                2 => Answer(429, new StringContent("""{"error":{"message":"busy"}}""", null, "application/json")),
                4 => Answer(200, Broken(stream[..1_000])),
                5 => Answer(200, new StringContent(stream, null, "text/event-stream")),
                _ => throw new InvalidOperationException("It was canceled before."),
            };
        }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            SendAsync(request, cancellationToken).GetAwaiter().GetResult();

        private static HttpResponseMessage Answer(int status, HttpContent content) =>
            new((System.Net.HttpStatusCode)status) { Content = content };

        private static StreamContent Broken(string text)
        {
            StreamContent content = new(new ScriptedStream(System.Text.Encoding.UTF8.GetBytes(text), () => 100, new HttpIOException(HttpRequestError.ResponseEnded)));
            content.Headers.ContentType = new("text/event-stream");
            return content;
        }
    }
}
