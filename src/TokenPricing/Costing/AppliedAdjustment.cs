namespace TokenPricing.Costing;

/// <summary>An adjustment as a line of a receipt.</summary>
/// <param name="Adjustment">What was adjusted.</param>
/// <param name="Amount">What it added; less than zero for a discount.</param>
public sealed record AppliedAdjustment(Adjustment Adjustment, Usd Amount)
{
    /// <summary>The line in words: <c>negotiated discount: -$0.0056</c>.</summary>
    public override string ToString() => $"{Adjustment.Label}: {Amount}";
}
