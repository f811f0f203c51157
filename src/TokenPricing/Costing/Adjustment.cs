namespace TokenPricing.Costing;

/// <summary>A change to a cost after the rates: a multiple of the cost, or a fixed amount in US dollars.</summary>
/// <remarks>
/// <para>Adjustments are passed in <see cref="CostOptions.Adjustments"/>. Each becomes one <see cref="AppliedAdjustment"/> on the receipt.
/// Surcharges of a region apply first, then discounts of the provider, negotiated discounts and markups, each to what the ones before it
/// left; within one kind, multiples apply before fixed amounts. The order in which they are passed has no effect.</para>
/// <para>A multiple scales input, output and the rest of a cost alike. A fixed amount counts as
/// neither input nor output.</para>
/// <para>Two adjustments are equal when kind, label, multiple and amount are equal; labels are
/// case-sensitive.</para>
/// </remarks>
public sealed record Adjustment
{
    private Adjustment(AdjustmentKind kind, string label, decimal multiple, Usd amount) =>
        (Kind, Label, Multiple, Amount) = (kind, label ?? throw new ArgumentNullException(nameof(label)), multiple, amount);

    /// <summary>The kind of adjustment, which decides when it applies.</summary>
    internal AdjustmentKind Kind { get; }

    /// <summary>Whether it is a surcharge for processing in a region, which is part of the provider's price and not of the terms.</summary>
    public bool IsRegional => Kind == AdjustmentKind.RegionalUplift;

    /// <summary>The name that the receipt shows for it, such as <c>markup</c>.</summary>
    public string Label { get; }

    /// <summary>The factor that multiplies the cost, zero or more: 0.8 for 20 % off; 1 for a fixed amount.</summary>
    public decimal Multiple { get; }

    /// <summary>The amount that is added: negative for a discount, zero for a multiple.</summary>
    public Usd Amount { get; }

    /// <summary>Creates a surcharge for processing in a region.</summary>
    /// <param name="uplift">The surcharge as a percentage of the cost, zero or more.</param>
    /// <param name="label">The name that the receipt shows.</param>
    /// <remarks>The uplifts that a rate card itself lists apply through <see cref="CostOptions.Region"/> and need no adjustment.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="uplift"/> is negative.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is <see langword="null"/>.</exception>
    public static Adjustment RegionalUplift(Percentage uplift, string label = "regional uplift") =>
        More(AdjustmentKind.RegionalUplift, uplift, label);

    /// <summary>Creates a discount that the provider gives to every customer.</summary>
    /// <param name="discount">The discount as a percentage of the cost, from 0 % to 100 %.</param>
    /// <param name="label">The name that the receipt shows.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="discount"/> is not from 0 % to 100 %.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is <see langword="null"/>.</exception>
    public static Adjustment ProviderDiscount(Percentage discount, string label = "provider discount") =>
        Less(AdjustmentKind.ProviderDiscount, discount, label);

    /// <summary>Creates a discount that the caller has negotiated, as a percentage.</summary>
    /// <param name="discount">The discount as a percentage of the cost, from 0 % to 100 %.</param>
    /// <param name="label">The name that the receipt shows.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="discount"/> is not from 0 % to 100 %.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is <see langword="null"/>.</exception>
    public static Adjustment NegotiatedDiscount(Percentage discount, string label = "negotiated discount") =>
        Less(AdjustmentKind.NegotiatedDiscount, discount, label);

    /// <summary>Creates a discount that the caller has negotiated, as a fixed amount.</summary>
    /// <param name="discount">The amount to take off, zero or more. A cost smaller than it becomes negative.</param>
    /// <param name="label">The name that the receipt shows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="discount"/> is negative.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is <see langword="null"/>.</exception>
    public static Adjustment NegotiatedDiscount(Usd discount, string label = "negotiated discount")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(discount, Usd.Zero);
        return new Adjustment(AdjustmentKind.NegotiatedDiscount, label, 1, -discount);
    }

    /// <summary>Creates a markup that the caller adds before charging the cost on, as a percentage.</summary>
    /// <param name="markup">The markup as a percentage of the cost, zero or more.</param>
    /// <param name="label">The name that the receipt shows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="markup"/> is negative.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is <see langword="null"/>.</exception>
    public static Adjustment Markup(Percentage markup, string label = "markup") => More(AdjustmentKind.Markup, markup, label);

    /// <summary>Creates a markup that the caller adds before charging the cost on, as a fixed amount.</summary>
    /// <param name="markup">The amount to add, zero or more.</param>
    /// <param name="label">The name that the receipt shows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="markup"/> is negative.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is <see langword="null"/>.</exception>
    public static Adjustment Markup(Usd markup, string label = "markup")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(markup, Usd.Zero);
        return new Adjustment(AdjustmentKind.Markup, label, 1, markup);
    }

    /// <summary>
    /// Returns the adjustment as text in the invariant culture: <c>markup: x 1.2</c>, <c>negotiated discount: -$5.00</c>.
    /// </summary>
    public override string ToString() => Multiple == 1 ? $"{Label}: {Amount}" : $"{Label}: x {DecimalText.Format(Multiple)}";

    /// <summary>Sorts adjustments into the order in which they apply, so that every permutation gives the same receipt.</summary>
    internal static IEnumerable<Adjustment> InOrder(ImmutableArray<Adjustment> adjustments) =>
        adjustments.Length < 2 ? adjustments : adjustments
        .OrderBy(a => a.Kind)
        .ThenBy(a => a.Amount != Usd.Zero)
        .ThenBy(a => a.Multiple)
        .ThenBy(a => a.Amount)
        .ThenBy(a => a.Label, StringComparer.Ordinal);

    /// <summary>Creates the adjustment for an uplift that a rate card lists.</summary>
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
