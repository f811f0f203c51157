namespace TokenPricing.Budgets;

/// <summary>A running sum of entries. Not thread-safe.</summary>
internal sealed class SpendTally
{
    private readonly UsdSum _amount = new();
    private long _unpriced;

    public long Entries { get; private set; }

    public void Add(SpendEntry entry)
    {
        _amount.Add(entry.Amount);
        Entries++;
        _unpriced += entry.Unpriced;
    }

    public void Add(SpendTally other)
    {
        _amount.Add(other._amount);
        Entries += other.Entries;
        _unpriced += other._unpriced;
    }

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public SpendSum ToSum() => new(_amount.ToUsd(), Entries, _unpriced);
}
