namespace TokenPricing;

public sealed partial class Cost
{
    /// <summary>Determines whether two costs are equal; see <see cref="Equals(Cost)"/>.</summary>
    public static bool operator ==(Cost? left, Cost? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Determines whether two costs differ.</summary>
    public static bool operator !=(Cost? left, Cost? right) => !(left == right);

    /// <summary>Adds two costs. Lines at the same rate are merged; intervals, adjustments and unpriced parts are added.</summary>
    /// <param name="left">The first cost.</param>
    /// <param name="right">The second cost.</param>
    /// <remarks>The order of the operands changes only the order of the lines. <see cref="Zero"/> is the neutral element.</remarks>
    /// <exception cref="ArgumentNullException">A cost is <see langword="null"/>.</exception>
    /// <exception cref="OverflowException">
    /// No <see cref="decimal"/> holds an amount exactly, or a count does not fit a <see cref="long"/>.
    /// </exception>
    public static Cost operator +(Cost left, Cost right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Billed both = new Billed(left.Lines, left.Unpriced) + new Billed(right.Lines, right.Unpriced);
        return new Cost(both.Lines, [.. Numbered(left.Adjustments).Concat(Numbered(right.Adjustments))
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

    /// <summary>
    /// Determines whether another cost has the same amounts and interval and, in any order, the same lines, adjustments and unpriced parts.
    /// </summary>
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

    /// <summary>An adjustment that applied twice has two lines. The second of one cost is added to the second of the other.</summary>
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
