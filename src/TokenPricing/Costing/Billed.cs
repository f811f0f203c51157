namespace TokenPricing.Costing;

/// <summary>The receipt of a usage before any adjustment.</summary>
/// <param name="Lines">What was billed.</param>
/// <param name="Unpriced">What has no price.</param>
internal sealed record Billed(ImmutableArray<ReceiptLine> Lines, ImmutableArray<(MeterQuantity Part, string Reason)> Unpriced)
{
    /// <summary>A receipt without lines, the neutral element of addition.</summary>
    public static Billed Nothing { get; } = new([], []);

    /// <summary>Adds two receipts: lines at the same rate are merged, and so are unpriced parts of the same meter.</summary>
    /// <remarks>
    /// A line whose amount may be rounded is never merged: the amount of the merged quantity could differ from the sum of the amounts.
    /// </remarks>
    public static Billed operator +(Billed left, Billed right) => new(
        [.. left.Lines.Concat(right.Lines)
            .Select((line, i) => (Line: line, Own: line.IsExact ? -1 : i))
            .GroupBy(l => (l.Line.Meter, l.Line.Priced, l.Line.Multiple, l.Line.Card, l.Own), l => l.Line)
            .Select(g => g.First() with { Quantity = g.Sum(l => l.Quantity), RoundedUp = g.Sum(l => l.RoundedUp) })],
        [.. left.Unpriced.Concat(right.Unpriced)
            .GroupBy(u => (u.Part.Meter, u.Reason))
            .Select(g => g.First() with { Part = new MeterQuantity(g.Key.Meter, g.Sum(u => u.Part.Quantity)) })]);

    /// <summary>Returns the receipt of a number of identical requests, given the receipt of one.</summary>
    public Billed Times(long requests) => new(
        [.. Lines.Select(l => l with { Quantity = l.Quantity * requests, RoundedUp = l.RoundedUp * requests })],
        [.. Unpriced.Select(u => u with { Part = u.Part with { Quantity = u.Part.Quantity * requests } })]);
}
