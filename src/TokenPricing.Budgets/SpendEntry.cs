using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>The cost of one call, or of several together, as a spend store keeps it.</summary>
/// <param name="Id">The id; not empty. Adding an id a second time has no effect.</param>
/// <param name="At">When the amount was spent.</param>
/// <param name="Amount">The cost of everything that has a price; negative for a refund.</param>
/// <param name="Tags">The tags, in any order, each key once; can be empty.</param>
public sealed record SpendEntry(string Id, Instant At, Usd Amount, ImmutableArray<SpendTag> Tags)
{
    /// <summary>The id; not empty. Adding an id a second time has no effect.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Id { get; init => field = Named(value); } = Named(Id);

    /// <summary>The tags, in the order of their keys.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = SpendTags.Ordered(Tags);

    /// <summary>The number of calls that used something without a known price, which the amount does not include; zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Unpriced
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Unpriced));
            field = value;
        }
    }

    /// <summary>Returns whether both entries have the same id and content.</summary>
    public bool Equals(SpendEntry? other) =>
        other is not null
            && (Id, At, Amount, Unpriced) == (other.Id, other.At, other.Amount, other.Unpriced)
            && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, At, Amount);

    /// <summary>Returns the entry as text: <c>$0.0279 at 2026-06-01T12:00:00Z, tenant=acme (call-1)</c>.</summary>
    public override string ToString() =>
        $"{Amount} at {NodaTime.Text.InstantPattern.ExtendedIso.Format(At)}{string.Concat(Tags.Select(t => ", " + t))} ({Id})";

    /// <summary>Creates the exception for an id that belongs to another entry.</summary>
    internal InvalidOperationException Contradicts(SpendEntry known) =>
        new($"The id '{Id}' belongs to another spend entry. Stored: {known}. Added: {this}. Give each entry a unique id.");

    /// <summary>Returns an id, and throws if it is empty.</summary>
    private static string Named(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, nameof(Id));
        return id;
    }
}
