using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>What was billed before any adjustment, and what could not be.</summary>
internal sealed record Billed(ImmutableArray<ReceiptLine> Lines, ImmutableArray<UnpricedPart> Unpriced)
{
    /// <summary>Both together: lines at the same rate become one, and so do unpriced parts of the same meter.</summary>
    public static Billed operator +(Billed left, Billed right) => new(
        [.. left.Lines.Concat(right.Lines)
            .GroupBy(l => (l.Meter, l.Priced, l.Multiple, l.Card))
            .Select(g => g.First() with { Quantity = g.Aggregate(0L, (sum, l) => sum + l.Quantity) })],
        [.. left.Unpriced.Concat(right.Unpriced)
            .GroupBy(u => (u.Part.Meter, u.Reason))
            .Select(g => new UnpricedPart(new MeterQuantity(g.Key.Meter, g.Aggregate(0L, (sum, u) => sum + u.Part.Quantity)), g.Key.Reason))]);
}
