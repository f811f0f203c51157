using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>What is spent and reserved in the present window of a budget. Not safe to share between threads.</summary>
internal sealed class BudgetLedger
{
    private readonly Queue<LedgerBucket> _counted = new();
    private readonly Usd _warnFrom;
    private LedgerBucket _newest;
    private Usd _spent;
    private Usd _reserved;
    private Instant _quietUntil = Instant.MinValue;

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the share of the limit that is warned of.</exception>
    public BudgetLedger(Budget budget, Instant now)
    {
        Budget = budget;
        _warnFrom = budget.Limit * budget.WarnAt.Fraction;
        _newest = Append(budget.Window.BucketAt(now, budget.Zone));
    }

    public Budget Budget { get; }

    /// <summary>The stretches that count at an instant, oldest first; what was spent in each is still to be told by <see cref="Restore"/>.</summary>
    public static IEnumerable<Interval> Buckets(Budget budget, Instant now)
    {
        Interval newest = budget.Window.BucketAt(now, budget.Zone);
        Interval bucket = newest.HasStart ? budget.Window.BucketAt(budget.Window.FirstCounted(newest.Start), budget.Zone) : newest;
        for (; bucket != newest; bucket = budget.Window.BucketAt(bucket.End, budget.Zone))
        {
            yield return bucket;
        }

        yield return newest;
    }

    /// <summary>What was spent before, by the stretches of <see cref="Buckets"/>.</summary>
    public void Restore(IEnumerable<(Interval During, Usd Spent)> history)
    {
        _counted.Clear();
        foreach ((Interval during, Usd spent) in history)
        {
            _newest = Append(during);
            _newest.Spent = spent;
            _spent += spent;
        }
    }

    /// <summary>Leaves behind what no longer counts; time does not go back.</summary>
    public void Advance(Instant now)
    {
        if (!_newest.During.HasEnd || now < _newest.During.End)
        {
            return;
        }

        _newest = Append(Budget.Window.BucketAt(now, Budget.Zone));
        Instant first = Budget.Window.FirstCounted(_newest.During.Start);
        while (_counted.Peek().During.Start < first)
        {
            LedgerBucket past = _counted.Dequeue();
            past.Counts = false;
            _spent -= past.Spent;
            _reserved -= past.Reserved;
        }
    }

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public bool HasRoomFor(Usd amount) => _spent + _reserved + amount <= Budget.Limit;

    /// <summary>Reserves an amount in the present window.</summary>
    public LedgerBucket Reserve(Usd amount)
    {
        _reserved += amount;
        _newest.Reserved += amount;
        return _newest;
    }

    /// <summary>Gives back what was reserved in a bucket and spends in its place.</summary>
    public void Settle(LedgerBucket bucket, Usd reserved, Usd spent)
    {
        bucket.Reserved -= reserved;
        bucket.Spent += spent;
        if (bucket.Counts)
        {
            _reserved -= reserved;
            _spent += spent;
        }
    }

    /// <summary>Whether <see cref="Settle"/> would be exact.</summary>
    /// <exception cref="OverflowException">It would not.</exception>
    public void CheckSettling(LedgerBucket bucket, Usd reserved, Usd spent)
    {
        _ = bucket.Spent + spent;
        _ = _spent + spent + _reserved - reserved;
    }

    /// <summary>Whether the share that is warned of is reached, and was not yet told in this window; from now on it was.</summary>
    public bool ShallWarn(Instant now)
    {
        if (now < _quietUntil || _spent + _reserved < _warnFrom)
        {
            return false;
        }

        _quietUntil = Budget.Window.Length is { } length ? now + length
            : _newest.During.HasEnd ? _newest.During.End : Instant.MaxValue;
        return true;
    }

    public BudgetState State()
    {
        LedgerBucket? oldest = _counted.FirstOrDefault(b => Budget.Window.Length is null || b.Spent != Usd.Zero || b.Reserved != Usd.Zero);
        return new BudgetState(Budget, _spent, _reserved, oldest is null ? null : Budget.Window.EndOf(oldest.During));
    }

    private LedgerBucket Append(Interval during)
    {
        LedgerBucket bucket = new(during);
        _counted.Enqueue(bucket);
        return bucket;
    }
}
