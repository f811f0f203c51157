using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>An embedding generator that says of each call what it costs, as <see cref="CostTrackingChatClient"/> does for chats.</summary>
/// <typeparam name="TInput">What is embedded.</typeparam>
/// <typeparam name="TEmbedding">What comes of it.</typeparam>
/// <remarks>
/// The model is that of the first embedding that names one, or else that of the call's options, or else the generator's default. Where only
/// the total of the tokens is reported, it is the input.
/// </remarks>
public sealed class CostTrackingEmbeddingGenerator<TInput, TEmbedding> : DelegatingEmbeddingGenerator<TInput, TEmbedding>
    where TEmbedding : Embedding
{
    private readonly CallTracker _tracker;

    /// <summary>A generator around another one.</summary>
    /// <param name="innerGenerator">The generator that is called; disposed with this one.</param>
    /// <param name="prices">The present prices, as <see cref="CostTrackingChatClient"/> takes them.</param>
    /// <param name="options"><see langword="null"/>: the defaults.</param>
    public CostTrackingEmbeddingGenerator(IEmbeddingGenerator<TInput, TEmbedding> innerGenerator, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : base(innerGenerator)
    {
        EmbeddingGeneratorMetadata? generator = (EmbeddingGeneratorMetadata?)innerGenerator.GetService(typeof(EmbeddingGeneratorMetadata));
        _tracker = new CallTracker(
            prices, options ?? new CostTrackingOptions(), CallOperation.Embeddings, generator?.ProviderName, generator?.ProviderUri, generator?.DefaultModelId);
    }

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        OpenCall call = await _tracker.BeginAsync(options?.ModelId, [], null, cancellationToken).ConfigureAwait(false);
        GeneratedEmbeddings<TEmbedding> embeddings;
        try
        {
            embeddings = await base.GenerateAsync(values, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await _tracker.EndAsync(call, null, null, e, cancellationToken).ConfigureAwait(false);
            throw;
        }

        string? model = embeddings.Select(e => e.ModelId).FirstOrDefault(id => id is not null);
        TrackedCall tracked = await _tracker.EndAsync(call, model, embeddings.Usage, null, cancellationToken).ConfigureAwait(false);
        if (_tracker.Attached(tracked) is { } cost)
        {
            (embeddings.AdditionalProperties ??= [])[CostTracking.CostKey] = cost;
        }

        return embeddings;
    }
}
