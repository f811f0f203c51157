using System.Collections.Immutable;
using NodaTime.Extensions;

namespace TokenPricing.Budgets;

/// <summary>A guard whose reservations and costs are in a store, which decides. Thread-safe.</summary>
internal sealed class StoreBudgetGuard : BudgetGuard
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly BudgetClock _clock;
    private readonly ImmutableArray<Budget> _budgets;
    private readonly ImmutableArray<WarningGate> _warnings;
    private readonly PendingReleases _releases;

    public StoreBudgetGuard(ImmutableArray<Budget> budgets, TimeProvider time, ISpendStore store)
    {
        (_budgets, _time, Store, _releases) = (budgets, time, store, new PendingReleases(store));
        _warnings = [.. budgets.Select(b => new WarningGate(b))];
        (_started, _clock) = (time.GetTimestamp(), new BudgetClock(time.GetCurrentInstant()));
    }

    public ISpendStore Store { get; }

    public override async ValueTask<ImmutableArray<BudgetState>> StatesAsync(CancellationToken cancellation = default)
    {
        await _releases.TryAllAsync().WaitAsync(cancellation).ConfigureAwait(false);
        Instant now = Now();
        ImmutableArray<SpendBalance> balances = await Store
            .BalancesAsync(now, [.. _budgets.Select(b => FilterOf(b, now))], cancellation).ConfigureAwait(false);
        return [.. _budgets.Zip(balances, (b, s) => StateOf(b, s, now))];
    }

    /// <summary>
    /// Releases a reservation. If the store fails, it is tried again before the next call; the caller has a call to end and no use for the
    /// error.
    /// </summary>
    internal async ValueTask ReleaseAsync(string id)
    {
        try
        {
            await Store.ReleaseAsync(id).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or ObjectDisposedException))
        {
            _releases.Later(id);
        }
    }

    /// <summary>Returns the warnings of budgets whose warning share was reached because a call cost more than was reserved.</summary>
    internal async ValueTask<ImmutableArray<BudgetNotice>> ExcessWarningsAsync(
        Instant at,
        ImmutableArray<SpendTag> tags,
        Usd excess,
        CancellationToken cancellation)
    {
        Instant now = Now();
        int[] counting = [.. Counting(tags).Where(i => FilterOf(_budgets[i], now).During.Contains(at))];
        ImmutableArray<SpendBalance> balances = await Store
            .BalancesAsync(now, [.. counting.Select(i => FilterOf(_budgets[i], now))], cancellation).ConfigureAwait(false);
        ImmutableArray<BudgetNotice> warnings = [];
        foreach ((int i, SpendBalance balance) in counting.Zip(balances))
        {
            if (ShallWarn(i, balance.Spent + balance.Reserved, now))
            {
                BudgetState state = StateOf(_budgets[i], balance with { Spent = balance.Spent - excess }, now);
                warnings = warnings.Add(new BudgetNotice(state, excess, IsRefusal: false));
            }
        }

        return warnings;
    }

    private protected override async ValueTask<BudgetDecision> DecideAsync(
        Usd? maxCost,
        ImmutableArray<SpendTag> tags,
        CancellationToken cancellation)
    {
        await _releases.TryAllAsync().WaitAsync(cancellation).ConfigureAwait(false);
        Instant now = Now();
        int[] counting = [.. Counting(tags)];
        ImmutableArray<SpendFilter> filters = [.. counting.Select(i => FilterOf(_budgets[i], now))];
        if (maxCost is null && counting.Any(i => _budgets[i] is { Action: BudgetAction.Refuse, UnknownPrice: UnknownPricePolicy.Refuse }))
        {
            ImmutableArray<SpendBalance> known = await Store.BalancesAsync(now, filters, cancellation).ConfigureAwait(false);
            return new BudgetDecision(null, [], Refusals(null, counting, known, now));
        }

        SpendReservation asked = new(Guid.CreateVersion7().ToString("N"), now, maxCost ?? Usd.Zero, tags);
        ImmutableArray<SpendLimit> limits = [.. counting.Zip(filters, (i, f) => new SpendLimit(f, MostOf(_budgets[i], maxCost)))];
        SpendDecision decision = await ReserveAsync(asked, limits, cancellation).ConfigureAwait(false);
        if (!decision.IsReserved)
        {
            return new BudgetDecision(null, [], Refusals(maxCost, counting, decision.Balances, now));
        }

        ImmutableArray<BudgetNotice> warnings = [];
        foreach ((int i, SpendBalance balance) in counting.Zip(decision.Balances))
        {
            if (ShallWarn(i, balance.Spent + balance.Reserved + asked.Amount, now) || maxCost is null)
            {
                warnings = warnings.Add(new BudgetNotice(StateOf(_budgets[i], balance, now), maxCost, IsRefusal: false));
            }
        }

        return new BudgetDecision(new Reservation(new StoreReservation(this, asked), maxCost, now, asked.Tags), warnings, []);
    }

    /// <summary>
    /// Reserves in the store. What may have been reserved although the wait was cancelled or the store failed is released in the
    /// background, and before the next call at the latest.
    /// </summary>
    private async ValueTask<SpendDecision> ReserveAsync(
        SpendReservation asked,
        ImmutableArray<SpendLimit> limits,
        CancellationToken cancellation)
    {
        try
        {
            return await Store.ReserveAsync(asked, limits, cancellation).ConfigureAwait(false);
        }
        catch
        {
            _releases.Start(asked.Id);
            throw;
        }
    }

    /// <summary>Returns the limit that the store keeps; <see langword="null"/> if the budget does not refuse the call.</summary>
    private static Usd? MostOf(Budget budget, Usd? maxCost) =>
        budget.Action == BudgetAction.Refuse && maxCost is not null ? budget.Limit : null;

    /// <summary>Returns the indexes of the budgets that count a call.</summary>
    private IEnumerable<int> Counting(ImmutableArray<SpendTag> tags) =>
        Enumerable.Range(0, _budgets.Length).Where(i => SpendTags.HaveAll(tags, _budgets[i].Tags));

    private ImmutableArray<BudgetNotice> Refusals(
        Usd? maxCost,
        int[] counting,
        ImmutableArray<SpendBalance> balances,
        Instant now) =>
    [
        .. counting.Zip(balances)
            .Where(c => _budgets[c.First] is { Action: BudgetAction.Refuse } budget && (maxCost is { } asked
                ? c.Second.Spent + c.Second.Reserved + asked > budget.Limit
                : budget.UnknownPrice == UnknownPricePolicy.Refuse))
            .Select(c => new BudgetNotice(StateOf(_budgets[c.First], c.Second, now), maxCost, IsRefusal: true)),
    ];

    private static SpendFilter FilterOf(Budget budget, Instant now) => new() { Tags = budget.Tags, During = budget.WindowAt(now) };

    /// <summary>Returns the state of a budget.</summary>
    private static BudgetState StateOf(Budget budget, SpendBalance balance, Instant now)
    {
        Interval window = budget.WindowAt(now);
        return new BudgetState(budget, balance.Spent, balance.Reserved, window.HasEnd ? window.End : null);
    }

    private bool ShallWarn(int index, Usd used, Instant now)
    {
        lock (_gate)
        {
            return _warnings[index].Opens(used, now);
        }
    }

    private Instant Now()
    {
        Instant reading = _time.GetCurrentInstant();
        Duration passed = Duration.FromTimeSpan(_time.GetElapsedTime(_started));
        lock (_gate)
        {
            return _clock.Read(reading, passed);
        }
    }
}
