using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>
/// Checks budgets before each call, with the most that the call can cost, and records the actual cost afterwards. What is spent and
/// reserved in a window never exceeds the limit of a budget that refuses calls, unless a call costs more than was reserved for it.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="StartAsync"/> creates a guard whose reservations and costs are in a store: all guards that use the same store keep the same
/// limits, in any number of processes. <see cref="SingleProcessBudgetGuard"/> counts only its own calls, in memory.
/// </para>
/// <para>
/// Thread-safe. Time goes on as a stopwatch measures it, and the clock corrects it by up to a minute. A clock that is further from it has
/// jumped, and is believed only after it has gone on from there for an hour: a clock that is wrong for less neither opens a window nor
/// locks one. After a machine was suspended, the clock is believed an hour late as well. A clock that is set back by up to a day does not
/// reopen a window: time then stands still until the clock has caught up.
/// </para>
/// </remarks>
public abstract class BudgetGuard
{
    // Only the guards of this package.
    private protected BudgetGuard()
    {
    }

    /// <summary>
    /// The current state of each budget, in the order in which the budgets were given. With a store, it waits for the store;
    /// <see cref="StatesAsync"/> does not block the thread.
    /// </summary>
    public ImmutableArray<BudgetState> States => Wait(StatesAsync());

    /// <summary>
    /// Creates a guard that keeps its reservations and costs in a store. It counts what everyone who uses the store has spent and reserved.
    /// </summary>
    /// <param name="budgets">The budgets, each with a unique name.</param>
    /// <param name="time">The clock that dates calls: <see cref="TimeProvider.System"/> in a program.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellation">Cancels reading the store.</param>
    /// <exception cref="ArgumentException">
    /// Two budgets have the same name, the resolution of the store is too coarse for a window, or its retention too short.
    /// </exception>
    /// <exception cref="SpendClockException">The clock is far from the newest entry of the store.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    public static async Task<BudgetGuard> StartAsync(
        IEnumerable<Budget> budgets,
        TimeProvider time,
        ISpendStore store,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(store);
        StoreBudgetGuard guard = new(Unique(budgets), time, store);
        await guard.StatesAsync(cancellation).ConfigureAwait(false);
        return guard;
    }

    /// <summary>Checks every budget that counts a call, and reserves the most that the call can cost in all of them, or in none.</summary>
    /// <remarks>With a store, it waits for the store; <see cref="ReserveAsync"/> does not block the thread.</remarks>
    /// <param name="maxCost">
    /// The most that the call can cost, zero or more; see <see cref="BudgetExtensions.MaxCostOf"/>. <see langword="null"/> if it is not
    /// known, which never counts as zero: <see cref="Budget.UnknownPrice"/> decides.
    /// </param>
    /// <param name="tags">The tags of the call, in any order, each key once.</param>
    /// <returns>The decision, with a <see cref="Reservation"/> if the call is allowed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCost"/> is negative.</exception>
    /// <exception cref="ArgumentException">A tag key is given twice.</exception>
    /// <exception cref="SpendClockException">The clock is far from the newest entry of the store.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing is reserved.</exception>
    public BudgetDecision Reserve(Usd? maxCost, params ImmutableArray<SpendTag> tags) => Wait(ReserveAsync(maxCost, tags));

    /// <summary>
    /// Checks every budget that counts a call, and reserves the most that the call can cost in all of them, or in none, without blocking
    /// the thread.
    /// </summary>
    /// <param name="maxCost">The most that the call can cost, as for <see cref="Reserve"/>.</param>
    /// <param name="tags">The tags of the call, in any order, each key once.</param>
    /// <param name="cancellation">
    /// Cancels the wait for the store, at once. If the amount was reserved nevertheless, it is released in the background, and before the
    /// next call of this guard at the latest; the same holds if the store fails.
    /// </param>
    /// <returns>The decision, with a <see cref="Reservation"/> if the call is allowed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxCost"/> is negative.</exception>
    /// <exception cref="ArgumentException">A tag key is given twice.</exception>
    /// <exception cref="SpendClockException">The clock is far from the newest entry of the store.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing is reserved.</exception>
    public ValueTask<BudgetDecision> ReserveAsync(
        Usd? maxCost,
        ImmutableArray<SpendTag> tags = default,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCost ?? Usd.Zero, Usd.Zero, nameof(maxCost));
        return DecideAsync(maxCost, SpendTags.Ordered(tags), cancellation);
    }

    /// <summary>Returns the current state of each budget, in the order in which the budgets were given.</summary>
    /// <param name="cancellation">Cancels the wait for the store.</param>
    /// <exception cref="SpendClockException">The clock is far from the newest entry of the store.</exception>
    public abstract ValueTask<ImmutableArray<BudgetState>> StatesAsync(CancellationToken cancellation = default);

    /// <summary>Decides on a call with valid arguments.</summary>
    private protected abstract ValueTask<BudgetDecision> DecideAsync(
        Usd? maxCost,
        ImmutableArray<SpendTag> tags,
        CancellationToken cancellation);

    /// <summary>Returns the budgets, and throws if two have the same name.</summary>
    private protected static ImmutableArray<Budget> Unique(IEnumerable<Budget> budgets)
    {
        ImmutableArray<Budget> all = [.. budgets];
        return all.GroupBy(b => b.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice
            ? throw new ArgumentException($"Two budgets are named '{twice}'. Give each budget a unique name.", nameof(budgets))
            : all;
    }

    /// <summary>Returns a result that is there already, or waits for it. Nothing in this package needs the caller's context.</summary>
    private static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();
}
