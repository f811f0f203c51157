namespace TokenPricing.Budgets;

/// <summary>What is spent and reserved of one filter, kept up to date. Not thread-safe.</summary>
internal sealed class RunningBalance(SpendTally spent)
{
    private readonly UsdSum _reserved = new();

    public void Add(SpendEntry entry) => spent.Add(entry);

    public void Reserve(Usd amount) => _reserved.Add(amount);

    public void Release(Usd amount) => _reserved.Add(-amount);

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public SpendBalance Current() => new(spent.ToSum().Amount, _reserved.ToUsd());
}
