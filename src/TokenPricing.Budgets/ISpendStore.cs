using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>Stores what was spent and sums it by tags and time. Implementations are thread-safe.</summary>
public interface ISpendStore
{
    /// <summary>Adds an entry. When the task has completed, the entry is stored and included in every sum.</summary>
    /// <param name="entry">The entry. Adding the same entry a second time has no effect.</param>
    /// <param name="cancellation">Cancels the wait. The entry may still be added; adding it again is safe.</param>
    /// <exception cref="InvalidOperationException">Another entry has the same id.</exception>
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
}
