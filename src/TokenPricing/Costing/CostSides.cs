namespace TokenPricing.Costing;

/// <summary>A cost by the direction of what was used.</summary>
internal readonly record struct CostSides(Usd Input, Usd Output, Usd Other)
{
    public Usd Total => Input + Output + Other;

    public static CostSides operator +(CostSides left, CostSides right) =>
        new(left.Input + right.Input, left.Output + right.Output, left.Other + right.Other);

    public static CostSides Of(IEnumerable<ReceiptLine> lines)
    {
        CostSides sides = default;
        foreach (ReceiptLine line in lines)
        {
            sides += line.Meter.Direction switch
            {
                MeterDirection.Input => new CostSides(line.Amount, Usd.Zero, Usd.Zero),
                MeterDirection.Output => new CostSides(Usd.Zero, line.Amount, Usd.Zero),
                _ => new CostSides(Usd.Zero, Usd.Zero, line.Amount),
            };
        }

        return sides;
    }

    public CostSides Adjusted(Adjustment adjustment) =>
        new(Input * adjustment.Multiple, Output * adjustment.Multiple, (Other * adjustment.Multiple) + adjustment.Amount);
}
