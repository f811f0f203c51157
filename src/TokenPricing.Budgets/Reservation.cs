using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>An amount that is reserved for a call in every budget that counts it.</summary>
/// <remarks>
/// Settle the reservation with the actual cost when it is known. Disposing of an unsettled reservation releases it; disposing of a settled
/// one has no effect. A call belongs to the windows in which it was reserved, however long it takes. Thread-safe.
/// </remarks>
public sealed class Reservation : IDisposable, IAsyncDisposable
{
    private readonly ReservedCall _call;

    /// <summary>Initializes a reservation.</summary>
    internal Reservation(ReservedCall call, Usd? amount, Instant at, ImmutableArray<SpendTag> tags) =>
        (_call, Amount, At, Tags) = (call, amount, at, tags);

    /// <summary>The reserved amount; <see langword="null"/> if the maximum cost is not known and nothing is reserved.</summary>
    public Usd? Amount { get; }

    /// <summary>When the amount was reserved.</summary>
    public Instant At { get; }

    /// <summary>The tags of the call, in the order of their keys.</summary>
    public ImmutableArray<SpendTag> Tags { get; }

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
    public Settlement Settle(Usd cost, long unpriced = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unpriced);
        return _call.Settle(cost, unpriced);
    }

    /// <summary>
    /// Replaces the reserved amount with the actual cost of the call; in a guard with a store, in the store, at once and together with the
    /// entry of the call.
    /// </summary>
    /// <remarks>
    /// If the store fails, the exception is thrown here and the amount stays reserved. To retry, settle again with the same cost; it counts
    /// once.
    /// </remarks>
    /// <param name="cost">The actual cost, as for <see cref="Settle"/>.</param>
    /// <param name="unpriced">The number of calls that used something without a known price: 0, or 1 for this call.</param>
    /// <param name="cancellation">Cancels the wait for the store.</param>
    /// <returns>The unused and the excess amount, as for <see cref="Settle"/>.</returns>
    /// <exception cref="InvalidOperationException">The reservation was settled with another cost, or released.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="unpriced"/> is negative.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing has changed.</exception>
    public ValueTask<Settlement> SettleAsync(Usd cost, long unpriced = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unpriced);
        return _call.SettleAsync(cost, unpriced, cancellation);
    }

    /// <summary>
    /// Releases the reserved amount if the reservation is not settled. With a store, it waits for it; <see cref="DisposeAsync"/> does not
    /// block the thread. If the store fails, the store gives the amount back when this process has ended.
    /// </summary>
    public void Dispose() => _call.ReleaseAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Releases the reserved amount if the reservation is not settled.</summary>
    public ValueTask DisposeAsync() => _call.ReleaseAsync();
}
