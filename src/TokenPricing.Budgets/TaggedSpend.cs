using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>The spend with one set of tags, by time step. Everything before the kept steps is one sum.</summary>
internal sealed class TaggedSpend(ImmutableArray<SpendTag> tags)
{
    private readonly SortedDictionary<long, SpendTally> _steps = [];
    private readonly SpendTally _before = new();
    private long _oldest = long.MinValue;

    public ImmutableArray<SpendTag> Tags => tags;

    /// <summary>Adds an entry of a step. Steps before <paramref name="oldest"/> are merged into one sum.</summary>
    public void Add(SpendEntry entry, long step, long oldest)
    {
        Forget(oldest);
        if (step < oldest)
        {
            _before.Add(entry);
            return;
        }

        if (!_steps.TryGetValue(step, out SpendTally? tally))
        {
            _steps.Add(step, tally = new SpendTally());
        }

        tally.Add(entry);
    }

    /// <summary>Returns the sum from one step to before another; <see langword="null"/> for no bound.</summary>
    public SpendTally Sum(long? from, long? to, long oldest)
    {
        Forget(oldest);
        SpendTally sum = new();
        if (from is null)
        {
            sum.Add(_before);
        }

        foreach ((long step, SpendTally tally) in _steps)
        {
            if ((from is null || step >= from) && (to is null || step < to))
            {
                sum.Add(tally);
            }
        }

        return sum;
    }

    /// <summary>Merges the steps before the oldest one that is kept.</summary>
    private void Forget(long oldest)
    {
        if (oldest == _oldest)
        {
            return;
        }

        _oldest = oldest;
        foreach ((long step, SpendTally tally) in _steps.TakeWhile(s => s.Key < oldest).ToArray())
        {
            _before.Add(tally);
            _steps.Remove(step);
        }
    }
}
