namespace TokenPricing.Budgets;

/// <summary>
/// How far time has come by what several entries say: the newest time step that has, together with those after it, a hundredth of the
/// entries that are kept, and no fewer than <see cref="Fewest"/>. A few entries of a clock that is ahead do not move it. Not thread-safe.
/// </summary>
/// <param name="kept">The number of time steps before the newest one whose entries are kept.</param>
internal sealed class ConfirmedTime(long kept)
{
    /// <summary>The fewest entries that confirm a time.</summary>
    public const int Fewest = 100;

    private const int Share = 100;

    private readonly SortedDictionary<long, long> _until = [];
    private readonly SortedDictionary<long, long> _ahead = [];
    private long _entries;
    private long _entriesAhead;

    /// <summary>The newest confirmed time step; <see langword="null"/> while there are few entries.</summary>
    public long? Newest { get; private set; }

    /// <summary>The oldest time step whose entries are kept; <see langword="null"/> while there are few entries.</summary>
    public long? Oldest => Newest - kept;

    /// <summary>Counts an entry of a time step.</summary>
    public void Add(long step)
    {
        if (step < Oldest)
        {
            return;
        }

        _entries++;
        if (step <= Newest)
        {
            _until[step] = _until.GetValueOrDefault(step) + 1;
            return;
        }

        _ahead[step] = _ahead.GetValueOrDefault(step) + 1;
        _entriesAhead++;
        while (_entriesAhead >= Math.Max(Fewest, _entries / Share))
        {
            (long next, long count) = _ahead.First();
            _ahead.Remove(next);
            _entriesAhead -= count;
            _until[next] = count;
            Newest = next;
        }

        while (_until.Count > 0 && _until.First() is var (oldest, count) && oldest < Oldest)
        {
            _until.Remove(oldest);
            _entries -= count;
        }
    }
}
