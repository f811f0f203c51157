using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>A chat client that says of each call what it costs; <see cref="CostTracking.WithCostTracking(IChatClient, PriceCatalog, Func{CostTrackingOptions, CostTrackingOptions})"/> in one word.</summary>
/// <remarks>
/// <para>
/// The model is that of the response, or else that of the call's options, or else the client's default; it is priced as of the instant at
/// which the call began. Exceptions of the client pass through untouched; what usage was seen before them is priced.
/// </para>
/// <para>
/// A stream may report its usage several times. Within one response the counts are running totals, as providers stream them: of each count the
/// largest holds. Responses with ids of their own, or with the result of a tool between them, are requests of their own: each is priced by
/// itself, and their costs add up. A stream that is never read is no call; one that is left is tracked when it is disposed.
/// </para>
/// <para>Safe to use by several threads at once, as far as the client is.</para>
/// </remarks>
public sealed class CostTrackingChatClient : DelegatingChatClient
{
    private readonly CallTracker _tracker;

    /// <summary>A client around another one.</summary>
    /// <param name="innerClient">The client that is called; disposed with this one.</param>
    /// <param name="prices">The present prices, asked for once a call, when it ends; it must not block. What it throws is a <see cref="TrackedCall.PricingFailure"/>.</param>
    /// <param name="options"><see langword="null"/>: the defaults.</param>
    public CostTrackingChatClient(IChatClient innerClient, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : base(innerClient)
    {
        ChatClientMetadata? client = innerClient.GetService<ChatClientMetadata>();
        _tracker = new CallTracker(prices, options ?? new CostTrackingOptions(), CallOperation.Chat, client?.ProviderName, client?.ProviderUri, client?.DefaultModelId);
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

        TrackedCall tracked = await _tracker.EndAsync(call, response.ModelId, response.Usage, null, cancellationToken).ConfigureAwait(false);
        if (_tracker.Attached(tracked) is { } cost)
        {
            (response.AdditionalProperties ??= [])[CostTracking.CostKey] = cost;
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
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

    // A cost is known only after the last update of the client: it goes into one more, which belongs to the same message.
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
