using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>
/// Stores what was spent, sums it by tags and time, and reserves amounts within limits. Implementations are thread-safe, and the limits
/// hold for everyone who uses the same store: threads, guards and, if the store is a file or a database, processes.
/// </summary>
public interface ISpendStore
{
    /// <summary>Adds an entry. When the task has completed, the entry is stored and included in every sum.</summary>
    /// <param name="entry">The entry. Adding the same entry a second time has no effect.</param>
    /// <param name="cancellation">Cancels the wait. The entry may still be added; adding it again is safe.</param>
    /// <exception cref="InvalidOperationException">Another entry has the same id.</exception>
    /// <exception cref="SpendClockException">The entry is far ahead of the newest one.</exception>
    ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default);

    /// <summary>Returns the sum of the entries that match a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ArgumentException">The resolution of the store is too coarse for the filter.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default);

    /// <summary>Returns the sums of the entries that match a filter, grouped by the value of one tag, such as the tenant.</summary>
    /// <param name="tagKey">The key of the tag, such as <c>tenant</c>.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The sums by value. Entries without the tag are under the empty string.</returns>
    /// <exception cref="ArgumentException">The resolution of the store is too coarse for the filter.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(
        string tagKey,
        SpendFilter filter,
        CancellationToken cancellation = default);

    /// <summary>
    /// Checks all limits and reserves an amount if it exceeds none of them, in one atomic step. Reservations that match the filter of a
    /// limit count like entries. A reservation of a process that has ended is given back.
    /// </summary>
    /// <param name="reservation">The reservation. An id that is already reserved is not reserved twice.</param>
    /// <param name="limits">The limits; they should be those whose filter the reservation matches.</param>
    /// <param name="cancellation">Cancels the wait. The amount may still be reserved; releasing its id is safe.</param>
    /// <returns>Whether the amount is reserved, and the balances.</returns>
    /// <exception cref="ArgumentException">The resolution of the store is too coarse for a filter.</exception>
    /// <exception cref="SpendClockException">The reservation is far from the newest entry.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly. Nothing is reserved.</exception>
    ValueTask<SpendDecision> ReserveAsync(
        SpendReservation reservation,
        ImmutableArray<SpendLimit> limits,
        CancellationToken cancellation = default);

    /// <summary>
    /// Adds an entry and removes a reservation in one atomic step. If there is no such reservation, because it was already settled or given
    /// back, the entry is added all the same.
    /// </summary>
    /// <param name="reservationId">The id of the reservation.</param>
    /// <param name="entry">The entry, as for <see cref="AddAsync"/>.</param>
    /// <param name="cancellation">Cancels the wait. The call may still be settled; settling it again is safe.</param>
    /// <exception cref="InvalidOperationException">Another entry has the same id. The reservation stays.</exception>
    ValueTask SettleAsync(string reservationId, SpendEntry entry, CancellationToken cancellation = default);

    /// <summary>Removes a reservation. If there is no such reservation, nothing happens.</summary>
    /// <param name="reservationId">The id of the reservation.</param>
    /// <param name="cancellation">Cancels the wait. The reservation may still be removed.</param>
    ValueTask ReleaseAsync(string reservationId, CancellationToken cancellation = default);

    /// <summary>Returns what is spent and reserved of what matches each filter, all at the same moment.</summary>
    /// <param name="at">The current time, checked as that of a reservation.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ArgumentException">The resolution of the store is too coarse for a filter.</exception>
    /// <exception cref="SpendClockException">The time is far from the newest entry.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds a sum exactly.</exception>
    ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(
        Instant at,
        ImmutableArray<SpendFilter> filters,
        CancellationToken cancellation = default);
}
