using System.Diagnostics.CodeAnalysis;

namespace TokenPricing;

public sealed partial class Cost
{
    /// <summary>Whether both come to the same, with the same interval, the same lines and the same unpriced parts.</summary>
    public static bool operator ==(Cost? left, Cost? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(Cost? left, Cost? right) => !(left == right);

    /// <summary>Both costs together. Lines at the same rate become one; intervals, adjustments and unpriced parts add up.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly, or a count does not fit a <see cref="long"/>.</exception>
    public static Cost operator +(Cost left, Cost right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Billed both = new Billed(left.Lines, left.Unpriced) + new Billed(right.Lines, right.Unpriced);
        return new Cost(
            both.Lines,
            [.. Numbered(left.Adjustments).Concat(Numbered(right.Adjustments))
                .GroupBy(a => (a.Applied.Adjustment, a.Number), a => a.Applied)
                .OrderBy(g => g.Key.Adjustment.Kind)
                .Select(g => new AppliedAdjustment(g.Key.Adjustment, g.Aggregate(Usd.Zero, (sum, a) => sum + a.Amount)))],
            both.Unpriced,
            new CostByDirection(left.Input, left.Output, left.Other) + new CostByDirection(right.Input, right.Output, right.Other),
            left.Low + right.Low,
            left.High + right.High);
    }

    /// <inheritdoc cref="op_Addition"/>
    public static Cost Add(Cost left, Cost right) => left + right;

    /// <summary>Whether both come to the same, with the same interval, the same lines and the same unpriced parts, in any order.</summary>
    public bool Equals([NotNullWhen(true)] Cost? other) =>
        other is not null
        && (Input, Output, Other, Low, High) == (other.Input, other.Output, other.Other, other.Low, other.High)
        && SameInAnyOrder(Lines, other.Lines)
        && SameInAnyOrder(Adjustments, other.Adjustments)
        && SameInAnyOrder(Unpriced, other.Unpriced);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as Cost);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Output, Other, Low, High, Lines.Length);

    // The same adjustment twice is two lines, the second of which is added to the second of the other cost.
    private static IEnumerable<(AppliedAdjustment Applied, int Number)> Numbered(IEnumerable<AppliedAdjustment> adjustments) =>
        adjustments.GroupBy(a => a.Adjustment).SelectMany(g => g.Select((applied, number) => (applied, number)));

    private static bool SameInAnyOrder<T>(IReadOnlyCollection<T> left, IReadOnlyCollection<T> right)
        where T : notnull
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        List<T> rest = [.. right];
        return left.All(rest.Remove);
    }
}
