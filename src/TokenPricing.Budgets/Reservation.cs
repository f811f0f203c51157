using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>What a call that is under way may cost at most, kept free in every budget that counts it.</summary>
/// <remarks>
/// Settle it by the real cost once that is known. Disposing one that was not settled releases it; what was settled stays so. Safe
/// to be used by many threads at once. A call belongs to the windows in which it was reserved, however long it takes.
/// </remarks>
public sealed class Reservation : IDisposable
{
    private readonly BudgetGuard _guard;

    internal Reservation(BudgetGuard guard, Usd? amount, Instant at, ImmutableArray<SpendTag> tags, ImmutableArray<(BudgetLedger Ledger, LedgerBucket Bucket)> places) =>
        (_guard, Amount, At, Tags, Places) = (guard, amount, at, tags, places);

    /// <summary>What is reserved; <see langword="null"/>: the worst case is not known, and nothing is.</summary>
    public Usd? Amount { get; }

    /// <summary>When it was reserved.</summary>
    public Instant At { get; }

    /// <summary>Whose call it is, in the order of the keys.</summary>
    public ImmutableArray<SpendTag> Tags { get; }

    internal ImmutableArray<(BudgetLedger Ledger, LedgerBucket Bucket)> Places { get; }

    /// <summary>How it was settled; <see langword="null"/>: not yet. Only the guard sets it.</summary>
    internal Settlement? Settled { get; set; }

    internal bool IsReleased { get; set; }

    /// <summary>Spends what the call has cost instead of what was reserved, in a guard without a store.</summary>
    /// <param name="cost">
    /// What it has cost, also where that is more than was reserved; less than zero for a refund. Where nobody knows, such as after a
    /// stream that broke off, <see cref="Amount"/> is safe.
    /// </param>
    /// <param name="unpriced">How many calls used something without a known price, which is not in the cost: 0, or 1 for one such call.</param>
    /// <returns>What was not used, and what was used beyond. Settling again by the same cost gives the same, and spends nothing.</returns>
    /// <exception cref="InvalidOperationException">It was settled by another cost, or released, or the guard has a store: then use <see cref="SettleAsync"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unpriced"/> is negative.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly; then nothing has changed.</exception>
    public Settlement Settle(Usd cost, long unpriced = 0) => _guard.Store is null
        ? _guard.Settle(this, cost, unpriced)
        : throw new InvalidOperationException($"The guard has a store, which may take its time. Use {nameof(SettleAsync)}.");

    /// <summary>Spends what the call has cost instead of what was reserved, at once, and adds it to the guard's store.</summary>
    /// <param name="cost">As in <see cref="Settle"/>.</param>
    /// <param name="unpriced">As in <see cref="Settle"/>.</param>
    /// <param name="cancellation">Stops waiting for the store.</param>
    /// <returns>
    /// As <see cref="Settle"/>. Where the store fails, the cost is spent in the guard all the same, and its error comes here: settle
    /// again by the same cost to try again; it is counted once.
    /// </returns>
    /// <exception cref="InvalidOperationException">It was settled by another cost, or released.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unpriced"/> is negative.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly; then nothing has changed.</exception>
    public async ValueTask<Settlement> SettleAsync(Usd cost, long unpriced = 0, CancellationToken cancellation = default)
    {
        Settlement settlement = _guard.Settle(this, cost, unpriced);
        if (_guard.Store is { } store)
        {
            await store.AddAsync(settlement.Entry, cancellation).ConfigureAwait(false);
        }

        return settlement;
    }

    /// <summary>Releases what is reserved where it was not settled.</summary>
    public void Dispose() => _guard.Release(this);
}
