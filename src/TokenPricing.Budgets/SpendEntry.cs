using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>What one call cost, or several together, as a store of spend keeps it.</summary>
/// <param name="Id">Who adds the same id again adds nothing; not empty.</param>
/// <param name="At">When it was spent.</param>
/// <param name="Amount">How much, of what has a price; less than zero for a refund.</param>
/// <param name="Tags">Whose spend it is, in any order, no key twice; empty: nobody's in particular.</param>
public sealed record SpendEntry(string Id, Instant At, Usd Amount, ImmutableArray<SpendTag> Tags)
{
    /// <summary>Who adds the same id again adds nothing; not empty.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Id { get; init => field = Named(value); } = Named(Id);

    /// <summary>Whose spend it is, in the order of the keys.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = SpendTags.Ordered(Tags);

    /// <summary>How many calls of the entry used something without a known price, which is not in the amount; 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long Unpriced
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Unpriced));
            field = value;
        }
    }

    /// <summary>Whether both are the same entry, in id and in all that it says.</summary>
    public bool Equals(SpendEntry? other) =>
        other is not null && (Id, At, Amount, Unpriced) == (other.Id, other.At, other.Amount, other.Unpriced) && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, At, Amount);

    /// <summary>The entry in words: <c>$0.0279 at 2026-06-01T12:00:00Z, tenant=acme (call-1)</c>.</summary>
    public override string ToString() => $"{Amount} at {NodaTime.Text.InstantPattern.ExtendedIso.Format(At)}{string.Concat(Tags.Select(t => ", " + t))} ({Id})";

    /// <summary>The error that this entry's id is taken by another one.</summary>
    internal InvalidOperationException Contradicts(SpendEntry known) =>
        new($"The spend entry '{Id}' is known already and says something else. Known: {known}. Given: {this}. Give each entry an id of its own.");

    private static string Named(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, nameof(Id));
        return id;
    }
}
