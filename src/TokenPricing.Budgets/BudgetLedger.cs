namespace TokenPricing.Budgets;

/// <summary>
/// What is spent and reserved in the current window of a budget, and in earlier windows, in case the clock is set back. Not thread-safe.
/// </summary>
internal sealed class BudgetLedger
{
    // How many intervals are remembered: ten years of days. Beyond it the oldest are forgotten, and time does not go back to them.
    private const int Remembered = 4_000;

    private readonly SortedList<Instant, LedgerBucket> _buckets = [];
    private readonly WarningGate _warnings;
    private LedgerBucket _newest;
    private Instant _firstCounted;
    private Instant _forgottenBefore = Instant.MinValue;
    private Usd _spent;
    private Usd _reserved;

    /// <summary>Initializes a ledger with nothing spent.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the share of the limit at which to warn.</exception>
    public BudgetLedger(Budget budget, Instant now)
    {
        Budget = budget;
        _warnings = new WarningGate(budget);
        _newest = BucketAt(now);
        Count();
    }

    /// <summary>The budget.</summary>
    public Budget Budget { get; }

    /// <summary>Makes an instant the current one, which can be earlier than the one before.</summary>
    public void MoveTo(Instant now)
    {
        if (!_newest.During.Contains(now))
        {
            _newest = BucketAt(Instant.Max(now, _forgottenBefore));
            Count();
        }
    }

    /// <summary>Returns whether an amount fits into the limit, in addition to what is spent and reserved.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public bool HasRoomFor(Usd amount) => _spent + _reserved + amount <= Budget.Limit;

    /// <summary>Reserves an amount in the current window, and returns the interval that it is reserved in.</summary>
    public Interval Reserve(Usd amount)
    {
        _reserved += amount;
        _newest.Reserved += amount;
        return _newest.During;
    }

    /// <summary>
    /// Replaces a reserved amount of an interval with a spent one. Returns whether the interval counts in the current window.
    /// </summary>
    public bool Settle(Interval during, Usd reserved, Usd spent)
    {
        LedgerBucket bucket = BucketOf(during);
        bucket.Reserved -= reserved;
        bucket.Spent += spent;
        if (!Counts(bucket))
        {
            return false;
        }

        _reserved -= reserved;
        _spent += spent;
        return true;
    }

    /// <summary>Checks that <see cref="Settle"/> will be exact.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    public void CheckSettling(Interval during, Usd reserved, Usd spent)
    {
        _ = BucketOf(during).Spent + spent;
        _ = _spent + spent + (_reserved - reserved);
    }

    /// <summary>Returns whether the warning share is reached for the first time in this window.</summary>
    public bool ShallWarn(Instant now) => _warnings.Opens(_spent + _reserved, now);

    /// <summary>Returns the current state of the budget.</summary>
    public BudgetState State()
    {
        LedgerBucket? oldest = Budget.Window.Length is null ? _newest : _buckets.Values.FirstOrDefault(b => Counts(b) && !b.IsEmpty);
        return new BudgetState(Budget, _spent, _reserved, oldest is null ? null : Budget.Window.EndOf(oldest.During));
    }

    private bool Counts(LedgerBucket bucket) => bucket.Start >= _firstCounted && bucket.Start <= _newest.Start;

    /// <summary>Adds up the window that ends with the newest bucket, and forgets what is empty or very old.</summary>
    private void Count()
    {
        _firstCounted = Budget.Window.FirstCounted(_newest.Start);
        (_spent, _reserved) = (Usd.Zero, Usd.Zero);
        foreach (LedgerBucket bucket in _buckets.Values.ToArray())
        {
            if (bucket.IsEmpty && bucket != _newest)
            {
                _buckets.Remove(bucket.Start);
            }
            else if (Counts(bucket))
            {
                _spent += bucket.Spent;
                _reserved += bucket.Reserved;
            }
        }

        while (_buckets.Count > Remembered && !Counts(_buckets.Values[0]))
        {
            _forgottenBefore = Instant.Max(_forgottenBefore, _buckets.Values[0].During.End);
            _buckets.RemoveAt(0);
        }
    }

    private LedgerBucket BucketAt(Instant now) => BucketOf(Budget.Window.BucketAt(now, Budget.Zone));

    /// <summary>Returns the bucket of an interval, which is added if nothing is known of it.</summary>
    private LedgerBucket BucketOf(Interval during)
    {
        LedgerBucket bucket = new(during);
        if (!_buckets.TryGetValue(bucket.Start, out LedgerBucket? known))
        {
            _buckets.Add(bucket.Start, known = bucket);
        }

        return known;
    }
}
