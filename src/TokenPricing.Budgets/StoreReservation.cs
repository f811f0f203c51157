namespace TokenPricing.Budgets;

/// <summary>A reservation in a store. Settling and releasing it happen one after the other.</summary>
#pragma warning disable CA1001 // A semaphore whose wait handle is never asked for has nothing to dispose of.
internal sealed class StoreReservation(StoreBudgetGuard guard, SpendReservation reservation) : ReservedCall
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1);
    private SpendEntry? _entry;
    private Settlement? _settled;
    private bool _isReleased;

    public override Settlement Settle(Usd cost, long unpriced) =>
        throw new InvalidOperationException("The guard has a store, which is asynchronous. Use SettleAsync.");

    public override async ValueTask<Settlement> SettleAsync(Usd cost, long unpriced, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_settled is { } before)
            {
                return Same(before, cost, unpriced);
            }

            if (_isReleased)
            {
                throw Released(cost);
            }

            // Of a settlement that failed, nobody knows whether the store has it: only the same one can be tried again.
            Usd left = reservation.Amount - cost;
            (Usd returned, Usd excess) = left >= Usd.Zero ? (left, Usd.Zero) : (Usd.Zero, -left);
            SpendEntry entry = new(reservation.Id, reservation.At, cost, reservation.Tags) { Unpriced = unpriced };
            _ = Same(new Settlement(_entry ?? entry, returned, excess, []), cost, unpriced);
            _entry = entry;
            await guard.Store.SettleAsync(reservation.Id, entry, cancellation).ConfigureAwait(false);
            _settled = new Settlement(entry, returned, excess, []);
            if (excess > Usd.Zero)
            {
                _settled = _settled with
                {
                    Warnings = await guard
                        .ExcessWarningsAsync(reservation.At, reservation.Tags, excess, CancellationToken.None).ConfigureAwait(false),
                };
            }

            return _settled;
        }
        finally
        {
            _gate.Release();
        }
    }

    public override async ValueTask ReleaseAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            // What may have been spent stays reserved.
            if (_settled is null && _entry is null && !_isReleased)
            {
                _isReleased = true;
                await guard.ReleaseAsync(reservation.Id).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
