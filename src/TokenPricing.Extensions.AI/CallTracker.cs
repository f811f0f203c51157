using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using NodaTime;
using NodaTime.Extensions;

namespace TokenPricing.Extensions.AI;

/// <summary>Follows the calls of one client: what is known before, what they cost in the end, and who is told. Holds no lock and no call.</summary>
internal sealed class CallTracker
{
    private readonly UsagePricing _pricing;
    private readonly CostTrackingOptions _options;
    private readonly CallOperation _operation;
    private readonly string? _provider;
    private readonly string? _defaultModel;

    public CallTracker(Func<PriceCatalog> prices, CostTrackingOptions options, CallOperation operation, string? providerName, Uri? providerUri, string? defaultModel)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(options);
        (_options, _operation, _defaultModel) = (options, operation, defaultModel);
        _provider = options.Provider ?? providerName;
        string?[] sellers = options.Provider is null ? [providerUri?.AbsoluteUri, providerName] : [options.Provider];
        _pricing = new UsagePricing(prices, [.. sellers.Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => GenAiNames.SellerOf(s!))], options);
    }

    /// <summary>The messages as a list, where somebody looks at them before the client does: a sequence may be read only once.</summary>
    public IEnumerable<ChatMessage> Readable(IEnumerable<ChatMessage> messages) =>
        _options.Before is null || messages is IReadOnlyList<ChatMessage> ? messages : [.. messages];

    public async ValueTask<OpenCall> BeginAsync(string? model, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        Instant at = _options.Time.GetCurrentInstant();
        CallRequest request = new(_operation, at, _provider, model ?? _defaultModel, _pricing, messages as IReadOnlyList<ChatMessage> ?? [], options);
        object? state = _options.Before is { } before ? await before(request, cancellationToken).ConfigureAwait(false) : null;
        return new OpenCall(request, state, Activity.Current);
    }

    /// <summary>A call that ended with one response, or with an exception and no response.</summary>
    public ValueTask<TrackedCall> EndAsync(OpenCall call, string? model, UsageDetails? usage, Exception? exception, CancellationToken cancellationToken)
    {
        ReportedUsage reported = new(null, model);
        if (usage is not null)
        {
            reported.Add(usage);
        }

        return EndAsync(call, model, [reported], OutcomeOf(exception, cancellationToken), exception);
    }

    /// <summary>A stream that ended, or was left.</summary>
    public ValueTask<TrackedCall> EndAsync(OpenCall call, StreamedUsage seen, bool isLeft, Exception? exception, CancellationToken cancellationToken)
    {
        CallOutcome outcome = !isLeft ? OutcomeOf(exception, cancellationToken)
            : cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled
            : CallOutcome.Abandoned;
        return EndAsync(call, seen.Model, seen.Responses, outcome, exception);
    }

    /// <summary>The cost that goes on the response; <see langword="null"/>: none, or nobody wants it there.</summary>
    /// <exception cref="PricingException">It has no price, and that is to be thrown.</exception>
    public Cost? Attached(TrackedCall call)
    {
        if (_options.ThrowOnUnknownPrice && call.PricingFailure is { } failure)
        {
            // What is remembered of a name is shared by calls; each throws an exception of its own.
            ExceptionDispatchInfo.Throw(failure is PricingException pricing ? new PricingException(pricing.Error, pricing.Message) : failure);
        }

        return _options.AttachCost ? call.Cost : null;
    }

    // A timeout of the client's own is no cancellation of the caller's.
    private static CallOutcome OutcomeOf(Exception? exception, CancellationToken cancellationToken) =>
        exception is null ? CallOutcome.Completed
        : exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled
        : CallOutcome.Failed;

    private async ValueTask<TrackedCall> EndAsync(OpenCall call, string? model, IReadOnlyList<ReportedUsage> responses, CallOutcome outcome, Exception? exception)
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
