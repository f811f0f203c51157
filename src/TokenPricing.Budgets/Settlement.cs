using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>The result of settling a reservation with the actual cost of the call.</summary>
/// <param name="Entry">The cost as it was recorded, dated at the moment of the reservation.</param>
/// <param name="Returned">The reserved amount that was not used and is available again.</param>
/// <param name="Excess">The amount that the call cost beyond what was reserved; it is spent as well.</param>
/// <param name="Warnings">The warnings of budgets whose warning share was reached because of the excess.</param>
public sealed record Settlement(SpendEntry Entry, Usd Returned, Usd Excess, ImmutableArray<BudgetNotice> Warnings)
{
    /// <summary>The warnings of budgets whose warning share was reached because of the excess.</summary>
    public ImmutableArray<BudgetNotice> Warnings { get; init => field = value.IsDefault ? [] : value; } = Warnings.IsDefault
        ? []
        : Warnings;

    /// <summary>Returns whether both settlements have the same content.</summary>
    public bool Equals(Settlement? other) =>
        other is not null
            && (Entry, Returned, Excess) == (other.Entry, other.Returned, other.Excess)
            && Warnings.SequenceEqual(other.Warnings);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Entry, Returned, Excess, Warnings.Length);
}
