namespace TokenPricing.Statements;

/// <summary>A line of a bill.</summary>
/// <param name="priced">The row.</param>
/// <param name="offer">What it is about; <see langword="null"/> if it names no model.</param>
/// <param name="amount">The amount in US dollars; <see langword="null"/> if it is not known.</param>
/// <param name="why">Why the amount is not known, such as <c>billed in EUR</c>.</param>
internal sealed class BillFact(PricedRow priced, Offer? offer, decimal? amount, string why = "")
{
    public UsageRow Row => priced.Row;

    /// <summary>The number of lines, which is more than 1 only if their amounts are not known.</summary>
    public long Rows { get; set; } = 1;

    public Offer? Offer => offer;

    public LocalDate? Day { get; } = DayOf(priced.Row);

    /// <summary>Whether the line is the sum of all models, as in a report that is not grouped.</summary>
    public bool IsUngrouped => Row.IsUngrouped;

    /// <summary>Returns the day of a row; <see langword="null"/> if it states no time.</summary>
    public static LocalDate? DayOf(UsageRow row) => row.Start?.InUtc().Date;

    /// <summary>Whether the line is a fee that is billed without a model.</summary>
    public bool IsFee => offer is null && Row.BilledMeter is { HasDirection: false };

    /// <summary>Adds the line to its cell, or returns it if it can have none.</summary>
    public (LocalDate? Day, string What, Usd Amount)? AddTo(Dictionary<BillKey, BillCell> cells, BillGrain grain)
    {
        BillKey? key = IsFee ? grain.FeeKey(Day, Row.Provider, Row.BilledMeter!.Value)
            : offer is not null ? grain.KeyOf(Day, offer, Row.ServiceTier, Row.Context, Row.Region)
            : IsUngrouped ? grain.WholeKey(Day, Row.Provider)
            : null;
        if (key is null)
        {
            string what = Row.Model.Length > 0 ? $"{Row.Model}: {Row.Description ?? "unknown model"}" : Row.Description ?? "not said";
            return amount is { } known ? (Day, Row.Provider.Length > 0 ? $"{Row.Provider}: {what}" : what, new Usd(known)) : null;
        }

        if (!cells.TryGetValue(key, out BillCell? cell))
        {
            cells[key] = cell = new BillCell(key);
        }

        cell.Offer ??= grain.IsWhole(Day, key.Provider) ? null : offer;
        BillCell.BilledLines lines = Row.BilledMeter is { } meter ? cell.Of(meter).Lines : cell.Whole;
        if (amount is not { } billed)
        {
            lines.AddWithoutAmount(why, Rows);
            return null;
        }

        cell.Describe(Row.Description);
        cell.HasContext |= Row.Context is not null;
        decimal? list = priced.Cost is { } cost && Row.IsOneMeter ? cost.Total.Amount : null;
        lines.Add(billed, Row.BilledMeter is null ? null : Row.BilledQuantity, Row.StatedStep, Row.StatedList, list);
        return null;
    }
}
