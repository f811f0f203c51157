using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Adds cost tracking to chat clients and embedding generators: <c>client.WithCostTracking(prices)</c>.</summary>
public static class CostTracking
{
    /// <summary>
    /// The key of the <see cref="Cost"/> in the additional properties of a response. It is the cost of one call of the tracked client; if
    /// another client calls the tracked one several times for one response, it is the cost of the last call.
    /// </summary>
    public const string CostKey = "TokenPricing.Cost";

    /// <summary>Returns a client that calculates the cost of each call.</summary>
    /// <param name="client">
    /// The client. A client that invokes tools in a loop must wrap the tracked client, so that each round is tracked as a call.
    /// </param>
    /// <param name="prices">The prices.</param>
    /// <param name="configure">Changes the options; <see langword="null"/> for the defaults.</param>
    public static IChatClient WithCostTracking(
        this IChatClient client,
        PriceCatalog prices,
        Func<CostTrackingOptions, CostTrackingOptions>? configure = null) =>
        client.WithCostTracking(Always(prices), configure);

    /// <summary>Returns a client that calculates the cost of each call with the prices that are current when the call ends.</summary>
    /// <param name="client">
    /// The client. A client that invokes tools in a loop must wrap the tracked client, so that each round is tracked as a call.
    /// </param>
    /// <param name="prices">
    /// Returns the current prices, such as <c>() => refresher.Current</c>. It is called once per call and must not block.
    /// </param>
    /// <param name="configure">Changes the options; <see langword="null"/> for the defaults.</param>
    public static IChatClient WithCostTracking(
        this IChatClient client, Func<PriceCatalog> prices, Func<CostTrackingOptions, CostTrackingOptions>? configure = null) =>
        new CostTrackingChatClient(client, prices, Configured(configure));

    /// <summary>Returns a generator that calculates the cost of each call.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="configure">Changes the options; <see langword="null"/> for the defaults.</param>
    public static IEmbeddingGenerator<TInput, TEmbedding> WithCostTracking<TInput, TEmbedding>(
        this IEmbeddingGenerator<TInput, TEmbedding> generator,
        PriceCatalog prices,
        Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
        where TEmbedding : Embedding => generator.WithCostTracking(Always(prices), configure);

    /// <summary>Returns a generator that calculates the cost of each call with the prices that are current when the call ends.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="prices">
    /// Returns the current prices, such as <c>() => refresher.Current</c>. It is called once per call and must not block.
    /// </param>
    /// <param name="configure">Changes the options; <see langword="null"/> for the defaults.</param>
    public static IEmbeddingGenerator<TInput, TEmbedding> WithCostTracking<TInput, TEmbedding>(
        this IEmbeddingGenerator<TInput, TEmbedding> generator,
        Func<PriceCatalog> prices,
        Func<CostTrackingOptions, CostTrackingOptions>? configure = null)
        where TEmbedding : Embedding => new CostTrackingEmbeddingGenerator<TInput, TEmbedding>(generator, prices, Configured(configure));

    /// <summary>Returns a function that always returns the same catalog.</summary>
    private static Func<PriceCatalog> Always(PriceCatalog prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return () => prices;
    }

    /// <summary>Returns the default options after the caller's changes.</summary>
    private static CostTrackingOptions Configured(Func<CostTrackingOptions, CostTrackingOptions>? configure)
    {
        CostTrackingOptions defaults = new();
        return configure?.Invoke(defaults) ?? defaults;
    }
}
