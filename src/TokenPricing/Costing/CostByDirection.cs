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

    /// <summary>Sums the amounts of receipt lines. Amounts that no <see cref="decimal"/> holds are rounded only as a sum.</summary>
    public static CostByDirection Of(ImmutableArray<ReceiptLine> lines) =>
        new(Sum(lines, MeterDirection.Input), Sum(lines, MeterDirection.Output), Sum(lines, MeterDirection.Neither));

    /// <summary>Applies an adjustment: a multiple scales every direction, a fixed amount goes to <see cref="Other"/>.</summary>
    public CostByDirection Adjusted(Adjustment adjustment) =>
        new(Input * adjustment.Multiple, Output * adjustment.Multiple, (Other * adjustment.Multiple) + adjustment.Amount);

    private static Usd Sum(ImmutableArray<ReceiptLine> lines, MeterDirection direction)
    {
        Usd sum = Usd.Zero;
        List<ReceiptLine>? inexact = null;
        foreach (ReceiptLine line in lines)
        {
            if (line.Meter.Direction == direction && line.IsExact)
            {
                sum += line.Amount;
            }
            else if (line.Meter.Direction == direction)
            {
                (inexact ??= []).Add(line);
            }
        }

        return inexact is null
            ? sum
            : new Usd(Exact.AddQuotients(sum.Amount, inexact.Select(l => (l.Rate.Usd, l.Quantity + l.RoundedUp, l.Rate.Per))));
    }
}
