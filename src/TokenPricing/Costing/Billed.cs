using System.Collections.Immutable;

namespace TokenPricing.Costing;

/// <summary>What was billed before any adjustment, and what could not be.</summary>
internal sealed record Billed(ImmutableArray<ReceiptLine> Lines, ImmutableArray<UnpricedPart> Unpriced)
{
    /// <summary>Nothing.</summary>
    public static Billed Nothing { get; } = new([], []);

    /// <summary>
    /// Both together: lines at the same rate become one, and so do unpriced parts of the same meter. Lines whose amounts may be
    /// rounded stay apart, since what they come to together is not what their units come to at once.
    /// </summary>
    public static Billed operator +(Billed left, Billed right) => new(
        [.. left.Lines.Concat(right.Lines)
            .Select((line, i) => (Line: line, Own: line.IsExact ? -1 : i))
            .GroupBy(l => (l.Line.Meter, l.Line.Priced, l.Line.Multiple, l.Line.Card, l.Own), l => l.Line)
            .Select(g => g.First() with { Quantity = g.Aggregate(0L, (sum, l) => sum + l.Quantity) })],
        [.. left.Unpriced.Concat(right.Unpriced)
            .GroupBy(u => (u.Part.Meter, u.Reason))
            .Select(g => new UnpricedPart(new MeterQuantity(g.Key.Meter, g.Aggregate(0L, (sum, u) => sum + u.Part.Quantity)), g.Key.Reason))]);

    /// <summary>The same for so many requests alike.</summary>
    public Billed Times(long requests) => new(
        [.. Lines.Select(l => l with { Quantity = l.Quantity * requests })],
        [.. Unpriced.Select(u => u with { Part = u.Part with { Quantity = u.Part.Quantity * requests } })]);
}
