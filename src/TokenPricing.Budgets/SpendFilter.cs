using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>
/// Selects the entries that are summed: those that have all of its tags and are in its interval. By default, all entries.
/// </summary>
public sealed record SpendFilter
{
    /// <summary>The filter that every entry matches.</summary>
    public static SpendFilter All { get; } = new();

    /// <summary>The tags that an entry must have, all of them. Empty (the default): any entry matches.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = [];

    /// <summary>
    /// The time in which an entry must be, from the start to before the end. Without a start or end there is no bound; by default there is
    /// neither.
    /// </summary>
    public Interval During { get; init; } = new(null, null);

    /// <summary>Returns whether an entry matches the filter.</summary>
    /// <param name="entry">The entry.</param>
    public bool Matches(SpendEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return During.Contains(entry.At) && SpendTags.HaveAll(entry.Tags, Tags);
    }

    /// <summary>Returns whether both filters have the same content.</summary>
    public bool Equals(SpendFilter? other) => other is not null && During == other.During && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(During, Tags.Aggregate(0, (hash, tag) => HashCode.Combine(hash, tag)));
}
