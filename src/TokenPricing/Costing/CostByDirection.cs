namespace TokenPricing.Costing;

/// <summary>The amounts of a cost in US dollars, by the direction of what was used.</summary>
/// <param name="Input">The amount for input meters.</param>
/// <param name="Output">The amount for output meters.</param>
/// <param name="Other">The amount for meters that are neither, and for fixed adjustments.</param>
internal readonly record struct CostByDirection(Usd Input, Usd Output, Usd Other)
{
    /// <summary>The sum of the three amounts.</summary>
    public Usd Total => Input + Output + Other;

    /// <summary>Adds two costs direction by direction.</summary>
    public static CostByDirection operator +(CostByDirection left, CostByDirection right) =>
        new(left.Input + right.Input, left.Output + right.Output, left.Other + right.Other);

    /// <summary>Sums the amounts of receipt lines.</summary>
    public static CostByDirection Of(IEnumerable<ReceiptLine> lines)
    {
        CostByDirection amounts = default;
        foreach (ReceiptLine line in lines)
        {
            amounts += line.Meter.Direction switch
            {
                MeterDirection.Input => new CostByDirection(line.Amount, Usd.Zero, Usd.Zero),
                MeterDirection.Output => new CostByDirection(Usd.Zero, line.Amount, Usd.Zero),
                _ => new CostByDirection(Usd.Zero, Usd.Zero, line.Amount),
            };
        }

        return amounts;
    }

    /// <summary>Applies an adjustment: a multiple scales every direction, a fixed amount goes to <see cref="Other"/>.</summary>
    public CostByDirection Adjusted(Adjustment adjustment) =>
        new(Input * adjustment.Multiple, Output * adjustment.Multiple, (Other * adjustment.Multiple) + adjustment.Amount);
}
