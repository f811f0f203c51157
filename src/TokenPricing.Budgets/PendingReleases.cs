namespace TokenPricing.Budgets;

/// <summary>
/// Releases reservations in the background: those that may have been made although nobody has them, and those that a store could not
/// release. Thread-safe.
/// </summary>
/// <remarks>
/// All are released at the same time, and each once in a round: while the store is away, a round takes as long as one of them.
/// </remarks>
internal sealed class PendingReleases(ISpendStore store)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _untried = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private Task _round = Task.CompletedTask;
    private bool _isRunning;

    /// <summary>Releases a reservation in the background.</summary>
    public void Start(string id)
    {
        lock (_gate)
        {
            _untried.Add(id);
            StartRound();
        }
    }

    /// <summary>Remembers a reservation that could not be released, for the next round.</summary>
    public void Later(string id)
    {
        lock (_gate)
        {
            _failed.Add(id);
        }
    }

    /// <summary>Tries everything that is left once more, and returns when that was tried. Never throws.</summary>
    public async Task TryAllAsync()
    {
        // What fails in a round that is under way failed before this call, and is tried again.
        await Round().ConfigureAwait(false);
        lock (_gate)
        {
            if (_failed.Count > 0)
            {
                _untried.UnionWith(_failed);
                _failed.Clear();
                StartRound();
            }
        }

        await Round().ConfigureAwait(false);
    }

    private Task Round()
    {
        lock (_gate)
        {
            return _round;
        }
    }

    /// <summary>Starts a round if none is under way. Requires the lock.</summary>
    private void StartRound()
    {
        if (!_isRunning)
        {
            (_isRunning, _round) = (true, Task.Run(RunAsync));
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            string[] ids;
            lock (_gate)
            {
                ids = [.. _untried];
                _untried.Clear();
                if (ids.Length == 0)
                {
                    _isRunning = false;
                    return;
                }
            }

            await Task.WhenAll(ids.Select(ReleaseAsync)).ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsync(string id)
    {
        try
        {
            await store.ReleaseAsync(id).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // A store that is closed gives back what it held.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Later(id);
        }
    }
}
