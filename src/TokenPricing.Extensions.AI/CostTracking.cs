using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Adds cost tracking to the clients of Microsoft.Extensions.AI: <c>builder.UseCostTracking()</c>, or
/// <c>client.WithCostTracking(prices)</c> without a builder.
/// </summary>
public static partial class CostTracking
{
    /// <summary>
    /// The key of the cost in the additional properties of a response, as a JSON object; <c>response.GetCost()</c> reads it.
    /// </summary>
    public const string CostKey = AttachedCosts.Key;

    /// <summary>
    /// Begins a sum of what calls cost from now on, in this flow of control and what it starts, such as an agent's run or a request to a
    /// service: <c>using CostSum sum = CostTracking.Sum();</c>.
    /// </summary>
    /// <returns>The sum, which grows with each call until it is disposed of.</returns>
    public static CostSum Sum() => new();

    /// <summary>
    /// Returns what a response cost; <see langword="null"/> if it was not tracked or reported no usage. Where a loop called tools for the
    /// response, it is the sum of its rounds.
    /// </summary>
    /// <param name="response">The response, as a client returned it, or read back from a cache or a store.</param>
    public static CallCost? GetCost(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        CallCost? cost = AttachedCosts.Find(response.AdditionalProperties);
        bool isLoop = response.Messages.Any(m => m.Contents.Any(c => c is FunctionResultContent));
        return isLoop ? cost?.Whole() : cost;
    }

    /// <summary>
    /// Returns the cost among the additional properties of anything else, such as embeddings, the last update of a stream, or an agent's
    /// response; <see langword="null"/> if there is none.
    /// </summary>
    /// <param name="properties">The additional properties; <see langword="null"/> for none.</param>
    public static CallCost? GetCost(this AdditionalPropertiesDictionary? properties) => AttachedCosts.Find(properties);

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
