using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TokenPricing.Extensions.AI;

/// <summary>How calls are tracked: immutable, changed by <c>client.WithCostTracking(prices, o => o with { … })</c>.</summary>
/// <remarks>A callback may be called by several threads at once. No lock is held while it runs, nor while the client does.</remarks>
public sealed record CostTrackingOptions
{
    /// <summary>
    /// Who sells what the client calls: an id, another name, or an address of its API, as <see cref="PriceCatalog.Find"/> takes it.
    /// <see langword="null"/> (the default): as the client's metadata tell. Their address goes first, since clients of OpenAI's protocol
    /// call every seller <c>openai</c>; where the catalog does not know the address, their name counts. Without either it is the maker of the model.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>How costs are asked for, such as the service tier or a negotiated discount; <see langword="null"/> (the default): the standard tier.</summary>
    public CostOptions? Cost { get; init; }

    /// <summary>
    /// Called before each call; <see langword="null"/> (the default): nothing. It may refuse the call by throwing: then the client is not
    /// called, nothing is tracked, and the exception goes to the caller. What it returns is in <see cref="TrackedCall.State"/> afterwards.
    /// </summary>
    public Func<CallRequest, CancellationToken, ValueTask<object?>>? Before { get; init; }

    /// <summary>
    /// Called once after each call that began, however it ended, and awaited before the caller goes on; <see langword="null"/> (the default):
    /// nothing. It is not cancelled with the call, since a cancelled call may have cost something too. An exception of it is logged and
    /// does not reach the caller.
    /// </summary>
    public Func<TrackedCall, ValueTask>? After { get; init; }

    /// <summary>
    /// Whether a completed call whose usage has no price throws <see cref="TrackedCall.PricingFailure"/>, after <see cref="After"/>; off unless
    /// set: it is counted, logged and reported. A call that failed keeps its own exception.
    /// </summary>
    public bool ThrowOnUnknownPrice { get; init; }

    /// <summary>
    /// Whether the <see cref="Cost"/> is put on the response, under <see cref="CostTracking.CostKey"/>; on unless set. A stream then ends with one
    /// update more, which has no content.
    /// </summary>
    public bool AttachCost { get; init; } = true;

    /// <summary>The clock that dates calls; <see cref="TimeProvider.System"/> by default.</summary>
    public TimeProvider Time { get; init => field = value ?? throw new ArgumentNullException(nameof(Time)); } = TimeProvider.System;

    /// <summary>Where calls without a price and exceptions of callbacks are logged; nowhere unless set.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
