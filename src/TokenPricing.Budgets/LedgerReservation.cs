using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>A reservation of a guard without a store. Only the guard changes it, under its lock.</summary>
internal sealed class LedgerReservation(
    SingleProcessBudgetGuard guard,
    Usd amount,
    Instant at,
    ImmutableArray<SpendTag> tags,
    ImmutableArray<(BudgetLedger Ledger, Interval During)> places) : ReservedCall
{
    /// <summary>The reserved amount; zero if nothing is reserved.</summary>
    public Usd Amount => amount;

    public Instant At => at;

    public ImmutableArray<SpendTag> Tags => tags;

    /// <summary>The ledgers that count the call, with the interval in which it was reserved.</summary>
    public ImmutableArray<(BudgetLedger Ledger, Interval During)> Places => places;

    /// <summary>The settlement; <see langword="null"/> before it.</summary>
    public Settlement? Settled { get; set; }

    /// <summary>Whether the reservation was released without a settlement.</summary>
    public bool IsReleased { get; set; }

    public static Settlement Again(Settlement before, Usd cost, long unpriced) => Same(before, cost, unpriced);

    public static InvalidOperationException TooLate(Usd cost) => Released(cost);

    public override Settlement Settle(Usd cost, long unpriced) => guard.Settle(this, cost, unpriced);

    public override ValueTask<Settlement> SettleAsync(Usd cost, long unpriced, CancellationToken cancellation) =>
        ValueTask.FromResult(Settle(cost, unpriced));

    public override ValueTask ReleaseAsync()
    {
        guard.Release(this);
        return ValueTask.CompletedTask;
    }
}
