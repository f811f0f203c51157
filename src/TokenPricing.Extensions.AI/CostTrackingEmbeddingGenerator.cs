using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>An embedding generator that calculates the cost of each call, as <see cref="CostTrackingChatClient"/> does for chats.</summary>
/// <typeparam name="TInput">The type of the values that are embedded.</typeparam>
/// <typeparam name="TEmbedding">The type of the embeddings.</typeparam>
/// <remarks>
/// The model is that of the first embedding that states one, or else that of the call's options, or else the generator's default. If only
/// the total number of tokens is reported, it is taken as the input.
/// </remarks>
public sealed class CostTrackingEmbeddingGenerator<TInput, TEmbedding> : DelegatingEmbeddingGenerator<TInput, TEmbedding>
    where TEmbedding : Embedding
{
    private readonly CallTracker _tracker;

    /// <summary>Creates a generator that wraps another one.</summary>
    /// <param name="innerGenerator">The wrapped generator, which is disposed of with this one.</param>
    /// <param name="prices">
    /// Returns the current prices. It is called once when a call ends and must not block. Its exception becomes
    /// <see cref="TrackedCall.PricingFailure"/>.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public CostTrackingEmbeddingGenerator(
        IEmbeddingGenerator<TInput, TEmbedding> innerGenerator,
        Func<PriceCatalog> prices,
        CostTrackingOptions? options = null)
        : base(innerGenerator)
    {
        EmbeddingGeneratorMetadata? generator = (EmbeddingGeneratorMetadata?)innerGenerator.GetService(typeof(EmbeddingGeneratorMetadata));
        _tracker = new CallTracker(
            prices,
            options ?? new CostTrackingOptions(),
            CallOperation.Embeddings, generator?.ProviderName, generator?.ProviderUri, generator?.DefaultModelId)
        {
            HasTrackerInside = innerGenerator.GetService(typeof(CostTrackingEmbeddingGenerator<TInput, TEmbedding>)) is not null,
        };
    }

    /// <inheritdoc/>
    public override Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeCall.TrackAsync(
            _tracker,
            options?.ModelId,
            () => base.GenerateAsync(values, options, cancellationToken),
            e => new SeenAnswer(e.Select(x => x.ModelId).FirstOrDefault(id => id is not null), e.Usage, null),
            e => e.AdditionalProperties ??= [],
            null,
            cancellationToken);
}
