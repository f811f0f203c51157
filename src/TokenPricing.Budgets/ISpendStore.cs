using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>Keeps what was spent, and adds it up by tags and time. Safe to be used by many threads at once.</summary>
public interface ISpendStore
{
    /// <summary>Adds an entry. Once the task has ended, the entry is kept as well as the store keeps anything, and is in every sum.</summary>
    /// <param name="entry">The entry. Adding the same one again adds nothing.</param>
    /// <param name="cancellation">Stops the waiting; the entry may have been added all the same, and adding it again is safe.</param>
    /// <exception cref="InvalidOperationException">Another entry has the id.</exception>
    ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default);

    /// <summary>The sum of the entries that a filter asks for.</summary>
    /// <param name="filter">Which entries.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="ArgumentException">The store does not keep times as finely as the filter asks.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default);

    /// <summary>The sums of the entries that a filter asks for, by their values of one tag: by tenant, say. Together they are the whole.</summary>
    /// <param name="tagKey">The key, such as <c>tenant</c>.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The sums by value; entries without the tag stand under the empty text.</returns>
    /// <exception cref="ArgumentException">As <see cref="SumAsync"/>.</exception>
    /// <exception cref="OverflowException">As <see cref="SumAsync"/>.</exception>
    ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(string tagKey, SpendFilter filter, CancellationToken cancellation = default);
}
