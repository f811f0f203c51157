namespace TokenPricing.Costing;

/// <summary>One line of a receipt: a quantity of one meter, billed at one rate.</summary>
/// <param name="Meter">The meter that was used.</param>
/// <param name="Quantity">The number of units, in the unit of <paramref name="Meter"/>.</param>
/// <param name="Priced">
/// The published rate, with its condition, source and date. Where <paramref name="Meter"/> has no
/// rate of its own, this is the rate of its nearest priced parent.
/// </param>
/// <param name="Multiple">
/// The factor of the service tier that multiplies the published rate; 1 where the tier has a rate of its own.
/// </param>
/// <param name="Card">The rate card of the rate, which says in which period it holds.</param>
/// <remarks>
/// A meter has several lines where rates change at a threshold, or where several periods or requests contributed to one cost.
/// </remarks>
public sealed record ReceiptLine(Meter Meter, decimal Quantity, PricedMeter Priced, decimal Multiple, RateCard Card)
{
    /// <summary>The rate that was charged: the published rate times <see cref="Multiple"/>.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Rate Rate => Multiple == 1 ? Priced.Rate : Priced.Rate.ScaledBy(Multiple);

    /// <summary>
    /// The units that are billed beyond those that were used, because the rate has a minimum per request or is rounded up; nearly always 0.
    /// </summary>
    public decimal RoundedUp { get; init; }

    /// <summary>
    /// The amount of the line in US dollars: <see cref="Rate"/> times <see cref="Quantity"/> and <see cref="RoundedUp"/>, before
    /// adjustments.
    /// </summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Usd Amount => Rate * (Quantity + RoundedUp);

    /// <summary>
    /// Whether the meter has no rate of its own and was billed at the rate of a parent, such as reasoning at the output rate.
    /// </summary>
    public bool IsBilledAsParent => Priced.Meter != Meter;

    /// <summary>Whether the amount is exact for every quantity, so that lines at the same rate can be merged.</summary>
    internal bool IsExact => Rate.DividesEvenly;

    /// <summary>Returns the line as text: <c>8,000 cached input tokens x $0.30 per 1M = $0.0024</c>.</summary>
    public override string ToString()
    {
        string billed = RoundedUp == 0 ? "" : $" (billed as {DecimalText.Grouped(Quantity + RoundedUp)})";
        string parent = IsBilledAsParent ? $" (billed as {Priced.Meter.Unit})" : "";
        string on = Priced.Condition.IsNone ? "" : $" ({Priced.Condition})";
        string tier = Multiple == 1 ? "" : $" ({DecimalText.Format(Multiple)} of the standard rate)";
        return $"{new MeterQuantity(Meter, Quantity)}{billed}{parent} x {Rate}{on}{tier} = {Amount}";
    }
}
