using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>An amount that is reserved for a call in every budget that counts it.</summary>
/// <remarks>
/// Settle the reservation with the actual cost when it is known. Disposing of an unsettled reservation releases it; disposing of a settled
/// one has no effect. A call belongs to the windows in which it was reserved, however long it takes. Thread-safe.
/// </remarks>
public sealed class Reservation : IDisposable
{
    private readonly BudgetGuard _guard;

    /// <summary>Initializes a reservation.</summary>
    internal Reservation(
        BudgetGuard guard,
        Usd? amount,
        Instant at,
        ImmutableArray<SpendTag> tags,
        ImmutableArray<(BudgetLedger Ledger, LedgerBucket Bucket)> places) =>
        (_guard, Amount, At, Tags, Places) = (guard, amount, at, tags, places);

    /// <summary>The reserved amount; <see langword="null"/> if the maximum cost is not known and nothing is reserved.</summary>
    public Usd? Amount { get; }

    /// <summary>When the amount was reserved.</summary>
    public Instant At { get; }

    /// <summary>The tags of the call, in the order of their keys.</summary>
    public ImmutableArray<SpendTag> Tags { get; }

    /// <summary>The ledgers that count the call, with the bucket in which it was reserved.</summary>
    internal ImmutableArray<(BudgetLedger Ledger, LedgerBucket Bucket)> Places { get; }

    /// <summary>The settlement; <see langword="null"/> before it. Only the guard sets it.</summary>
    internal Settlement? Settled { get; set; }

    /// <summary>Whether the reservation was released without a settlement.</summary>
    internal bool IsReleased { get; set; }

    /// <summary>Replaces the reserved amount with the actual cost of the call, in a guard without a store.</summary>
    /// <param name="cost">
    /// The actual cost, which can be more than was reserved, and negative for a refund. If it is unknown, such as after a broken stream,
    /// <see cref="Amount"/> is safe.
    /// </param>
    /// <param name="unpriced">
    /// The number of calls that used something without a known price, which the cost does not include: 0, or 1 for this call.
    /// </param>
    /// <returns>The unused and the excess amount. Settling a second time with the same cost returns the same and has no effect.</returns>
    /// <exception cref="InvalidOperationException">
    /// The reservation was settled with another cost, or released; or the guard has a store, which needs <see cref="SettleAsync"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unpriced"/> is negative.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing has changed.</exception>
    public Settlement Settle(Usd cost, long unpriced = 0) => _guard.Store is null
        ? _guard.Settle(this, cost, unpriced)
        : throw new InvalidOperationException($"The guard has a store, which is asynchronous. Use {nameof(SettleAsync)}.");

    /// <summary>
    /// Replaces the reserved amount with the actual cost of the call, immediately, and then adds it to the store of the guard.
    /// </summary>
    /// <remarks>
    /// If the store fails, the exception is thrown here, but the cost is already spent in the guard. To retry, settle again with the same
    /// cost; it counts once.
    /// </remarks>
    /// <param name="cost">The actual cost, as for <see cref="Settle"/>.</param>
    /// <param name="unpriced">The number of calls that used something without a known price: 0, or 1 for this call.</param>
    /// <param name="cancellation">Cancels the wait for the store.</param>
    /// <returns>The unused and the excess amount, as for <see cref="Settle"/>.</returns>
    /// <exception cref="InvalidOperationException">The reservation was settled with another cost, or released.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unpriced"/> is negative.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing has changed.</exception>
    public async ValueTask<Settlement> SettleAsync(Usd cost, long unpriced = 0, CancellationToken cancellation = default)
    {
        Settlement settlement = _guard.Settle(this, cost, unpriced);
        if (_guard.Store is { } store)
        {
            await store.AddAsync(settlement.Entry, cancellation).ConfigureAwait(false);
        }

        return settlement;
    }

    /// <summary>Releases the reserved amount if the reservation is not settled.</summary>
    public void Dispose() => _guard.Release(this);
}
