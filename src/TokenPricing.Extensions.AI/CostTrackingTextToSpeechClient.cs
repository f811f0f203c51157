using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// A text-to-speech client that calculates the cost of each call, as <see cref="CostTrackingChatClient"/> does for chats. Where a response
/// has no usage, the characters of the text count, by which many providers bill.
/// </summary>
[Experimental("MEAI001")]
public sealed class CostTrackingTextToSpeechClient : DelegatingTextToSpeechClient
{
    private readonly CallTracker _tracker;

    /// <summary>Creates a client that wraps another one.</summary>
    /// <param name="innerClient">The wrapped client, which is disposed of with this one.</param>
    /// <param name="prices">Returns the current prices. It is called once when a call ends and must not block.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public CostTrackingTextToSpeechClient(
        ITextToSpeechClient innerClient, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : base(innerClient)
    {
        TextToSpeechClientMetadata? client = (TextToSpeechClientMetadata?)innerClient.GetService(typeof(TextToSpeechClientMetadata));
        _tracker = new CallTracker(
            prices,
            options ?? new CostTrackingOptions(),
            CallOperation.TextToSpeech, client?.ProviderName, client?.ProviderUri, client?.DefaultModelId)
        {
            HasTrackerInside = innerClient.GetService(typeof(CostTrackingTextToSpeechClient)) is not null,
        };
    }

    /// <inheritdoc/>
    public override Task<TextToSpeechResponse> GetAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WholeCall.TrackAsync(
            _tracker,
            options?.ModelId,
            () => base.GetAudioAsync(text, options, cancellationToken),
            r => new SeenAnswer(r.ModelId, r.Usage, r.RawRepresentation, r.ResponseId),
            r => r.AdditionalProperties ??= [],
            text.EnumerateRunes().Count(),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new StreamedCall<TextToSpeechResponseUpdate>(_tracker)
        {
            Begin = token => _tracker.BeginAsync(options?.ModelId, [], null, token),
            Make = token => base.GetStreamingAudioAsync(text, options, token),
            See = update => new ChatResponseUpdate(null, update.Contents)
            {
                ResponseId = update.ResponseId,
                ModelId = update.ModelId,
                RawRepresentation = update.RawRepresentation,
            },
            InputCharacters = text.EnumerateRunes().Count(),
            Close = Closing,
        }.TrackAsync(cancellationToken);
    }

    private static TextToSpeechResponseUpdate Closing(TextToSpeechResponseUpdate? last, CallCost cost)
    {
        TextToSpeechResponseUpdate closing = new()
        {
            Kind = TextToSpeechResponseUpdateKind.SessionClose,
            ResponseId = last?.ResponseId,
            ModelId = last?.ModelId,
            AdditionalProperties = [],
        };
        AttachedCosts.Put(closing.AdditionalProperties, cost);
        return closing;
    }
}
