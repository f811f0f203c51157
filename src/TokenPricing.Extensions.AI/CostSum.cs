namespace TokenPricing.Extensions.AI;

/// <summary>
/// The sum of what the calls cost that were made since <c>CostTracking.Sum()</c> and in the same flow of control, such as those of an
/// agent's run or of a request to a service. Each call counts once, however many trackers saw it.
/// </summary>
/// <remarks>Thread-safe: calls can be made at the same time. Disposing ends the sum; its figures stay.</remarks>
public sealed class CostSum : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CallScope _scope;
    private Usd _total;
    private int _calls;
    private int _requests;
    private int _unpriced;
    private bool _isComplete = true;
    private bool _hasEnded;

    internal CostSum()
    {
        _scope = new CallScope(this);
        CallScope.Current = _scope;
    }

    /// <summary>What was billed for all calls that have a price.</summary>
    public Usd Total => Read(() => _total);

    /// <summary>The number of calls, including those that failed.</summary>
    public int Calls => Read(() => _calls);

    /// <summary>The number of requests that reported a usage.</summary>
    public int Requests => Read(() => _requests);

    /// <summary>The number of requests without a price, which <see cref="Total"/> lacks.</summary>
    public int Unpriced => Read(() => _unpriced);

    /// <summary>Whether everything that was used has a price, and every response told its usage.</summary>
    public bool IsComplete => Read(() => _isComplete);

    /// <summary>Ends the sum: calls that end later do not count, in whatever flow of control and order sums are disposed of.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }

        if (CallScope.Current == _scope)
        {
            CallScope.Current = _scope.Parent;
        }
    }

    /// <summary>Returns the total, with the number of calls, such as <c>$0.009 (2 calls)</c>.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            string calls = _calls == 1 ? "1 call" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_calls:N0} calls");
            return _isComplete ? $"{_total} ({calls})" : $"{_total} ({calls}, incomplete)";
        }
    }

    /// <summary>Adds a call.</summary>
    internal void Add(TrackedCall call)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            _calls++;
            _requests += call.Requests;
            _unpriced += call.Unpriced;
            _isComplete &= call.Unpriced == 0 && call.Gaps.IsEmpty && !call.IsCut && !call.IsUntold;
            try
            {
                _total += call.Billed ?? Usd.Zero;
            }
            catch (OverflowException)
            {
                // No decimal holds it; the call is not affected.
                (_unpriced, _isComplete) = (_unpriced + 1, false);
            }
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
