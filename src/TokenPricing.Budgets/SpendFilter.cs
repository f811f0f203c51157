using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>Which entries are added up: those that have all its tags and were spent in its time. The default is all there are.</summary>
public sealed record SpendFilter
{
    /// <summary>Every entry.</summary>
    public static SpendFilter All { get; } = new();

    /// <summary>The tags that an entry must have, all of them; empty: any.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = [];

    /// <summary>When it was spent, half-open: from the start, before the end; without one of them, or both, where there is no bound.</summary>
    public Interval During { get; init; } = new(null, null);

    /// <summary>Whether an entry is among those.</summary>
    public bool Matches(SpendEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return During.Contains(entry.At) && SpendTags.HaveAll(entry.Tags, Tags);
    }

    /// <summary>Whether both ask for the same entries.</summary>
    public bool Equals(SpendFilter? other) => other is not null && During == other.During && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(During, Tags.Length);
}
