using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>
/// Asks budgets before each call, by its worst case, and tells them its cost after it: what is spent and reserved in a window is
/// never more than the limit of a budget that refuses, unless a call costs more than was reserved for it.
/// </summary>
/// <remarks>
/// <para>Safe to be used by many threads at once; no lock is held while a store, a clock or any other code of a caller runs.</para>
/// <para>A guard counts the calls of its own process, and what the store knew when it was started. A clock that is put back does
/// not open a window again: to the guard, time stands still until the clock has caught up.</para>
/// </remarks>
public sealed class BudgetGuard
{
    private readonly Lock _gate = new();
    private readonly IClock _clock;
    private readonly ImmutableArray<BudgetLedger> _ledgers;
    private Instant _latest;

    /// <summary>A guard that begins with nothing spent, and keeps it in memory only.</summary>
    /// <param name="budgets">The budgets, each by a name of its own.</param>
    /// <param name="clock">Tells when calls are made.</param>
    /// <exception cref="ArgumentException">Two budgets have the same name.</exception>
    public BudgetGuard(IEnumerable<Budget> budgets, IClock clock)
        : this(budgets, clock, Now(clock), null)
    {
    }

    private BudgetGuard(IEnumerable<Budget> budgets, IClock clock, Instant now, ISpendStore? store)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        (_clock, _latest, Store) = (clock, now, store);
        _ledgers = [.. budgets.Select(b => new BudgetLedger(b, now))];
        string? twice = _ledgers.GroupBy(l => l.Budget.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Two budgets are named '{twice}'. Give each a name of its own.", nameof(budgets));
        }
    }

    /// <summary>Where each budget stands now, in the order given.</summary>
    public ImmutableArray<BudgetState> States
    {
        get
        {
            Instant now = _clock.GetCurrentInstant();
            lock (_gate)
            {
                Advance(now);
                return [.. _ledgers.Select(l => l.State())];
            }
        }
    }

    internal ISpendStore? Store { get; }

    /// <summary>A guard that begins with what a store knows of the present windows, and adds what is settled to it.</summary>
    /// <param name="budgets">The budgets, each by a name of its own.</param>
    /// <param name="clock">Tells when calls are made.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ArgumentException">Two budgets have the same name, or the store cannot tell the windows apart.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    public static async Task<BudgetGuard> StartAsync(IEnumerable<Budget> budgets, IClock clock, ISpendStore store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Instant now = Now(clock);
        BudgetGuard guard = new(budgets, clock, now, store);
        foreach (BudgetLedger ledger in guard._ledgers)
        {
            List<(Interval, Usd)> history = [];
            foreach (Interval during in BudgetLedger.Buckets(ledger.Budget, now))
            {
                SpendSum sum = await store.SumAsync(new SpendFilter { Tags = ledger.Budget.Tags, During = during }, cancellation).ConfigureAwait(false);
                history.Add((during, sum.Amount));
            }

            ledger.Restore(history);
        }

        return guard;
    }

    /// <summary>Asks every budget that counts a call whether it may be made, and reserves its worst case in all of them, or in none.</summary>
    /// <param name="worstCase">
    /// What the call may cost at most, zero or more; see <see cref="MaxCosts.MaxCostOf"/>. <see langword="null"/>: not known,
    /// which is never taken for zero: each budget says what happens then.
    /// </param>
    /// <param name="tags">Whose call it is, in any order, no key twice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="worstCase"/> is negative.</exception>
    /// <exception cref="ArgumentException">A tag key is given twice.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly; then nothing is reserved.</exception>
    public BudgetDecision TryReserve(Usd? worstCase, params ImmutableArray<SpendTag> tags)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(worstCase ?? Usd.Zero, Usd.Zero, nameof(worstCase));
        ImmutableArray<SpendTag> ordered = SpendTags.Ordered(tags);
        Instant now = _clock.GetCurrentInstant();
        lock (_gate)
        {
            Advance(now);
            ImmutableArray<BudgetNotice> refusals = Refusals(worstCase, ordered);
            return refusals.IsEmpty ? Reserve(worstCase, ordered) : new BudgetDecision(null, [], refusals);
        }
    }

    internal Settlement Settle(Reservation reservation, Usd cost, long unpriced)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unpriced);
        lock (_gate)
        {
            if (reservation.Settled is { } before)
            {
                return before.Entry.Amount == cost && before.Entry.Unpriced == unpriced
                    ? before
                    : throw new InvalidOperationException($"The reservation was settled by {before.Entry.Amount} before, and is to be settled by {cost}. A call is settled once.");
            }

            if (reservation.IsReleased)
            {
                throw new InvalidOperationException($"The reservation was released before it was settled by {cost}. Dispose it after the call is settled.");
            }

            return Book(reservation, cost, unpriced);
        }
    }

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

    private static Instant Now(IClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock.GetCurrentInstant();
    }

    private void Advance(Instant now)
    {
        _latest = Instant.Max(_latest, now);
        foreach (BudgetLedger ledger in _ledgers)
        {
            ledger.Advance(_latest);
        }
    }

    private ImmutableArray<BudgetNotice> Refusals(Usd? worstCase, ImmutableArray<SpendTag> tags)
    {
        ImmutableArray<BudgetNotice> refusals = [];
        foreach (BudgetLedger ledger in _ledgers)
        {
            if (!SpendTags.HaveAll(tags, ledger.Budget.Tags))
            {
                continue;
            }

            // A sum that is not exact is an error before anything is reserved, also where the budget only warns.
            bool hasRoom = ledger.HasRoomFor(worstCase ?? Usd.Zero);
            bool isAllowed = worstCase is null ? ledger.Budget.UnknownPrice == UnknownPricePolicy.Allow : hasRoom;
            if (!isAllowed && ledger.Budget.Action == BudgetAction.Refuse)
            {
                refusals = refusals.Add(new BudgetNotice(ledger.State(), worstCase, IsRefusal: true));
            }
        }

        return refusals;
    }

    private BudgetDecision Reserve(Usd? worstCase, ImmutableArray<SpendTag> tags)
    {
        ImmutableArray<BudgetNotice> warnings = [];
        ImmutableArray<(BudgetLedger, LedgerBucket)>.Builder places = ImmutableArray.CreateBuilder<(BudgetLedger, LedgerBucket)>(_ledgers.Length);
        foreach (BudgetLedger ledger in _ledgers)
        {
            if (!SpendTags.HaveAll(tags, ledger.Budget.Tags))
            {
                continue;
            }

            places.Add((ledger, ledger.Reserve(worstCase ?? Usd.Zero)));
            if (ledger.ShallWarn(_latest) || worstCase is null)
            {
                warnings = warnings.Add(Warning(ledger, worstCase, worstCase ?? Usd.Zero, Usd.Zero));
            }
        }

        return new BudgetDecision(new Reservation(this, worstCase, _latest, tags, places.DrainToImmutable()), warnings, []);
    }

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

    // The state without what the warning is about.
    private static BudgetNotice Warning(BudgetLedger ledger, Usd? asked, Usd reserved, Usd spent)
    {
        BudgetState state = ledger.State();
        return new BudgetNotice(state with { Reserved = state.Reserved - reserved, Spent = state.Spent - spent }, asked, IsRefusal: false);
    }
}
