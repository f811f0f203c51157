namespace TokenPricing.Statements;

/// <summary>
/// Brings lines of a bill to the usage that they are about where the bill names another tier, context or region than the usage.
/// </summary>
internal static class BillMatching
{
    private const int Tier = 1;
    private const int Context = 2;
    private const int Region = 4;

    // What differs least goes first.
    private static readonly int[] Differences =
        [Tier, Context, Region, Tier | Context, Tier | Region, Context | Region, Tier | Context | Region];

    /// <summary>
    /// Moves what is billed beyond the usage of its own terms to usage of the same day and model that is not billed, meter by meter.
    /// </summary>
    public static void Match(Dictionary<BillKey, BillCell> cells)
    {
        foreach (IGrouping<(LocalDate?, string, string), BillCell> group in cells.Values
            .Where(c => c.Key is { Fee: null, Model.Length: > 0 })
            .GroupBy(c => (c.Key.Day, c.Key.Provider, c.Key.Model))
            .Where(g => g.Skip(1).Any())
            .ToArray())
        {
            Match([.. group.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal)]);
            foreach (BillCell empty in group.Where(c => !c.IsUsed && !c.IsBilled))
            {
                cells.Remove(empty.Key);
            }
        }
    }

    private static void Match(BillCell[] group)
    {
        Dictionary<BillCell.MeterCell, (BillKey Terms, BillCell.MeterCell Taker)> takers = [];
        foreach (int difference in Differences)
        {
            foreach (BillCell billed in group.Where(c => c.IsBilled))
            {
                foreach (BillCell used in group.Where(c => c.IsUsed && DifferenceOf(c.Key, billed.Key) == difference))
                {
                    Move(billed, used, takers);
                }
            }
        }

        // What is billed of a tier that was not used at all is more of what was used.
        foreach ((BillCell.MeterCell billed, (BillKey terms, BillCell.MeterCell taker)) in takers)
        {
            if (billed is { Used: 0, IsBilled: true })
            {
                taker.Take(terms, billed.Lines, null);
            }
        }
    }

    private static int DifferenceOf(BillKey used, BillKey billed) =>
        (used.Tier == billed.Tier ? 0 : Tier)
        | (used.Context == billed.Context ? 0 : Context)
        | (used.Region == billed.Region ? 0 : Region);

    private static void Move(BillCell from, BillCell to, Dictionary<BillCell.MeterCell, (BillKey Terms, BillCell.MeterCell Taker)> takers)
    {
        if (!from.HasMeters)
        {
            if (!from.IsUsed && !to.IsBilled)
            {
                to.TakeWhole(from);
            }

            return;
        }

        foreach (BillCell.MeterCell billed in from.Meters.Where(m => to.HasMeters && (m.IsBilled || m.Lines.WithoutAmount > 0)))
        {
            if (to.Find(billed.Meter) is not { Used: > 0 } used)
            {
                continue;
            }

            if (billed.Used == 0 && !used.IsBilled && used.Lines.WithoutAmount == 0
                && (billed.Lines.WithoutAmount > 0 || billed.Lines.Quantity is null))
            {
                used.Take(from.Key, billed.Lines, null);
                continue;
            }

            // Without quantities nobody knows what is beyond the usage.
            decimal? lacking = used.Used - (used.IsBilled ? used.Lines.Quantity : 0);
            if (billed.Lines is { WithoutAmount: 0, Quantity: { } quantity } && used.Lines.WithoutAmount == 0
                && lacking > 0 && quantity > billed.Used)
            {
                used.Take(from.Key, billed.Lines, Math.Min(lacking.Value, quantity - billed.Used));
                takers[billed] = (from.Key, used);
            }
        }
    }
}
