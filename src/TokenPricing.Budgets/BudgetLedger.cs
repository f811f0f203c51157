namespace TokenPricing.Budgets;

/// <summary>What is spent and reserved in the current window of a budget. Not thread-safe.</summary>
internal sealed class BudgetLedger
{
    private readonly Queue<LedgerBucket> _counted = new();
    private readonly Usd _warnFrom;
    private LedgerBucket _newest;
    private Usd _spent;
    private Usd _reserved;
    private Instant _quietUntil = Instant.MinValue;

    /// <summary>Initializes a ledger with nothing spent.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the share of the limit at which to warn.</exception>
    public BudgetLedger(Budget budget, Instant now)
    {
        Budget = budget;
        _warnFrom = budget.Limit * budget.WarnAt.Fraction;
        _newest = Append(budget.Window.BucketAt(now, budget.Zone));
    }

    /// <summary>The budget.</summary>
    public Budget Budget { get; }

    /// <summary>Returns the intervals that count at an instant, oldest first. <see cref="Restore"/> takes what was spent in each.</summary>
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

    /// <summary>Restores what was spent earlier in each interval of <see cref="Buckets"/>.</summary>
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

    /// <summary>Removes the amounts that no longer count at an instant. An earlier instant than before has no effect.</summary>
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

    /// <summary>Returns whether an amount fits into the limit, in addition to what is spent and reserved.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public bool HasRoomFor(Usd amount) => _spent + _reserved + amount <= Budget.Limit;

    /// <summary>Reserves an amount in the current window.</summary>
    public LedgerBucket Reserve(Usd amount)
    {
        _reserved += amount;
        _newest.Reserved += amount;
        return _newest;
    }

    /// <summary>Replaces a reserved amount of a bucket with a spent one.</summary>
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

    /// <summary>Checks that <see cref="Settle"/> will be exact.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    public void CheckSettling(LedgerBucket bucket, Usd reserved, Usd spent)
    {
        _ = bucket.Spent + spent;
        _ = _spent + spent + _reserved - reserved;
    }

    /// <summary>
    /// Returns whether the warning share is reached for the first time in this window. Later calls in the window return
    /// <see langword="false"/>.
    /// </summary>
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

    /// <summary>Returns the current state of the budget.</summary>
    public BudgetState State()
    {
        LedgerBucket? oldest = _counted.FirstOrDefault(b => Budget.Window.Length is null || b.Spent != Usd.Zero || b.Reserved != Usd.Zero);
        return new BudgetState(Budget, _spent, _reserved, oldest is null ? null : Budget.Window.EndOf(oldest.During));
    }

    /// <summary>Adds the bucket of an interval.</summary>
    private LedgerBucket Append(Interval during)
    {
        LedgerBucket bucket = new(during);
        _counted.Enqueue(bucket);
        return bucket;
    }
}
