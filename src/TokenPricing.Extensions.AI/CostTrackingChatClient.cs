using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>A chat client that calculates the cost of each call. <c>builder.UseCostTracking()</c> adds one.</summary>
/// <remarks>
/// <para>
/// What was served is read from what the provider wrote: an HTTP response that a <see cref="TokenPricingHandler"/> below the client saw, or
/// else the response object of the client library. Where neither is there, the counts of Microsoft.Extensions.AI apply.
/// </para>
/// <para>
/// The model is that of the response, or else that of the call's options, or else the client's default. It is priced as of the instant at
/// which the call began. Exceptions of the client are passed through unchanged, and usage that was reported before them is priced.
/// </para>
/// <para>
/// A stream can report usage several times. Within one response, counts are running totals, so the largest value of each count is used.
/// Responses with different ids, or with a tool result between them, are separate requests; each is priced separately and the costs are
/// summed. A stream that is never enumerated is not a call; one that is abandoned is tracked when it is disposed of.
/// </para>
/// <para>Where one tracked client is inside another, the inner one counts, and the outer one has the sum of it. Thread-safe if the inner
/// client is.</para>
/// </remarks>
public sealed class CostTrackingChatClient : DelegatingChatClient
{
    private readonly CallTracker _tracker;
    private readonly CacheInside? _cache;

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
        options ??= new CostTrackingOptions();
        bool hasTrackerInside = innerClient.GetService<CostTrackingChatClient>() is not null;
        _tracker = new CallTracker(
            prices, options, CallOperation.Chat, client?.ProviderName, client?.ProviderUri, client?.DefaultModelId)
        {
            HasTrackerInside = hasTrackerInside,
        };
        _cache = hasTrackerInside ? null : CacheInside.Of(innerClient, options.Logger);
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        messages = _tracker.Readable(messages);
        OpenCall call = await _tracker.BeginAsync(options?.ModelId, messages, options, cancellationToken).ConfigureAwait(false);
        CallScope.Current = call.Scope;
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await _tracker.EndAsync(call, CallEnd.Of(e, cancellationToken)).ConfigureAwait(false);
            throw;
        }

        bool isFromCache = _cache?.HasAnswered(ResponseUsage.HasRaw(response)) ?? false;
        CallEnd end = CallEnd.Of(null, cancellationToken) with
        {
            Model = response.ModelId,
            IsFromCache = isFromCache,
            Continuation = response.ContinuationToken,
            ResponseId = response.ResponseId,
        };
        TrackedCall tracked = await _tracker
            .EndAsync(call, end, () => ResponseUsage.Of(response, _tracker.Reader)).ConfigureAwait(false);
        if (_tracker.Attached(call, tracked, response.Messages.SelectMany(m => m.Contents)) is { } cost)
        {
            AttachedCosts.Put(response.AdditionalProperties ??= [], cost);
        }

        return response;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        messages = _tracker.Readable(messages);
        return new StreamedCall<ChatResponseUpdate>(_tracker)
        {
            Begin = token => _tracker.BeginAsync(options?.ModelId, messages, options, token),
            Make = token => base.GetStreamingResponseAsync(messages, options, token),
            See = update => update,
            IsFromCache = hasRaw => _cache?.HasAnswered(hasRaw) ?? false,
            Close = Closing,
        }.TrackAsync(cancellationToken);
    }

    /// <summary>
    /// Returns a final update with the cost, which is known only after the client's last update. It is of no message, so that the cost does
    /// not become a part of the conversation.
    /// </summary>
    private static ChatResponseUpdate Closing(ChatResponseUpdate? last, CallCost cost)
    {
        ChatResponseUpdate closing = new()
        {
            ResponseId = last?.ResponseId,
            ConversationId = last?.ConversationId,
            ModelId = last?.ModelId,
            CreatedAt = last?.CreatedAt,
            AdditionalProperties = [],
        };
        AttachedCosts.Put(closing.AdditionalProperties, cost);
        return closing;
    }
}
