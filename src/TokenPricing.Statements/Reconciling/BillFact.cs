namespace TokenPricing.Statements;

/// <summary>A line of a bill.</summary>
internal sealed class BillFact(PricedRow priced, Offer? offer, decimal amount)
{
    public UsageRow Row => priced.Row;

    public Offer? Offer => offer;

    public LocalDate Day { get; } = DayOf(priced.Row);

    /// <summary>Whether the line is the sum of all models, as in a report that is not grouped.</summary>
    public bool IsUngrouped => Row.IsUngrouped;

    /// <summary>Returns the day of a row; that on which time begins if it has none.</summary>
    public static LocalDate DayOf(UsageRow row) => (row.Start ?? Instant.FromUnixTimeTicks(0)).InUtc().Date;

    /// <summary>Whether the line is a fee that is billed without a model.</summary>
    public bool IsFee => offer is null && Row.BilledMeter is { HasDirection: false };

    /// <summary>Adds the line to its cell, or returns it if it can have none.</summary>
    public (LocalDate Day, string What, Usd Amount)? AddTo(Dictionary<BillKey, BillCell> cells, BillGrain grain)
    {
        BillKey? key = IsFee ? grain.FeeKey(Day, Row.Provider, Row.BilledMeter!.Value)
            : offer is not null ? grain.KeyOf(Day, offer, Row.ServiceTier, Row.Context, Row.Region)
            : IsUngrouped ? grain.WholeKey(Day, Row.Provider)
            : null;
        if (key is null)
        {
            string what = Row.Model.Length > 0 ? $"{Row.Model}: {Row.Description ?? "unknown model"}" : Row.Description ?? "not said";
            return (Day, Row.Provider.Length > 0 ? $"{Row.Provider}: {what}" : what, new Usd(amount));
        }

        if (!cells.TryGetValue(key, out BillCell? cell))
        {
            cells[key] = cell = new BillCell(key);
        }

        cell.IsBilled = true;
        cell.Offer ??= grain.IsWhole(Day, key.Provider) ? null : offer;
        cell.Billed += amount;
        cell.Rounding += Row.StatedStep / 2;
        cell.Describe(Row.Description);
        cell.HasLong |= Row.Context == ContextBand.Long;
        cell.StatedList = cell.StatedList is { } list && Row.StatedList is { } stated ? list + stated : null;
        cell.ListOfBilled = cell.ListOfBilled is { } sum && priced.Cost is { } cost && Row.IsOneMeter ? sum + cost.Total.Amount : null;
        if (Row.BilledMeter is not { } meter)
        {
            cell.HasMeters = false;
            return null;
        }

        BillCell.MeterCell one = cell.Of(meter);
        one.Billed += amount;
        one.Rounding += Row.StatedStep / 2;
        one.BilledQuantity = Row.BilledQuantity is { } quantity && (one.BilledQuantity is not null || !one.IsBilled)
            ? (one.BilledQuantity ?? 0) + quantity
            : null;
        one.IsBilled = true;
        return null;
    }
}
