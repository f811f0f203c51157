namespace TokenPricing.Extensions.AI;

/// <summary>
/// What goes on around a piece of work: a call of a tracked client, or a sum that someone asked for. Scopes nest as the work does, so that
/// what happens inside is counted once, by the innermost, and everybody around it hears of it. Thread-safe.
/// </summary>
internal sealed class CallScope
{
    private static readonly AsyncLocal<CallScope?> Now = new();

    private readonly Lock _gate = new();
    private readonly CostSum? _sum;
    private readonly bool _hasTrackerInside;
    private List<HttpExchange>? _exchanges;
    private List<TrackedCall>? _calls;
    private bool _hasEnded;

    /// <summary>Initializes the scope of a call of a tracked client.</summary>
    /// <param name="hasTrackerInside">Whether another tracker inside the client counts its requests.</param>
    public CallScope(bool hasTrackerInside)
        : this(hasTrackerInside, Current)
    {
    }

    /// <summary>Initializes the scope of a call that was made before, such as one of a batch.</summary>
    /// <param name="parent">The scope in which its result is fetched; <see langword="null"/> for none.</param>
    public CallScope(CallScope? parent)
        : this(false, parent)
    {
    }

    private CallScope(bool hasTrackerInside, CallScope? parent) => (_hasTrackerInside, Parent) = (hasTrackerInside, parent);

    /// <summary>Initializes the scope of a sum.</summary>
    public CallScope(CostSum sum) => (_sum, Parent) = (sum, Current);

    /// <summary>The innermost scope of the current flow of control; <see langword="null"/> for none.</summary>
    public static CallScope? Current
    {
        get => Now.Value;
        set => Now.Value = value;
    }

    /// <summary>The scope around this one; <see langword="null"/> for none.</summary>
    public CallScope? Parent { get; }

    /// <summary>The calls that trackers inside counted.</summary>
    public TrackedCall[] Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls ?? []];
            }
        }
    }

    /// <summary>
    /// Gives an HTTP request to the innermost tracked client whose call it serves; <see langword="null"/> if there is none that counts its
    /// own requests and whose call goes on: what is made between two trackers, such as by a tool, is a call of its own.
    /// </summary>
    public static CallScope? Give(HttpExchange exchange)
    {
        for (CallScope? scope = Current; scope is { _hasTrackerInside: false }; scope = scope.Parent)
        {
            if (scope._sum is null && scope.Add(exchange))
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>Adds an HTTP request that was made inside; <see langword="false"/> if the call has ended.</summary>
    public bool Add(HttpExchange exchange)
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                (_exchanges ??= []).Add(exchange);
            }

            return !_hasEnded;
        }
    }

    /// <summary>
    /// Ends the call and returns the HTTP requests that were made inside. What is made in its flow of control from now on, such as by work
    /// that it began and did not wait for, is not its own.
    /// </summary>
    public HttpExchange[] End()
    {
        lock (_gate)
        {
            HttpExchange[] exchanges = [.. _exchanges ?? []];
            (_hasEnded, _exchanges) = (true, null);
            return exchanges;
        }
    }

    /// <summary>Tells a counted call to all sums and trackers around it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="around">The innermost scope around the call; <see langword="null"/> for none.</param>
    public static void Tell(TrackedCall call, CallScope? around)
    {
        for (CallScope? scope = around; scope is not null; scope = scope.Parent)
        {
            scope._sum?.Add(call);
            lock (scope._gate)
            {
                if (scope is { _sum: null, _hasEnded: false })
                {
                    (scope._calls ??= []).Add(call);
                }
            }
        }
    }
}
