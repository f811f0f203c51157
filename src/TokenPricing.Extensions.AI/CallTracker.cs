using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using NodaTime;
using NodaTime.Extensions;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Tracks the calls of one client: runs the callbacks, prices the usage and records the metrics. It holds no lock and no state of a call.
/// </summary>
internal sealed class CallTracker
{
    private readonly UsagePricing _pricing;
    private readonly CostTrackingOptions _options;
    private readonly CallOperation _operation;
    private readonly string? _provider;
    private readonly string? _defaultModel;

    /// <summary>
    /// Initializes a tracker. A provider in the options replaces that of the client; otherwise the client's address is used before its
    /// name.
    /// </summary>
    public CallTracker(
        Func<PriceCatalog> prices,
        CostTrackingOptions options,
        CallOperation operation,
        string? providerName,
        Uri? providerUri,
        string? defaultModel)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(options);
        (_options, _operation, _defaultModel) = (options, operation, defaultModel);
        _provider = options.Provider ?? providerName;
        string?[] sellers = options.Provider is null ? [providerUri?.AbsoluteUri, providerName] : [options.Provider];
        _pricing =
            new UsagePricing(prices, [.. sellers.Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => GenAiNames.SellerOf(s!))], options);
    }

    /// <summary>
    /// Returns the messages as a list if a callback reads them before the client does, since a sequence may be enumerable only once.
    /// </summary>
    public IEnumerable<ChatMessage> Readable(IEnumerable<ChatMessage> messages) =>
        _options.Before is null || messages is IReadOnlyList<ChatMessage> ? messages : [.. messages];

    /// <summary>Begins a call and runs the callback before it, whose exception reaches the caller.</summary>
    public async ValueTask<OpenCall> BeginAsync(
        string? model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken)
    {
        Instant at = _options.Time.GetCurrentInstant();
        CallRequest request =
            new(_operation, at, _provider, model ?? _defaultModel, _pricing.OfferOf, messages as IReadOnlyList<ChatMessage> ?? [], options);
        object? state = _options.Before is { } before ? await before(request, cancellationToken).ConfigureAwait(false) : null;
        return new OpenCall(request, state, Activity.Current);
    }

    /// <summary>Ends a call with one response, or with an exception and no response.</summary>
    public ValueTask<TrackedCall> EndAsync(
        OpenCall call,
        string? model,
        UsageDetails? usage,
        Exception? exception,
        CancellationToken cancellationToken)
    {
        ReportedUsage reported = new(null, model);
        if (usage is not null)
        {
            reported.Add(usage);
        }

        return EndAsync(call, model, [reported], OutcomeOf(exception, cancellationToken), exception);
    }

    /// <summary>Ends a call whose stream ended or was abandoned.</summary>
    public ValueTask<TrackedCall> EndAsync(
        OpenCall call,
        StreamedUsage seen,
        bool isLeft,
        Exception? exception,
        CancellationToken cancellationToken)
    {
        CallOutcome outcome = !isLeft ? OutcomeOf(exception, cancellationToken)
            : cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled
            : CallOutcome.Abandoned;
        return EndAsync(call, seen.Model, seen.Responses, outcome, exception);
    }

    /// <summary>Returns the cost to add to the response; <see langword="null"/> if there is none or it is not to be added.</summary>
    /// <exception cref="PricingException">
    /// The usage has no price, and <see cref="CostTrackingOptions.ThrowOnUnknownPrice"/> is set.
    /// </exception>
    public Cost? Attached(TrackedCall call)
    {
        if (_options.ThrowOnUnknownPrice && call.PricingFailure is { } failure)
        {
            // The cached failure of a name is shared by calls; each call throws its own exception.
            ExceptionDispatchInfo.Throw(
                failure is PricingException pricing ? new PricingException(pricing.Error, pricing.Message) : failure);
        }

        return _options.AttachCost ? call.Cost : null;
    }

    /// <summary>Returns how a call ended. A timeout of the client is a failure, not a cancellation by the caller.</summary>
    private static CallOutcome OutcomeOf(Exception? exception, CancellationToken cancellationToken) =>
        exception is null ? CallOutcome.Completed
        : exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled
        : CallOutcome.Failed;

    /// <summary>Prices a call, records its metrics and runs the callback after it.</summary>
    private async ValueTask<TrackedCall> EndAsync(
        OpenCall call,
        string? model,
        IReadOnlyList<ReportedUsage> responses,
        CallOutcome outcome,
        Exception? exception)
    {
        PricedUsage priced = _pricing.Price(responses, call.Request);
        TrackedCall tracked = new(call.Request, call.State, priced) { Outcome = outcome, Exception = exception, ResponseModel = model };
        TrackingMetrics.Record(tracked, call.Activity);
        if (tracked is { Cost: null, PricingFailure: null })
        {
            TrackingLog.NoUsage(_options.Logger, tracked.Model, outcome);
        }

        await TellAsync(tracked).ConfigureAwait(false);
        return tracked;
    }

    /// <summary>Runs the callback after a call. Its exceptions are logged.</summary>
    private async ValueTask TellAsync(TrackedCall call)
    {
        try
        {
            if (_options.After is { } after)
            {
                await after(call).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            TrackingLog.CallbackFailed(_options.Logger, call.Model, e);
        }
    }
}
