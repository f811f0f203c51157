using System.Collections.Immutable;
using NodaTime.Extensions;

namespace TokenPricing.Budgets;

/// <summary>
/// A guard that counts the calls of this one guard, in the memory of this one process, and starts with nothing spent. For several processes
/// that share a limit, and for spend that survives a restart, use <see cref="BudgetGuard.StartAsync"/> with a store.
/// </summary>
/// <remarks>Thread-safe. No lock is held while the time provider or any other code of the caller runs. Nothing waits.</remarks>
public sealed class SingleProcessBudgetGuard : BudgetGuard
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly BudgetClock _clock;
    private readonly ImmutableArray<BudgetLedger> _ledgers;

    /// <summary>Creates a guard that starts with nothing spent and keeps what is spent in memory only.</summary>
    /// <param name="budgets">The budgets, each with a unique name.</param>
    /// <param name="time">The clock that dates calls: <see cref="TimeProvider.System"/> in a program.</param>
    /// <exception cref="ArgumentException">Two budgets have the same name.</exception>
    public SingleProcessBudgetGuard(IEnumerable<Budget> budgets, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(time);
        Instant now = time.GetCurrentInstant();
        (_time, _started, _clock) = (time, time.GetTimestamp(), new BudgetClock(now));
        _ledgers = [.. Unique(budgets).Select(b => new BudgetLedger(b, now))];
    }

    /// <inheritdoc/>
    public override ValueTask<ImmutableArray<BudgetState>> StatesAsync(CancellationToken cancellation = default)
    {
        (Instant reading, Duration passed) = Look();
        lock (_gate)
        {
            Advance(reading, passed);
            return ValueTask.FromResult<ImmutableArray<BudgetState>>([.. _ledgers.Select(l => l.State())]);
        }
    }

    /// <summary>Replaces a reserved amount with the actual cost. Settling again with the same cost returns the first settlement.</summary>
    internal Settlement Settle(LedgerReservation reservation, Usd cost, long unpriced)
    {
        lock (_gate)
        {
            return reservation.Settled is { } before ? LedgerReservation.Again(before, cost, unpriced)
                : reservation.IsReleased ? throw LedgerReservation.TooLate(cost)
                : Book(reservation, cost, unpriced);
        }
    }

    /// <summary>Releases a reservation that is neither settled nor released.</summary>
    internal void Release(LedgerReservation reservation)
    {
        lock (_gate)
        {
            if (reservation is { Settled: null, IsReleased: false })
            {
                reservation.IsReleased = true;
                foreach ((BudgetLedger ledger, Interval during) in reservation.Places)
                {
                    ledger.Settle(during, reservation.Amount, Usd.Zero);
                }
            }
        }
    }

    /// <inheritdoc/>
    private protected override ValueTask<BudgetDecision> DecideAsync(
        Usd? maxCost,
        ImmutableArray<SpendTag> tags,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (Instant reading, Duration passed) = Look();
        lock (_gate)
        {
            Advance(reading, passed);
            ImmutableArray<BudgetNotice> refusals = Refusals(maxCost, tags);
            return ValueTask.FromResult(refusals.IsEmpty ? ReserveInAll(maxCost, tags) : new BudgetDecision(null, [], refusals));
        }
    }

    /// <summary>Returns what the clock says, and how much time has passed since the start.</summary>
    private (Instant Reading, Duration Passed) Look() =>
        (_time.GetCurrentInstant(), Duration.FromTimeSpan(_time.GetElapsedTime(_started)));

    /// <summary>Moves all ledgers to the time after a reading of the clock. Requires the lock.</summary>
    private void Advance(Instant reading, Duration passed)
    {
        Instant now = _clock.Read(reading, passed);
        foreach (BudgetLedger ledger in _ledgers)
        {
            ledger.MoveTo(now);
        }
    }

    /// <summary>Returns the refusals of all budgets that count the call; empty if it can be made. Requires the lock.</summary>
    private ImmutableArray<BudgetNotice> Refusals(Usd? maxCost, ImmutableArray<SpendTag> tags)
    {
        ImmutableArray<BudgetNotice> refusals = [];
        foreach (BudgetLedger ledger in _ledgers)
        {
            if (!SpendTags.HaveAll(tags, ledger.Budget.Tags))
            {
                continue;
            }

            // A sum that is not exact must throw before anything is reserved, even if the budget only warns.
            bool hasRoom = ledger.HasRoomFor(maxCost ?? Usd.Zero);
            bool isAllowed = maxCost is null ? ledger.Budget.UnknownPrice == UnknownPricePolicy.Allow : hasRoom;
            if (!isAllowed && ledger.Budget.Action == BudgetAction.Refuse)
            {
                refusals = refusals.Add(new BudgetNotice(ledger.State(), maxCost, IsRefusal: true));
            }
        }

        return refusals;
    }

    /// <summary>Reserves the amount in all budgets that count the call. Requires the lock.</summary>
    private BudgetDecision ReserveInAll(Usd? maxCost, ImmutableArray<SpendTag> tags)
    {
        ImmutableArray<BudgetNotice> warnings = [];
        ImmutableArray<(BudgetLedger, Interval)>.Builder places = ImmutableArray.CreateBuilder<(BudgetLedger, Interval)>(_ledgers.Length);
        foreach (BudgetLedger ledger in _ledgers)
        {
            if (!SpendTags.HaveAll(tags, ledger.Budget.Tags))
            {
                continue;
            }

            places.Add((ledger, ledger.Reserve(maxCost ?? Usd.Zero)));
            if (ledger.ShallWarn(_clock.Now) || maxCost is null)
            {
                warnings = warnings.Add(Warning(ledger, maxCost, maxCost ?? Usd.Zero, Usd.Zero));
            }
        }

        LedgerReservation reservation = new(this, maxCost ?? Usd.Zero, _clock.Now, tags, places.DrainToImmutable());
        return new BudgetDecision(new Reservation(reservation, maxCost, _clock.Now, tags), warnings, []);
    }

    /// <summary>Books the cost in all budgets of the reservation, after checking that all sums are exact. Requires the lock.</summary>
    private Settlement Book(LedgerReservation reservation, Usd cost, long unpriced)
    {
        SpendEntry entry = new(Guid.CreateVersion7().ToString("N"), reservation.At, cost, reservation.Tags) { Unpriced = unpriced };
        Usd left = reservation.Amount - cost;
        foreach ((BudgetLedger ledger, Interval during) in reservation.Places)
        {
            ledger.CheckSettling(during, reservation.Amount, cost);
        }

        ImmutableArray<BudgetNotice> warnings = [];
        foreach ((BudgetLedger ledger, Interval during) in reservation.Places)
        {
            if (ledger.Settle(during, reservation.Amount, cost) && left < Usd.Zero && ledger.ShallWarn(_clock.Now))
            {
                warnings = warnings.Add(Warning(ledger, -left, Usd.Zero, -left));
            }
        }

        (Usd returned, Usd excess) = left >= Usd.Zero ? (left, Usd.Zero) : (Usd.Zero, -left);
        return reservation.Settled = new Settlement(entry, returned, excess, warnings);
    }

    /// <summary>Returns a warning with the state of the budget before the call.</summary>
    private static BudgetNotice Warning(BudgetLedger ledger, Usd? asked, Usd reserved, Usd spent)
    {
        BudgetState state = ledger.State();
        return new BudgetNotice(state with { Reserved = state.Reserved - reserved, Spent = state.Spent - spent }, asked, IsRefusal: false);
    }
}
