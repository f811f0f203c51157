namespace TokenPricing.Budgets;

/// <summary>What a guard does with a reservation after it was made. Thread-safe.</summary>
internal abstract class ReservedCall
{
    /// <summary>Replaces the reserved amount with the actual cost, without waiting for a store.</summary>
    public abstract Settlement Settle(Usd cost, long unpriced);

    /// <summary>Replaces the reserved amount with the actual cost, and records it in the store if there is one.</summary>
    public abstract ValueTask<Settlement> SettleAsync(Usd cost, long unpriced, CancellationToken cancellation);

    /// <summary>Releases the reserved amount if it is not settled.</summary>
    public abstract ValueTask ReleaseAsync();

    /// <summary>Returns the settlement that settling again returns, and throws if it had another cost.</summary>
    protected static Settlement Same(Settlement before, Usd cost, long unpriced) =>
        before.Entry.Amount == cost && before.Entry.Unpriced == unpriced
            ? before
            : throw new InvalidOperationException(
                $"The reservation has already been settled with {before.Entry.Amount} and cannot be settled again with {cost}.");

    /// <summary>Creates the exception for a reservation that was released.</summary>
    protected static InvalidOperationException Released(Usd cost) =>
        new($"The reservation was released before it was settled with {cost}. Dispose it after the call is settled.");
}
