using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Says of each call of a client what it costs: <c>client.WithCostTracking(prices)</c>.</summary>
public static class CostTracking
{
    /// <summary>
    /// Where a response has its <see cref="Cost"/>: in its additional properties, under this key. It is the cost of one call of the tracked
    /// client; of the last one, where another client calls it several times and passes on what it says.
    /// </summary>
    public const string CostKey = "TokenPricing.Cost";

    /// <summary>The same client, with each of its calls priced.</summary>
    /// <param name="client">The client. Where tools are called in a loop, that loop goes around the tracked client, so that each round is a call of its own.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="configure">Changes the options; <see langword="null"/>: the defaults.</param>
    public static IChatClient WithCostTracking(this IChatClient client, PriceCatalog prices, Func<CostTrackingOptions, CostTrackingOptions>? configure = null) =>
        client.WithCostTracking(Always(prices), configure);

    /// <summary>The same client, with each of its calls priced by what the prices are when it ends.</summary>
    /// <param name="client">The client, as in the other overload.</param>
    /// <param name="prices">The present prices, asked for once a call: <c>() => refresher.Current</c>. It must not block.</param>
    /// <param name="configure">Changes the options; <see langword="null"/>: the defaults.</param>
    public static IChatClient WithCostTracking(
        this IChatClient client, Func<PriceCatalog> prices, Func<CostTrackingOptions, CostTrackingOptions>? configure = null) =>
        new CostTrackingChatClient(client, prices, Configured(configure));

    /// <summary>The same generator, with each of its calls priced.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="configure">Changes the options; <see langword="null"/>: the defaults.</param>
    public static IEmbeddingGenerator<TInput, TEmbedding> WithCostTracking<TInput, TEmbedding>(
        this IEmbeddingGenerator<TInput, TEmbedding> generator, PriceCatalog prices, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
        where TEmbedding : Embedding => generator.WithCostTracking(Always(prices), configure);

    /// <summary>The same generator, with each of its calls priced by what the prices are when it ends.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="prices">The present prices, asked for once a call: <c>() => refresher.Current</c>. It must not block.</param>
    /// <param name="configure">Changes the options; <see langword="null"/>: the defaults.</param>
    public static IEmbeddingGenerator<TInput, TEmbedding> WithCostTracking<TInput, TEmbedding>(
        this IEmbeddingGenerator<TInput, TEmbedding> generator, Func<PriceCatalog> prices, Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
        where TEmbedding : Embedding => new CostTrackingEmbeddingGenerator<TInput, TEmbedding>(generator, prices, Configured(configure));

    private static Func<PriceCatalog> Always(PriceCatalog prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return () => prices;
    }

    private static CostTrackingOptions Configured(Func<CostTrackingOptions, CostTrackingOptions>? configure)
    {
        CostTrackingOptions defaults = new();
        return configure?.Invoke(defaults) ?? defaults;
    }
}
