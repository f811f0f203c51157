namespace TokenPricing.Costing;

/// <summary>An <see cref="Costing.Adjustment"/> as a line of a receipt, with the amount that it came to.</summary>
/// <param name="Adjustment">The adjustment that applied.</param>
/// <param name="Amount">The amount in US dollars that it added to the cost; negative for a discount.</param>
public sealed record AppliedAdjustment(Adjustment Adjustment, Usd Amount)
{
    /// <summary>Returns the line as text: <c>negotiated discount: -$0.0056</c>.</summary>
    public override string ToString() => $"{Adjustment.Label}: {Amount}";
}
