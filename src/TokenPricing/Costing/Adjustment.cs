using System.Collections.Immutable;

namespace TokenPricing.Costing;

/// <summary>Something that changes a cost after the rates: a multiple of it, or a fixed amount; each is a line of the receipt.</summary>
public sealed record Adjustment
{
    private Adjustment(AdjustmentKind kind, string label, decimal multiple, Usd amount) =>
        (Kind, Label, Multiple, Amount) = (kind, label, multiple, amount);

    /// <summary>What it is, which decides when it is applied.</summary>
    public AdjustmentKind Kind { get; }

    /// <summary>What the receipt calls it.</summary>
    public string Label { get; }

    /// <summary>What the cost is multiplied by: 0.8 for 20 % off; 1 for a fixed amount.</summary>
    public decimal Multiple { get; }

    /// <summary>What is added: less than zero for a discount; zero for a multiple.</summary>
    public Usd Amount { get; }

    /// <summary>A percentage on top for a region, zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="uplift"/> is negative.</exception>
    public static Adjustment RegionalUplift(Percentage uplift, string label = "regional uplift") => More(AdjustmentKind.RegionalUplift, uplift, label);

    /// <summary>A percentage off, from 0 % to 100 %, that the provider gives everybody.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is not from 0 % to 100 %.</exception>
    public static Adjustment ProviderDiscount(Percentage discount, string label = "provider discount") => Less(AdjustmentKind.ProviderDiscount, discount, label);

    /// <summary>A percentage off, from 0 % to 100 %, that the caller has negotiated.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is not from 0 % to 100 %.</exception>
    public static Adjustment NegotiatedDiscount(Percentage discount, string label = "negotiated discount") => Less(AdjustmentKind.NegotiatedDiscount, discount, label);

    /// <summary>A fixed amount off, zero or more, that the caller has negotiated; a cost smaller than it becomes negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is negative.</exception>
    public static Adjustment NegotiatedDiscount(Usd discount, string label = "negotiated discount")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(discount, Usd.Zero);
        return new Adjustment(AdjustmentKind.NegotiatedDiscount, label, 1, -discount);
    }

    /// <summary>A percentage on top, zero or more, that the caller adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="markup"/> is negative.</exception>
    public static Adjustment Markup(Percentage markup, string label = "markup") => More(AdjustmentKind.Markup, markup, label);

    /// <summary>A fixed amount on top, zero or more, that the caller adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="markup"/> is negative.</exception>
    public static Adjustment Markup(Usd markup, string label = "markup")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(markup, Usd.Zero);
        return new Adjustment(AdjustmentKind.Markup, label, 1, markup);
    }

    /// <summary>The adjustment in words, in every culture: <c>markup: x 1.2</c>, <c>negotiated discount: -$5.00</c>.</summary>
    public override string ToString() => Multiple == 1 ? $"{Label}: {Amount}" : $"{Label}: x {DecimalText.Format(Multiple)}";

    /// <summary>
    /// The one order, whatever the order given: by kind, of one kind the multiples before the fixed amounts, and then so that any
    /// two orders of the same adjustments have the same receipt.
    /// </summary>
    internal static IEnumerable<Adjustment> InOrder(ImmutableArray<Adjustment> adjustments) => adjustments.Length < 2 ? adjustments : adjustments
        .OrderBy(a => a.Kind)
        .ThenBy(a => a.Amount != Usd.Zero)
        .ThenBy(a => a.Multiple)
        .ThenBy(a => a.Amount)
        .ThenBy(a => a.Label, StringComparer.Ordinal);

    internal static Adjustment Regional(RegionalUplift uplift) =>
        new(AdjustmentKind.RegionalUplift, $"region {uplift.Region}", uplift.Multiple, Usd.Zero);

    private static Adjustment More(AdjustmentKind kind, Percentage percentage, string label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percentage.Fraction, nameof(percentage));
        return new Adjustment(kind, label, Exact.Add(1, percentage.Fraction), Usd.Zero);
    }

    private static Adjustment Less(AdjustmentKind kind, Percentage percentage, string label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percentage.Fraction, nameof(percentage));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentage.Fraction, 1m, nameof(percentage));
        return new Adjustment(kind, label, 1 - percentage.Fraction, Usd.Zero);
    }
}
