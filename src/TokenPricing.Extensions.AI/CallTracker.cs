using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
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
        Reader = new ServedReader(providerUri, options);
        _provider = options.Provider ?? providerName;
        _pricing = new UsagePricing(prices, new Sellers(options, providerName, providerUri), options);
    }

    /// <summary>Reads what responses say.</summary>
    public ServedReader Reader { get; }

    /// <summary>Whether another tracker inside the client counts its requests.</summary>
    public bool HasTrackerInside { get; init; }

    /// <summary>
    /// Returns the messages as a list if someone reads them before the client does, since a sequence may be enumerable only once.
    /// </summary>
    public IEnumerable<ChatMessage> Readable(IEnumerable<ChatMessage> messages) =>
        (_options.Before is null && _options.Budget is null) || messages is IReadOnlyList<ChatMessage> ? messages : [.. messages];

    /// <summary>Begins a call: runs the callback before it and asks the budget, whose exceptions reach the caller.</summary>
    public async ValueTask<OpenCall> BeginAsync(
        string? model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        CancellationToken cancellationToken) =>
        await BeginAsync(model ?? _defaultModel, messages, options, null, true, cancellationToken).ConfigureAwait(false);

    /// <summary>Begins a call of which only the address is known.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isFetched">Whether a response is fetched that was made before, so that no call is made.</param>
    /// <param name="cancellationToken">The token of the request.</param>
    public ValueTask<OpenCall> BeginAsync(Uri? address, bool isFetched, CancellationToken cancellationToken) =>
        BeginAsync(ApiAddress.ModelOf(address), [], null, address, !isFetched && ApiAddress.IsModelCall(address), cancellationToken);

    private async ValueTask<OpenCall> BeginAsync(
        string? model,
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        Uri? address,
        bool isCall,
        CancellationToken cancellationToken)
    {
        CallRequest request = RequestOf(model, messages, options, address);
        Reservation? reservation = _options.Budget is { } budget
            ? await budget.ReserveAsync(request, cancellationToken).ConfigureAwait(false)
            : null;
        try
        {
            return new OpenCall
            {
                Request = request,
                State = isCall && _options.Before is { } before ? await before(request, cancellationToken).ConfigureAwait(false) : null,
                Activity = Activity.Current,
                Reservation = reservation,
                Scope = new CallScope(HasTrackerInside),
                RoundsBefore = ToolLoops.CostBefore(messages),
                IsCancelledBefore = cancellationToken.IsCancellationRequested,
            };
        }
        catch when (reservation is not null)
        {
            await reservation.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Counts a request that was made before and whose response is fetched now, such as one of a batch. Nobody is asked, since nobody can
    /// refuse it any more.
    /// </summary>
    /// <param name="seen">The request.</param>
    /// <param name="around">The scope in which it is fetched; <see langword="null"/> for none.</param>
    public async ValueTask CountAsync(SeenRequest seen, CallScope? around)
    {
        OpenCall call = new() { Request = RequestOf(null, [], null, seen.Address), Scope = new CallScope(around) };
        await EndAsync(call, CallEnd.Of(null, default), () => [seen]).ConfigureAwait(false);
    }

    private CallRequest RequestOf(string? model, IEnumerable<ChatMessage> messages, ChatOptions? options, Uri? address) => new(
        _operation,
        _options.Time.GetCurrentInstant(),
        _provider,
        model,
        m => _pricing.OfferOf(m, address),
        (request, offer, input, output, how) => _pricing.MaxCostOf(request, address, offer, input, output, how),
        messages as IReadOnlyList<ChatMessage> ?? [],
        options);

    /// <summary>
    /// Ends a call: prices it, records its metrics, settles the budget, and runs the callback after it. It does not throw: what cannot be
    /// counted is a call without a price.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="reported">Returns what the client reported of its requests.</param>
    public async ValueTask<TrackedCall> EndAsync(OpenCall call, CallEnd end, Func<IReadOnlyList<SeenRequest>>? reported = null)
    {
        HttpExchange[] exchanges = call.Scope.End();
        TrackedCall tracked;
        try
        {
            tracked = HasTrackerInside
                ? Around(call, end, PricedUsage.Nothing, call.Scope.Calls)
                : Ended(call, end, reported?.Invoke() ?? [], exchanges);
        }
        catch (Exception e)
        {
            TrackingLog.NotPriced(_options.Logger, call.Request.Model, e.Message);
            tracked = new TrackedCall(call.Request, call.State, new PricedUsage { Failure = e, Requests = 1, Unpriced = 1 })
            {
                Outcome = end.Outcome,
                Exception = end.Exception,
                ResponseModel = end.Model,
            };
            CallScope.Tell(tracked, call.Scope.Parent);
        }

        if (_options.Budget is { } budget)
        {
            await budget.SettleAsync(call.Reservation, tracked, _options.Logger).ConfigureAwait(false);
        }

        await TellAsync(tracked).ConfigureAwait(false);
        return tracked;
    }

    /// <summary>
    /// Returns the cost to put on the response; <see langword="null"/> if there is none, or it is not to be put there.
    /// </summary>
    /// <exception cref="PricingException">
    /// The usage has no price, and <see cref="CostTrackingOptions.ThrowOnUnknownPrice"/> is set.
    /// </exception>
    public CallCost? Attached(OpenCall call, TrackedCall tracked, IEnumerable<AIContent> contents)
    {
        if (_options.ThrowOnUnknownPrice && tracked.PricingFailure is { } failure)
        {
            // The cached failure of a name is shared by calls; each call throws its own exception.
            ExceptionDispatchInfo.Throw(
                failure is PricingException pricing ? new PricingException(pricing.Error, pricing.Message) : failure);
        }

        if (tracked.Requests == 0)
        {
            return null;
        }

        CallCost cost = CallCost.Of(tracked);
        if (!HasTrackerInside && tracked.Inside.Count == 0)
        {
            cost = cost.After(call.RoundsBefore);
            ToolLoops.Remember(contents, cost);
        }

        return _options.AttachCost ? cost : null;
    }

    /// <summary>
    /// Returns a call whose requests trackers inside have counted. There were none if a cache between the two answered.
    /// </summary>
    private static TrackedCall Around(OpenCall call, CallEnd end, PricedUsage own, TrackedCall[] inside) =>
        new(call.Request, call.State, inside.Aggregate(own, (sum, c) => sum.Plus(c.Priced)))
        {
            Outcome = end.Outcome,
            Exception = end.Exception,
            ResponseModel = end.Model ?? (inside is [.., var last] ? last.ResponseModel : null),
            IsCut = inside.Any(c => c.IsCut),
            StreamedCharacters = inside.Sum(c => c.StreamedCharacters),
            IsFromCache = inside.Length == 0,
            Inside = inside,
            ResponseId = end.ResponseId,
            Continuation = inside.All(c => c.Requests == 0) ? end.Continuation : null,
        };

    /// <summary>
    /// Prices a call, unless trackers inside have counted it: those that the client below does not tell of, such as behind a router, are
    /// known by what they counted in the flow of control of the call.
    /// </summary>
    private TrackedCall Ended(OpenCall call, CallEnd end, IReadOnlyList<SeenRequest> reported, HttpExchange[] exchanges)
    {
        TrackedCall[] inside = [.. call.Scope.Calls.Where(c => c.Request.Operation == _operation)];
        if (inside.Length == 0)
        {
            return Counted(call, end, reported, exchanges);
        }

        IReadOnlyList<SeenRequest> own = SeenRequests.Without(reported, [.. inside.SelectMany(c => c.Seen)], _operation);
        bool areCounted = own.Count < reported.Count(r => !r.IsEmpty)
            || Array.Exists(inside, c => c.Outcome == end.Outcome && c.Outcome != CallOutcome.Completed);
        return !areCounted ? Counted(call, end, reported, exchanges)
            : own.Count == 0 && exchanges.Length == 0 ? Around(call, end, PricedUsage.Nothing, inside)
            : Around(call, end, Counted(call, end, own, exchanges).Priced, inside);
    }

    /// <summary>Prices a call and tells everybody around it.</summary>
    private TrackedCall Counted(OpenCall call, CallEnd end, IReadOnlyList<SeenRequest> reported, HttpExchange[] exchanges)
    {
        List<SeenRequest> seen = [];
        foreach (HttpExchange exchange in exchanges)
        {
            SeenRequest? read = exchange.IsAnswered ? Read(exchange) : null;
            if (read is { IsEmpty: false })
            {
                seen.Add(read);
                exchange.Release();
            }
            else if (!exchange.Leave())
            {
                exchange.Release();
            }
        }

        // What a cache answers costs nothing; what was fetched before was counted then.
        string[] before = [.. exchanges.Select(e => e.CountedId).OfType<string>()];
        reported = end.IsFromCache ? [] : before.Length == 0 ? reported : [.. reported.Where(r => r.Id is null || !before.Contains(r.Id))];
        IReadOnlyList<SeenRequest> requests = SeenRequests.Joined(reported, seen, _operation);
        PricedUsage priced = _pricing.Price(requests, call.Request);
        TrackedCall tracked = new(call.Request, call.State, priced)
        {
            Outcome = end.Outcome,
            Exception = end.Exception,
            ResponseModel = end.Model ?? priced.Served?.Model,
            AskedModel = end.AskedModel,
            IsCut = end.IsCut(call, exchanges, priced),
            IsUntold = end is { Outcome: CallOutcome.Completed, IsFromCache: false, IsPending: false }
                && priced.Requests == 0 && before.Length == 0 && !exchanges.Any(e => e.IsPending),
            StreamedCharacters = end.Characters,
            IsFromCache = end.IsFromCache,
            Seen = requests,
            ResponseId = end.ResponseId,
            Continuation = priced.Requests == 0 ? end.Continuation : null,
        };
        try
        {
            TrackingMetrics.Record(tracked, call.Activity, _options);
        }
        catch (Exception e)
        {
            // Those of listeners to the meter.
            TrackingLog.MetricsFailed(_options.Logger, tracked.Model, e);
        }

        if (tracked is { Requests: 0, IsFromCache: false })
        {
            _pricing.WarnOfNoUsage(tracked);
        }

        CallScope.Tell(tracked, call.Scope.Parent);
        return tracked;
    }

    /// <summary>Reads what a handler saw. A body that cannot be read makes no call fail.</summary>
    private SeenRequest? Read(HttpExchange exchange)
    {
        try
        {
            return exchange.Read();
        }
        catch (Exception e)
        {
            TrackingLog.Unreadable(_options.Logger, exchange.Address?.GetLeftPart(UriPartial.Path), e.Message);
            return null;
        }
    }

    /// <summary>Runs the callback after a call, unless an equal one has heard of it. Its exceptions are logged.</summary>
    private async ValueTask TellAsync(TrackedCall call)
    {
        if (_options.After is not { } after || call.Inside.Any(c => c.Told == (Delegate)after))
        {
            return;
        }

        call.Told = after;
        try
        {
            await after(call).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TrackingLog.CallbackFailed(_options.Logger, call.Model, e);
        }
    }
}
