using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using AIUsage = Microsoft.Extensions.AI.UsageDetails;

namespace TokenPricing.Tests;

/// <summary>A chat client that answers as a test says.</summary>
internal sealed class FakeChatClient : IChatClient
{
    public static readonly ChatMessage[] Question = [new(ChatRole.User, "What is a token?")];

    public ChatClientMetadata? Metadata { get; init; } = new("anthropic", null, "claude");

    public Func<CancellationToken, Task<ChatResponse>> Answer { get; init; } = _ => Task.FromResult(Response(Used(1_000, 100)));

    public Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Stream { get; init; } = _ => Updates(Text("a"), Counted(Used(1_000, 100)));

    public int Calls { get; private set; }

    public IReadOnlyList<ChatMessage> Heard { get; private set; } = [];

    public static AIUsage Used(long? input, long? output, long? cached = null, long? reasoning = null, long? total = null, params (string Key, long Count)[] more) => new()
    {
        InputTokenCount = input,
        OutputTokenCount = output,
        CachedInputTokenCount = cached,
        ReasoningTokenCount = reasoning,
        TotalTokenCount = total,
        AdditionalCounts = more.Length == 0 ? null : new(more.ToDictionary(m => m.Key, m => m.Count)),
    };

    public static ChatResponse Response(AIUsage? usage, string? model = null) =>
        new(new ChatMessage(ChatRole.Assistant, "A part of a word.")) { ModelId = model, Usage = usage, ResponseId = "response" };

    public static ChatResponseUpdate Text(string text, string? response = "response", string? model = null) =>
        new(ChatRole.Assistant, text) { ResponseId = response, MessageId = "message", ModelId = model };

    public static ChatResponseUpdate Counted(AIUsage usage, string? response = "response", string? model = null) =>
        new(ChatRole.Assistant, [new UsageContent(usage)]) { ResponseId = response, MessageId = "message", ModelId = model };

    public static IAsyncEnumerable<ChatResponseUpdate> Updates(params ChatResponseUpdate[] updates) => updates.ToAsyncEnumerable();

    /// <summary>The updates, and then an exception.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> UpdatesThen(
        Exception exception, IEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in updates)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }

        throw exception;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Hear(messages);
        return Answer(cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Hear(messages);
        return Stream(cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? Metadata : null;

    public void Dispose()
    {
    }

    private void Hear(IEnumerable<ChatMessage> messages)
    {
        Calls++;
        Heard = [.. messages];
    }
}
