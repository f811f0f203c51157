using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>A chat client that calculates the cost of each call. <c>client.WithCostTracking(prices)</c> creates one.</summary>
/// <remarks>
/// <para>
/// The model is that of the response, or else that of the call's options, or else the client's default. It is priced as of the instant at
/// which the call began. Exceptions of the client are passed through unchanged, and usage that was reported before them is priced.
/// </para>
/// <para>
/// A stream can report usage several times. Within one response, counts are running totals, so the largest value of each count is used.
/// Responses with different ids, or with a tool result between them, are separate requests; each is priced separately and the costs are
/// summed. A stream that is never enumerated is not a call; one that is abandoned is tracked when it is disposed of.
/// </para>
/// <para>Thread-safe if the inner client is.</para>
/// </remarks>
public sealed class CostTrackingChatClient : DelegatingChatClient
{
    private readonly CallTracker _tracker;

    /// <summary>Creates a client that wraps another one.</summary>
    /// <param name="innerClient">The wrapped client, which is disposed of with this one.</param>
    /// <param name="prices">
    /// Returns the current prices. It is called once when a call ends and must not block. Its exception becomes
    /// <see cref="TrackedCall.PricingFailure"/>.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public CostTrackingChatClient(IChatClient innerClient, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : base(innerClient)
    {
        ChatClientMetadata? client = innerClient.GetService<ChatClientMetadata>();
        _tracker = new CallTracker(
            prices,
            options ?? new CostTrackingOptions(),
            CallOperation.Chat,
            client?.ProviderName,
            client?.ProviderUri,
            client?.DefaultModelId);
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        messages = _tracker.Readable(messages);
        OpenCall call = await _tracker.BeginAsync(options?.ModelId, messages, options, cancellationToken).ConfigureAwait(false);
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await _tracker.EndAsync(call, null, null, e, cancellationToken).ConfigureAwait(false);
            throw;
        }

        TrackedCall tracked =
            await _tracker.EndAsync(call, response.ModelId, response.Usage, null, cancellationToken).ConfigureAwait(false);
        if (_tracker.Attached(tracked) is { } cost)
        {
            (response.AdditionalProperties ??= [])[CostTracking.CostKey] = cost;
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        messages = _tracker.Readable(messages);
        OpenCall call = await _tracker.BeginAsync(options?.ModelId, messages, options, cancellationToken).ConfigureAwait(false);
        StreamedUsage seen = new();
        ChatResponseUpdate? last = null;
        TrackedCall tracked;
        Exception? exception = null;
        bool isLeft = true;
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        try
        {
            while (true)
            {
                try
                {
                    updates ??= base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    last = updates.Current;
                }
                catch (Exception e)
                {
                    (exception, isLeft) = (e, false);
                    throw;
                }

                seen.Add(last);
                yield return last;
            }

            isLeft = false;
        }
        finally
        {
            tracked = await _tracker.EndAsync(call, seen, isLeft, exception, cancellationToken).ConfigureAwait(false);
            if (updates is not null)
            {
                await updates.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (_tracker.Attached(tracked) is { } cost)
        {
            yield return Closing(last, cost);
        }
    }

    /// <summary>Returns a final update of the same message with the cost, which is known only after the client's last update.</summary>
    private static ChatResponseUpdate Closing(ChatResponseUpdate? last, Cost cost) => new()
    {
        ResponseId = last?.ResponseId,
        MessageId = last?.MessageId,
        ConversationId = last?.ConversationId,
        ModelId = last?.ModelId,
        CreatedAt = last?.CreatedAt,
        Role = last?.Role,
        AuthorName = last?.AuthorName,
        AdditionalProperties = new AdditionalPropertiesDictionary { [CostTracking.CostKey] = cost },
    };
}
