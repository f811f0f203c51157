namespace TokenPricing.Costing;

/// <summary>One line of a receipt: so many units of a meter, at a rate.</summary>
/// <param name="Meter">What was used.</param>
/// <param name="Quantity">How many units.</param>
/// <param name="Priced">The rate that billed them, with its condition, its source and the day it was learned; of another meter where this one has no rate of its own.</param>
/// <param name="Multiple">What a service tier multiplies the rate by; 1 for most lines.</param>
/// <param name="Card">The rate card, which knows from when to when the rate holds.</param>
public sealed record ReceiptLine(Meter Meter, long Quantity, PricedMeter Priced, decimal Multiple, RateCard Card)
{
    /// <summary>The rate that was charged, the tier's multiple included.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Rate Rate => Multiple == 1 ? Priced.Rate : Priced.Rate.ScaledBy(Multiple);

    /// <summary>What the line comes to.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Usd Amount => Rate * Quantity;

    /// <summary>Whether the rate is that of a parent meter, because this one has none.</summary>
    public bool IsBilledAsParent => Priced.Meter != Meter;

    /// <summary>Whether every quantity comes to an amount that need not be rounded.</summary>
    internal bool IsExact => Rate.DividesEvenly;

    /// <summary>The line in words: <c>8,000 cached input tokens x $0.30 per 1M = $0.0024</c>.</summary>
    public override string ToString()
    {
        string parent = IsBilledAsParent ? $" (billed as {Priced.Meter.Unit})" : "";
        string on = Priced.Condition.IsNone ? "" : $" ({Priced.Condition})";
        string tier = Multiple == 1 ? "" : $" ({DecimalText.Format(Multiple)} of the standard rate)";
        return $"{new MeterQuantity(Meter, Quantity)}{parent} x {Rate}{on}{tier} = {Amount}";
    }
}
