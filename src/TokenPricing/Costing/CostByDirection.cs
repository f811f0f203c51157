namespace TokenPricing.Costing;

/// <summary>A cost by the direction of what was used.</summary>
internal readonly record struct CostByDirection(Usd Input, Usd Output, Usd Other)
{
    public Usd Total => Input + Output + Other;

    public static CostByDirection operator +(CostByDirection left, CostByDirection right) =>
        new(left.Input + right.Input, left.Output + right.Output, left.Other + right.Other);

    public static CostByDirection Of(IEnumerable<ReceiptLine> lines)
    {
        CostByDirection sides = default;
        foreach (ReceiptLine line in lines)
        {
            sides += line.Meter.Direction switch
            {
                MeterDirection.Input => new CostByDirection(line.Amount, Usd.Zero, Usd.Zero),
                MeterDirection.Output => new CostByDirection(Usd.Zero, line.Amount, Usd.Zero),
                _ => new CostByDirection(Usd.Zero, Usd.Zero, line.Amount),
            };
        }

        return sides;
    }

    public CostByDirection Adjusted(Adjustment adjustment) =>
        new(Input * adjustment.Multiple, Output * adjustment.Multiple, (Other * adjustment.Multiple) + adjustment.Amount);
}
