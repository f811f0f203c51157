using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>Whether a spend store reserved an amount, and the balances that it decided by.</summary>
/// <param name="IsReserved">Whether the amount is reserved; otherwise it would have exceeded a limit, and nothing has changed.</param>
/// <param name="Balances">The balance of each limit without the reservation, in the order of the limits.</param>
public sealed record SpendDecision(bool IsReserved, ImmutableArray<SpendBalance> Balances)
{
    /// <summary>The balance of each limit without the reservation, in the order of the limits.</summary>
    public ImmutableArray<SpendBalance> Balances { get; init => field = value.IsDefault ? [] : value; } = Balances.IsDefault
        ? []
        : Balances;

    /// <summary>Returns whether both decisions have the same content.</summary>
    public bool Equals(SpendDecision? other) =>
        other is not null && IsReserved == other.IsReserved && Balances.SequenceEqual(other.Balances);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsReserved, Balances.Length);
}
