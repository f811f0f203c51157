using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// A speech-to-text client that calculates the cost of each call, as <see cref="CostTrackingChatClient"/> does for chats.
/// </summary>
[Experimental("MEAI001")]
public sealed class CostTrackingSpeechToTextClient : DelegatingSpeechToTextClient
{
    private readonly CallTracker _tracker;

    /// <summary>Creates a client that wraps another one.</summary>
    /// <param name="innerClient">The wrapped client, which is disposed of with this one.</param>
    /// <param name="prices">Returns the current prices. It is called once when a call ends and must not block.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public CostTrackingSpeechToTextClient(
        ISpeechToTextClient innerClient, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : base(innerClient)
    {
        SpeechToTextClientMetadata? client = (SpeechToTextClientMetadata?)innerClient.GetService(typeof(SpeechToTextClientMetadata));
        _tracker = new CallTracker(
            prices,
            options ?? new CostTrackingOptions(),
            CallOperation.SpeechToText, client?.ProviderName, client?.ProviderUri, client?.DefaultModelId)
        {
            HasTrackerInside = innerClient.GetService(typeof(CostTrackingSpeechToTextClient)) is not null,
        };
    }

    /// <inheritdoc/>
    public override Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeCall.TrackAsync(
            _tracker,
            options?.ModelId,
            () => base.GetTextAsync(audioSpeechStream, options, cancellationToken),
            r => new SeenAnswer(r.ModelId, r.Usage, r.RawRepresentation, r.ResponseId),
            r => r.AdditionalProperties ??= [],
            null,
            cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        new StreamedCall<SpeechToTextResponseUpdate>(_tracker)
        {
            Begin = token => _tracker.BeginAsync(options?.ModelId, [], null, token),
            Make = token => base.GetStreamingTextAsync(audioSpeechStream, options, token),
            See = update => new ChatResponseUpdate(null, update.Contents)
            {
                ResponseId = update.ResponseId,
                ModelId = update.ModelId,
                RawRepresentation = update.RawRepresentation,
            },
            Close = Closing,
        }.TrackAsync(cancellationToken);

    private static SpeechToTextResponseUpdate Closing(SpeechToTextResponseUpdate? last, CallCost cost)
    {
        SpeechToTextResponseUpdate closing = new()
        {
            Kind = SpeechToTextResponseUpdateKind.SessionClose,
            ResponseId = last?.ResponseId,
            ModelId = last?.ModelId,
            AdditionalProperties = [],
        };
        AttachedCosts.Put(closing.AdditionalProperties, cost);
        return closing;
    }
}
