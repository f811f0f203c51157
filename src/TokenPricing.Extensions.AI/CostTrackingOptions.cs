using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TokenPricing.Extensions.AI;

/// <summary>How calls are tracked. Immutable; change them with <c>client.WithCostTracking(prices, o => o with { … })</c>.</summary>
/// <remarks>Callbacks can be called by several threads at the same time. No lock is held while a callback or the client runs.</remarks>
public sealed record CostTrackingOptions
{
    /// <summary>
    /// The provider of the client: an id, an alias, or an address of its API, as <c>PriceCatalog.Find</c> takes it. <see langword="null"/>
    /// (the default): the provider in the client's metadata. Their address is used first, since clients of OpenAI's protocol call every
    /// provider <c>openai</c>; if the catalog does not know the address, their name is used. Without either it is the maker of the model.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>
    /// The options of cost calculation, such as the service tier or a negotiated discount; <see langword="null"/> (the default): the
    /// standard tier.
    /// </summary>
    public CostOptions? Cost { get; init; }

    /// <summary>
    /// Called before each call; <see langword="null"/> (the default) for no callback. It can refuse the call by throwing: the client is
    /// then not called, nothing is tracked, and the caller receives the exception. Its result is in <see cref="TrackedCall.State"/>
    /// afterwards.
    /// </summary>
    public Func<CallRequest, CancellationToken, ValueTask<object?>>? Before { get; init; }

    /// <summary>
    /// Called once after each call that began, however it ended, and awaited before the caller continues; <see langword="null"/> (the
    /// default) for no callback. It is not canceled with the call, since a canceled call can have a cost too. Its exceptions are logged and
    /// do not reach the caller.
    /// </summary>
    public Func<TrackedCall, ValueTask>? After { get; init; }

    /// <summary>
    /// Whether a completed call whose usage has no price throws <see cref="TrackedCall.PricingFailure"/>, after <see cref="After"/>;
    /// <see langword="false"/> by default: it is counted, logged and reported. A failed call keeps its own exception.
    /// </summary>
    public bool ThrowOnUnknownPrice { get; init; }

    /// <summary>
    /// Whether the <see cref="Cost"/> is added to the response, under <see cref="CostTracking.CostKey"/>; <see langword="true"/> by
    /// default. A stream then ends with one more update, which has no content.
    /// </summary>
    public bool AttachCost { get; init; } = true;

    /// <summary>The clock that dates calls; <see cref="TimeProvider.System"/> by default.</summary>
    public TimeProvider Time { get; init => field = value ?? throw new ArgumentNullException(nameof(Time)); } = TimeProvider.System;

    /// <summary>The logger for calls without a price and exceptions of callbacks; none by default.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
