using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;

namespace TokenPricing.Benchmarks;

/// <summary>What tracking adds to a call: the tracked client beside the client that it tracks, which answers at once.</summary>
public class TrackingBenchmarks
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "What is a token?")];
    private static readonly InstantClient Alone = new();

    private IChatClient _tracked = null!;
    private IChatClient _receipts = null!;

    [Benchmark(Baseline = true, Description = "the client alone")]
    public Task<ChatResponse> Bare() => Alone.GetResponseAsync(Question);

    [Benchmark(Description = "tracked")]
    public Task<ChatResponse> Tracked() => _tracked.GetResponseAsync(Question);

    [Benchmark(Description = "tracked, with the cost on the response")]
    public Task<ChatResponse> Receipts() => _receipts.GetResponseAsync(Question);

    [Benchmark(Description = "a stream of 100 updates alone")]
    public Task<int> BareStream() => CountAsync(Alone);

    [Benchmark(Description = "the same tracked, with the cost on it")]
    public Task<int> TrackedStream() => CountAsync(_receipts);

    [GlobalSetup]
    public async Task Setup()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        _receipts = Alone.WithCostTracking(prices);
        _tracked = Alone.WithCostTracking(prices, o => o with { AttachCost = false });
        ChatResponse response = await _receipts.GetResponseAsync(Question).ConfigureAwait(false);
        if (response.GetCost() is not { IsComplete: true, Total: not null })
        {
            throw new InvalidOperationException("The call has no cost.");
        }
    }

    private static async Task<int> CountAsync(IChatClient client)
    {
        int count = 0;
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Question).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    private sealed class InstantClient : IChatClient
    {
        private readonly ChatClientMetadata _metadata = new("anthropic", new Uri("https://api.anthropic.com"), "claude-sonnet-4-5");

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "A part of a word.")) { ModelId = "claude-sonnet-4-5", Usage = Counts() });

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (int i = 1; i < 100; i++)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, "word") { ResponseId = "response" };
            }

            await Task.CompletedTask.ConfigureAwait(false);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Counts())]) { ResponseId = "response" };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? _metadata : null;

        public void Dispose()
        {
        }

        private static UsageDetails Counts() => new() { InputTokenCount = 12_000, OutputTokenCount = 900, CachedInputTokenCount = 8_000, TotalTokenCount = 12_900 };
    }
}
