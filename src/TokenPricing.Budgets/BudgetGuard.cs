using System.Collections.Immutable;
using NodaTime.Extensions;

namespace TokenPricing.Budgets;

/// <summary>
/// Checks budgets before each call, with the most that the call can cost, and records the actual cost afterwards. What is spent and
/// reserved in a window never exceeds the limit of a budget that refuses calls, unless a call costs more than was reserved for it.
/// </summary>
/// <remarks>
/// <para>Thread-safe. No lock is held while a store, the time provider or any other code of the caller runs.</para>
/// <para>
/// A guard counts the calls of its own process, and what the store contained when the guard was started. A clock that is set back does not
/// reopen a window: time stands still for the guard until the clock has caught up.
/// </para>
/// </remarks>
public sealed class BudgetGuard
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ImmutableArray<BudgetLedger> _ledgers;
    private Instant _latest;

    /// <summary>Creates a guard that starts with nothing spent and keeps what is spent in memory only.</summary>
    /// <param name="budgets">The budgets, each with a unique name.</param>
    /// <param name="time">The clock that dates calls: <see cref="TimeProvider.System"/> in a program.</param>
    /// <exception cref="ArgumentException">Two budgets have the same name.</exception>
    public BudgetGuard(IEnumerable<Budget> budgets, TimeProvider time)
        : this(budgets, time, Now(time), null)
    {
    }

    private BudgetGuard(IEnumerable<Budget> budgets, TimeProvider time, Instant now, ISpendStore? store)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        (_time, _latest, Store) = (time, now, store);
        _ledgers = [.. budgets.Select(b => new BudgetLedger(b, now))];
        string? twice = _ledgers.GroupBy(l => l.Budget.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Two budgets are named '{twice}'. Give each budget a unique name.", nameof(budgets));
        }
    }

    /// <summary>The current state of each budget, in the order in which the budgets were given.</summary>
    public ImmutableArray<BudgetState> States
    {
        get
        {
            Instant now = _time.GetCurrentInstant();
            lock (_gate)
            {
                Advance(now);
                return [.. _ledgers.Select(l => l.State())];
            }
        }
    }

    /// <summary>The store; <see langword="null"/> if what is spent is kept in memory only.</summary>
    internal ISpendStore? Store { get; }

    /// <summary>
    /// Creates a guard that starts with what a store contains for the current windows, and adds every settled call to the store.
    /// </summary>
    /// <param name="budgets">The budgets, each with a unique name.</param>
    /// <param name="time">The clock that dates calls: <see cref="TimeProvider.System"/> in a program.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellation">Cancels reading the store.</param>
    /// <exception cref="ArgumentException">
    /// Two budgets have the same name, or the resolution of the store is too coarse for the windows.
    /// </exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    public static async Task<BudgetGuard> StartAsync(
        IEnumerable<Budget> budgets,
        TimeProvider time,
        ISpendStore store,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Instant now = Now(time);
        BudgetGuard guard = new(budgets, time, now, store);
        foreach (BudgetLedger ledger in guard._ledgers)
        {
            List<(Interval, Usd)> history = [];
            foreach (Interval during in BudgetLedger.Buckets(ledger.Budget, now))
            {
                SpendSum sum = await store
                    .SumAsync(new SpendFilter { Tags = ledger.Budget.Tags, During = during }, cancellation)
                    .ConfigureAwait(false);
                history.Add((during, sum.Amount));
            }

            ledger.Restore(history);
        }

        return guard;
    }

    /// <summary>Checks every budget that counts a call, and reserves the most that the call can cost in all of them, or in none.</summary>
    /// <param name="maxCost">
    /// The most that the call can cost, zero or more; see <see cref="BudgetExtensions.MaxCostOf"/>. <see langword="null"/> if it is not
    /// known, which never counts as zero: <see cref="Budget.UnknownPrice"/> decides.
    /// </param>
    /// <param name="tags">The tags of the call, in any order, each key once.</param>
    /// <returns>The decision, with a <see cref="Reservation"/> if the call is allowed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCost"/> is negative.</exception>
    /// <exception cref="ArgumentException">A tag key is given twice.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing is reserved.</exception>
    public BudgetDecision Reserve(Usd? maxCost, params ImmutableArray<SpendTag> tags)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCost ?? Usd.Zero, Usd.Zero, nameof(maxCost));
        ImmutableArray<SpendTag> ordered = SpendTags.Ordered(tags);
        Instant now = _time.GetCurrentInstant();
        lock (_gate)
        {
            Advance(now);
            ImmutableArray<BudgetNotice> refusals = Refusals(maxCost, ordered);
            return refusals.IsEmpty ? ReserveInAll(maxCost, ordered) : new BudgetDecision(null, [], refusals);
        }
    }

    /// <summary>Replaces a reserved amount with the actual cost. Settling again with the same cost returns the first settlement.</summary>
    internal Settlement Settle(Reservation reservation, Usd cost, long unpriced)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unpriced);
        lock (_gate)
        {
            if (reservation.Settled is { } before)
            {
                return before.Entry.Amount == cost && before.Entry.Unpriced == unpriced
                    ? before
                    : throw new InvalidOperationException(
                        $"The reservation has already been settled with {before.Entry.Amount} and cannot be settled again with {cost}.");
            }

            if (reservation.IsReleased)
            {
                throw new InvalidOperationException(
                    $"The reservation was released before it was settled with {cost}. Dispose it after the call is settled.");
            }

            return Book(reservation, cost, unpriced);
        }
    }

    /// <summary>Releases a reservation that is neither settled nor released.</summary>
    internal void Release(Reservation reservation)
    {
        lock (_gate)
        {
            if (reservation is { Settled: null, IsReleased: false })
            {
                reservation.IsReleased = true;
                foreach ((BudgetLedger ledger, LedgerBucket bucket) in reservation.Places)
                {
                    ledger.Settle(bucket, reservation.Amount ?? Usd.Zero, Usd.Zero);
                }
            }
        }
    }

    /// <summary>Returns the current instant of a clock, which must not be <see langword="null"/>.</summary>
    private static Instant Now(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.GetCurrentInstant();
    }

    /// <summary>Advances all ledgers to an instant, or to the latest known one if the clock was set back. Requires the lock.</summary>
    private void Advance(Instant now)
    {
        _latest = Instant.Max(_latest, now);
        foreach (BudgetLedger ledger in _ledgers)
        {
            ledger.Advance(_latest);
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
        ImmutableArray<(BudgetLedger, LedgerBucket)>.Builder places =
            ImmutableArray.CreateBuilder<(BudgetLedger, LedgerBucket)>(_ledgers.Length);
        foreach (BudgetLedger ledger in _ledgers)
        {
            if (!SpendTags.HaveAll(tags, ledger.Budget.Tags))
            {
                continue;
            }

            places.Add((ledger, ledger.Reserve(maxCost ?? Usd.Zero)));
            if (ledger.ShallWarn(_latest) || maxCost is null)
            {
                warnings = warnings.Add(Warning(ledger, maxCost, maxCost ?? Usd.Zero, Usd.Zero));
            }
        }

        return new BudgetDecision(new Reservation(this, maxCost, _latest, tags, places.DrainToImmutable()), warnings, []);
    }

    /// <summary>Books the cost in all budgets of the reservation, after checking that all sums are exact. Requires the lock.</summary>
    private Settlement Book(Reservation reservation, Usd cost, long unpriced)
    {
        SpendEntry entry = new(Guid.NewGuid().ToString("N"), reservation.At, cost, reservation.Tags) { Unpriced = unpriced };
        Usd reserved = reservation.Amount ?? Usd.Zero;
        Usd left = reserved - cost;
        foreach ((BudgetLedger ledger, LedgerBucket bucket) in reservation.Places)
        {
            ledger.CheckSettling(bucket, reserved, cost);
        }

        ImmutableArray<BudgetNotice> warnings = [];
        foreach ((BudgetLedger ledger, LedgerBucket bucket) in reservation.Places)
        {
            ledger.Settle(bucket, reserved, cost);
            if (cost > reserved && bucket.Counts && ledger.ShallWarn(_latest))
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
