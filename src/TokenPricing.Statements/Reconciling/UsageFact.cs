namespace TokenPricing.Statements;

/// <summary>Usage of one model on one day, tier, band and region.</summary>
internal sealed class UsageFact
{
    private readonly Dictionary<Meter, (decimal Units, decimal Cost, decimal List)> _meters = [];

    public UsageFact(UsageRow row, Offer offer)
    {
        Offer = offer;
        Day = BillFact.DayOf(row);
        Tier = row.ServiceTier;
        Context = row.Context;
        Region = row.Region;
        Text = FormattableString.Invariant($"{Day:uuuuMMdd}|{offer}|{Tier}|{Context}|{Region}|{row.Context is null}");
    }

    public string Text { get; }

    public Offer Offer { get; }

    public LocalDate? Day { get; }

    public string? Tier { get; }

    public ContextBand? Context { get; }

    public string? Region { get; }

    public decimal Low { get; private set; }

    public decimal High { get; private set; }

    public Instant At { get; private set; } = Instant.MaxValue;

    public void Add(UsageRow row, RowCost cost, Instant undated)
    {
        Low += (cost.Bounds?.Low ?? cost.Total).Amount;
        High += (cost.Bounds?.High ?? cost.Total).Amount;
        At = Instant.Min(At, row.Start ?? undated);
        foreach (CostLine line in cost.Lines)
        {
            (decimal units, decimal sum, decimal list) = _meters.GetValueOrDefault(line.Meter);
            _meters[line.Meter] = (units + line.Quantity, sum + line.Cost.Amount, list + line.ListCost.Amount);
        }
    }

    /// <summary>Adds the usage to its cell, and its fees to theirs where the bill has them without a model.</summary>
    public void AddTo(Dictionary<BillKey, BillCell> cells, BillGrain grain)
    {
        decimal fees = 0;
        foreach ((Meter meter, (decimal units, decimal cost, decimal list)) in _meters)
        {
            if (!meter.HasDirection && grain.HasFee(Offer.Provider.Id.Value, meter))
            {
                BillCell fee = Cell(cells, grain.FeeKey(Day, Offer.Provider.Id.Value, meter));
                Add(fee, meter, units, cost, list);
                fee.Low += cost;
                fee.High += cost;
                fees += cost;
            }
        }

        if (_meters.Keys.All(m => !m.HasDirection && grain.HasFee(Offer.Provider.Id.Value, m)) && _meters.Count > 0)
        {
            return;
        }

        BillCell cell = Cell(cells, grain.KeyOf(Day, Offer, Tier, Context, Region));
        cell.Low += Low - fees;
        cell.High += High - fees;
        cell.Tier ??= Tier;
        cell.Region ??= Region;
        foreach ((Meter meter, (decimal units, decimal cost, decimal list)) in _meters)
        {
            if (meter.HasDirection || !grain.HasFee(Offer.Provider.Id.Value, meter))
            {
                Add(cell, meter, units, cost, list);
            }
        }
    }

    private static void Add(BillCell cell, Meter meter, decimal units, decimal cost, decimal list)
    {
        BillCell.MeterCell one = cell.Of(meter);
        one.Used = checked(one.Used + units);
        one.Computed += cost;
        one.List += list;
        cell.Computed += cost;
    }

    private BillCell Cell(Dictionary<BillKey, BillCell> cells, BillKey key)
    {
        if (!cells.TryGetValue(key, out BillCell? cell))
        {
            cells[key] = cell = new BillCell(key);
        }

        cell.IsUsed = true;
        cell.Offer ??= key.Model.Length == 0 && key.Fee is null ? null : Offer;
        cell.At = Instant.Min(cell.At, At);
        return cell;
    }
}
