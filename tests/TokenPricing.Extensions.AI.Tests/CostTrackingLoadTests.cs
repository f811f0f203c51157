using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;
using AIUsage = Microsoft.Extensions.AI.UsageDetails;

namespace TokenPricing.Tests;

/// <summary>Ten thousand calls at once, of every kind and with every end; and prices that change under load.</summary>
public sealed class CostTrackingLoadTests
{
    private const int Calls = 10_000;

    [Fact]
    public async Task TenThousandCallsAtOnce_EveryKindAndEnd_SumToTheExactCost()
    {
        decimal told = 0;
        decimal attached = 0;
        int ended = 0;
        int before = 0;
        Lock gate = new();
        IChatClient client = new LoadClient().WithCostTracking(TrackedPrices.Catalog, o => o with
        {
            Time = TrackedPrices.Time,
            Before = (_, _) => ValueTask.FromResult<object?>(Interlocked.Increment(ref before)),
            After = call =>
            {
                Interlocked.Increment(ref ended);
                Add(ref told, call.Cost);
                return ValueTask.CompletedTask;
            },
        });

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => Task.Run(() => CallAsync(i))));

        decimal expected = Enumerable.Range(0, Calls).Sum(i => LoadClient.Billed(i) is { } usage ? TrackedPrices.CostOf("anthropic", "claude", usage).Amount : 0);
        Assert.Equal(expected, told);
        Assert.Equal((Calls, Calls), (before, ended));
        Assert.Equal(Enumerable.Range(0, Calls).Where(i => LoadClient.IsWhole(i)).Sum(i => TrackedPrices.CostOf("anthropic", "claude", LoadClient.Billed(i)!.Value).Amount), attached);

        async Task CallAsync(int i)
        {
            using CancellationTokenSource source = new();
            ChatOptions options = new() { Instructions = i.ToString(), AdditionalProperties = new() { ["source"] = source } };
            try
            {
                if (LoadClient.IsStream(i))
                {
                    await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Question, options, source.Token))
                    {
                        Add(ref attached, CostTrackingChatClientTests.CostOn(update.AdditionalProperties));
                        if (LoadClient.KindOf(i) == LoadClient.Kind.StreamLeft && update.Text == "b")
                        {
                            break;
                        }
                    }
                }
                else
                {
                    Add(ref attached, CostTrackingChatClientTests.CostOn((await client.GetResponseAsync(Question, options, source.Token)).AdditionalProperties));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
            {
                Assert.False(LoadClient.IsWhole(i));
            }
        }

        void Add(ref decimal sum, Cost? cost)
        {
            lock (gate)
            {
                sum += cost?.Total.Amount ?? 0;
            }
        }
    }

    [Fact]
    public async Task PricesSwappedAThousandTimes_UnderLoad_EachCallHasOneWholeCatalogAndNoneWaits()
    {
        const int Half = 2_000;
        PriceCatalog[] catalogs = [TrackedPrices.Times(1), TrackedPrices.Times(2), TrackedPrices.Times(3)];
        Usd[] allowed = [.. catalogs.Select(c => c.Offer("anthropic", "claude").CostOf(TokenUsage.FromTotals(1_000, 100), TrackedPrices.Now).Total)];
        PriceCatalog present = catalogs[0];
        TaskCompletionSource othersEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        List<TrackedCall> calls = [];
        IChatClient client = new FakeChatClient
        {
            // Every other call waits in the client until those between them have ended: a lock held across a call would hold these up.
            Answer = async token =>
            {
                if (Interlocked.Increment(ref asked) % 2 == 0)
                {
                    await released.Task.WaitAsync(token);
                }

                return Response(Used(1_000, 100));
            },
        }.WithCostTracking(() => Volatile.Read(ref present), o => o with
        {
            Time = TrackedPrices.Time,
            After = call =>
            {
                lock (calls)
                {
                    calls.Add(call);
                    if (calls.Count == Half)
                    {
                        othersEnded.SetResult();
                    }
                }

                return ValueTask.CompletedTask;
            },
        });

        Task[] load = [.. Enumerable.Range(0, 2 * Half).Select(_ => Task.Run(() => client.GetResponseAsync(Question)))];
        for (int swap = 1; swap <= 1_000; swap++)
        {
            Volatile.Write(ref present, catalogs[swap % 3]);
            await Task.Yield();
        }

        await othersEnded.Task.WaitAsync(TimeSpan.FromSeconds(30));
        released.SetResult();
        await Task.WhenAll(load);

        Assert.Equal(2 * Half, calls.Count);
        Assert.All(calls, call => Assert.Contains(call.Cost!.Total, allowed));
        Assert.All(calls, call => Assert.Equal(call.Offer!.CostOf(call.Usage!.Value, TrackedPrices.Now), call.Cost));
    }

    /// <summary>Answers the call whose number stands in the options as that number says.</summary>
    private sealed class LoadClient : IChatClient
    {
        public enum Kind
        {
            Plain,
            PlainFails,
            PlainCancelled,
            PlainWithoutUsage,
            Stream,
            StreamInTwoResponses,
            StreamFails,
            StreamCancelled,
            StreamLeft,
        }

        public static Kind KindOf(int i) => (Kind)(i % 9);

        public static bool IsStream(int i) => KindOf(i) >= Kind.Stream;

        public static bool IsWhole(int i) => KindOf(i) is Kind.Plain or Kind.Stream or Kind.StreamInTwoResponses;

        /// <summary>What the call reports in all; null: nothing.</summary>
        public static TokenUsage? Billed(int i) => KindOf(i) switch
        {
            Kind.PlainFails or Kind.PlainCancelled or Kind.PlainWithoutUsage => null,
            Kind.StreamInTwoResponses => Counts(i, 2 * Output(i)) + Counts(i, Output(i)),
            Kind.StreamFails or Kind.StreamCancelled or Kind.StreamLeft => Counts(i, 1),
            _ => Counts(i, Output(i)),
        };

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            int i = int.Parse(options!.Instructions!);
            await Task.Yield();
            switch (KindOf(i))
            {
                case Kind.PlainFails:
                    throw new InvalidOperationException("busy");
                case Kind.PlainCancelled:
                    await CancelAsync(options);
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
            }

            return Response(KindOf(i) == Kind.PlainWithoutUsage ? null : Report(i, Output(i)), "claude");
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            int i = int.Parse(options!.Instructions!);
            await Task.Yield();
            yield return Counted(Report(i, 1), $"first-{i}", "claude");
            yield return Text("a", $"first-{i}");
            yield return Text("b", $"first-{i}");
            switch (KindOf(i))
            {
                case Kind.StreamFails:
                    throw new InvalidOperationException("gone");
                case Kind.StreamCancelled:
                    await CancelAsync(options);
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
                case Kind.StreamInTwoResponses:
                    yield return Counted(Report(i, 2 * Output(i)), $"second-{i}", "claude");
                    break;
            }

            yield return Counted(Report(i, Output(i)), $"first-{i}", "claude");
        }

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("anthropic", new Uri("https://api.anthropic.com"), "claude") : null;

        public void Dispose()
        {
        }

        private static Task CancelAsync(ChatOptions options) => ((CancellationTokenSource)options.AdditionalProperties!["source"]!).CancelAsync();

        private static long Output(int i) => 2 + (i * 31 % 997);

        private static long Input(int i) => 100 + (i * 7919L % 200_003);

        private static long Cached(int i) => Input(i) * (i % 10) / 10;

        private static TokenUsage Counts(int i, long output) => TokenUsage.FromTotals(Input(i), output, cacheRead: Cached(i));

        // In the contract's shape, and in the one of adapters that hand on the provider's own counts.
        private static AIUsage Report(int i, long output) => i % 2 == 0
            ? Used(Input(i), output, Cached(i), total: Input(i) + output)
            : Used(Input(i) - Cached(i), output, more: [("CacheReadInputTokens", Cached(i)), ("CacheCreationInputTokens", 0)]);
    }
}
