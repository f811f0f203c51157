using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TokenPricing.Extensions.AI;

/// <summary>How calls are tracked. Immutable; change them with <c>builder.UseCostTracking(o => o with { … })</c>.</summary>
/// <remarks>Callbacks can be called by several threads at the same time. No lock is held while a callback or the client runs.</remarks>
public sealed record CostTrackingOptions
{
    /// <summary>
    /// The provider of the client: an id, an alias, or an address of its API, as <c>PriceCatalog.Find</c> takes it. <see langword="null"/>
    /// (the default): whose the address of the call is. An address that nobody is known to have is not priced; map it with
    /// <see cref="WithGateway"/>. A client that states no address is priced by its name, and without a name by the maker of the model.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>
    /// The options of cost calculation, such as the service tier or a negotiated discount; <see langword="null"/> (the default): the
    /// standard tier. What a response says of its tier and region takes precedence. Parts without a price are left unpriced and said to
    /// be missing, unless these options or <see cref="ThrowOnUnknownPrice"/> say otherwise.
    /// </summary>
    public CostOptions? Cost { get; init; }

    /// <summary>
    /// Returns the options of cost calculation for a call, in place of <see cref="Cost"/>; <see langword="null"/> (the default) for the
    /// same for all calls. It can return <see langword="null"/> for those.
    /// </summary>
    public Func<CallRequest, CostOptions?>? CostOf { get; init; }

    /// <summary>
    /// Reads what a response says, before the library does; <see langword="null"/> (the default) for no hook. It can return
    /// <see langword="null"/> for a response that the library shall read. Its exception becomes <see cref="TrackedCall.PricingFailure"/>.
    /// </summary>
    public Func<SeenResponse, ServedCall?>? ReadResponse { get; init; }

    /// <summary>
    /// Called before each call; <see langword="null"/> (the default) for no callback. It can refuse the call by throwing: the client is
    /// then not called, nothing is tracked, and the caller receives the exception. Its result is in <see cref="TrackedCall.State"/>
    /// afterwards. A call that a budget refuses is refused before it. A handler calls it for requests at addresses that are known to be a
    /// model's.
    /// </summary>
    public Func<CallRequest, CancellationToken, ValueTask<object?>>? Before { get; init; }

    /// <summary>
    /// Called once after each call that began, however it ended, and awaited before the caller continues; <see langword="null"/> (the
    /// default) for no callback. It is not canceled with the call, since a canceled call can have a cost too. Its exceptions are logged and
    /// do not reach the caller. Where one tracked client is inside another, the same callback is called only once, by the inner one.
    /// </summary>
    public Func<TrackedCall, ValueTask>? After { get; init; }

    /// <summary>
    /// Whether a completed call whose usage has no price throws <see cref="TrackedCall.PricingFailure"/>, after <see cref="After"/>;
    /// <see langword="false"/> by default: it is counted, logged and reported. A failed call keeps its own exception.
    /// </summary>
    public bool ThrowOnUnknownPrice { get; init; }

    /// <summary>
    /// Whether the cost is put on the response, where <c>response.GetCost()</c> finds it; <see langword="true"/> by default. A stream then
    /// ends with one more update, which has no content.
    /// </summary>
    public bool AttachCost { get; init; } = true;

    /// <summary>
    /// Whether OpenTelemetry's draft names for costs are used beside those of this library: <c>gen_ai.usage.cost.amount</c>,
    /// <c>.currency</c> and <c>.source</c> on the span of a call, and the histogram <c>gen_ai.client.operation.cost</c>.
    /// <see langword="false"/> by default, since the names can still change.
    /// </summary>
    public bool UseDraftConventions { get; init; }

    /// <summary>The clock that dates calls; <see cref="TimeProvider.System"/> by default.</summary>
    public TimeProvider Time { get; init => field = value ?? throw new ArgumentNullException(nameof(Time)); } = TimeProvider.System;

    /// <summary>The logger for calls without a price and exceptions of callbacks; none by default.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The addresses of your own and who bills there.</summary>
    internal ImmutableArray<Gateway> Gateways { get; init; } = [];

    /// <summary>The budget that is asked before each call; <see langword="null"/> for none.</summary>
    internal CallBudget? Budget { get; init; }

    /// <summary>Returns options by which calls at an address of your own are billed by a provider.</summary>
    /// <param name="address">
    /// A host such as <c>llm.internal</c>, with or without a scheme, a port and a path. The first gateway that covers an address counts.
    /// </param>
    /// <param name="provider">
    /// The provider, as <see cref="Provider"/>; <see langword="null"/> for a proxy that sends each call to the maker of its model.
    /// </param>
    /// <exception cref="ArgumentException">The address names no host.</exception>
    public CostTrackingOptions WithGateway(string address, string? provider = null) =>
        this with { Gateways = Gateways.Add(new Gateway(address, provider)) };

    /// <summary>Determines whether other options have the same values; callbacks are compared by reference.</summary>
    public bool Equals(CostTrackingOptions? other) =>
        other is not null
        && (Provider, Cost, CostOf, ReadResponse) == (other.Provider, other.Cost, other.CostOf, other.ReadResponse)
        && (Before, After, Time, Logger, Budget) == (other.Before, other.After, other.Time, other.Logger, other.Budget)
        && (ThrowOnUnknownPrice, AttachCost, UseDraftConventions)
            == (other.ThrowOnUnknownPrice, other.AttachCost, other.UseDraftConventions)
        && Gateways.SequenceEqual(other.Gateways);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Provider, Cost, Before, After, Time, Logger, Gateways.Length);
}
