namespace TokenPricing.Budgets;

/// <summary>A running sum of entries. Not thread-safe.</summary>
internal sealed class SpendTally
{
    private readonly UsdSum _amount = new();
    private long _unpriced;

    /// <summary>The number of entries.</summary>
    public long Entries { get; private set; }

    /// <summary>Adds an entry.</summary>
    public void Add(SpendEntry entry)
    {
        _amount.Add(entry.Amount);
        Entries++;
        _unpriced += entry.Unpriced;
    }

    /// <summary>Adds another sum.</summary>
    public void Add(SpendTally other)
    {
        _amount.Add(other._amount);
        Entries += other.Entries;
        _unpriced += other._unpriced;
    }

    /// <summary>Returns the sum.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public SpendSum ToSum() => new(_amount.ToUsd(), Entries, _unpriced);
}
