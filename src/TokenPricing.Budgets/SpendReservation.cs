using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>What a call can cost at most, as a spend store reserves it.</summary>
/// <param name="Id">The id; not empty. Reserving an id a second time has no effect.</param>
/// <param name="At">When the amount is reserved, which is also when it counts as spent.</param>
/// <param name="Amount">The reserved amount; zero or more.</param>
/// <param name="Tags">The tags of the call, in any order, each key once; can be empty.</param>
public sealed record SpendReservation(string Id, Instant At, Usd Amount, ImmutableArray<SpendTag> Tags)
{
    /// <summary>The id; not empty. Reserving an id a second time has no effect.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Id { get; init => field = Named(value); } = Named(Id);

    /// <summary>The reserved amount; zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public Usd Amount { get; init => field = ZeroOrMore(value); } = ZeroOrMore(Amount);

    /// <summary>The tags, in the order of their keys.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = SpendTags.Ordered(Tags);

    /// <summary>Returns whether both reservations have the same id and content.</summary>
    public bool Equals(SpendReservation? other) =>
        other is not null && (Id, At, Amount) == (other.Id, other.At, other.Amount) && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, At, Amount);

    private static string Named(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id, nameof(Id));
        return id;
    }

    private static Usd ZeroOrMore(Usd amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, Usd.Zero, nameof(Amount));
        return amount;
    }
}
