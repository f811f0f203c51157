using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// An image generator that calculates the cost of each call, as <see cref="CostTrackingChatClient"/> does for chats. Its responses have no
/// place for a cost, which is in <see cref="CostTrackingOptions.After"/>, sums and metrics.
/// </summary>
[Experimental("MEAI001")]
public sealed class CostTrackingImageGenerator : DelegatingImageGenerator
{
    private readonly CallTracker _tracker;

    /// <summary>Creates a generator that wraps another one.</summary>
    /// <param name="innerGenerator">The wrapped generator, which is disposed of with this one.</param>
    /// <param name="prices">Returns the current prices. It is called once when a call ends and must not block.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public CostTrackingImageGenerator(IImageGenerator innerGenerator, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : base(innerGenerator)
    {
        ImageGeneratorMetadata? generator = (ImageGeneratorMetadata?)innerGenerator.GetService(typeof(ImageGeneratorMetadata));
        _tracker = new CallTracker(
            prices,
            options ?? new CostTrackingOptions(),
            CallOperation.Images, generator?.ProviderName, generator?.ProviderUri, generator?.DefaultModelId)
        {
            HasTrackerInside = innerGenerator.GetService(typeof(CostTrackingImageGenerator)) is not null,
        };
    }

    /// <inheritdoc/>
    public override Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        WholeCall.TrackAsync(
            _tracker,
            options?.ModelId,
            () => base.GenerateAsync(request, options, cancellationToken),
            r => new SeenAnswer(null, r.Usage, r.RawRepresentation),
            null,
            null,
            cancellationToken);
}
