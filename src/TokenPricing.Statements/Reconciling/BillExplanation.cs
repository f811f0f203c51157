using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>Splits the difference of each line into effects that sum to it exactly.</summary>
internal sealed partial class BillExplanation(RowPricer pricer)
{
    // Amounts are exact; a bill may have been added up in floating point.
    internal const decimal Noise = 0.000_000_01m;

    /// <summary>Returns the lines of the cells that both sides have.</summary>
    public IEnumerable<ReconciledLine> Lines(BillCell[] cells)
    {
        Dictionary<string, BillDiscount?> discounts = cells
            .GroupBy(c => c.Key.Provider, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                p => p.Key,
                p => BillDiscount.Of(p.Key, [.. p.Where(IsPriced).SelectMany(Items)], [.. p.Where(c => !c.IsUsed).SelectMany(Others)]),
                StringComparer.OrdinalIgnoreCase);
        return cells.Where(c => c.IsUsed && c.IsBilled).Select(c => LineOf(c, Effects(c, discounts[c.Key.Provider])));
    }

    /// <summary>Returns a line of a cell.</summary>
    public static ReconciledLine LineOf(BillCell cell, ImmutableArray<(BillEffect Effect, Usd Amount, string Detail)> effects) => new()
    {
        Day = cell.Key.Day,
        Provider = cell.Key.Provider,
        Model = cell.Name,
        ServiceTier = cell.Key.Tier,
        Context = cell.Key.Context,
        Region = cell.Key.Region,
        Computed = new Usd(cell.Computed),
        Low = new Usd(cell.Low),
        High = new Usd(cell.High),
        Billed = new Usd(cell.Billed),
        BillRowsWithoutAmount = cell.WithoutAmount,
        Effects = effects,
        Meters =
        [
            .. cell.Meters.Select(m => new ReconciledMeter(
                m.Meter,
                m.Used,
                new Usd(m.Computed),
                m.Lines.Quantity,
                m.IsBilled ? m.Lines.Amount : null,
                m.Used == 0 ? null : decimal.Round(m.List / m.Used * 1_000_000m, 12))),
        ],
    };

    public static bool IsNear(decimal left, decimal right, decimal rounding) =>
        Math.Abs(left - right) <= rounding + (Noise * Math.Max(1, Math.Abs(right)));

    private static bool IsPriced(BillCell cell) =>
        cell is { IsUsed: true, Key.Fee: null, Computed: > 0, Whole.WithoutAmount: 0 } && cell.Billed > 0;

    /// <summary>Returns what was expected and billed, by meter where the bill has them.</summary>
    private IEnumerable<BillDiscount.Item> Items(BillCell cell)
    {
        if (!cell.HasMeters)
        {
            decimal cost = cell.Computed + Moved(cell).Sum(m => m.Amount);
            yield return cell.StatedList is > 0 and { } list
                ? new(cell, cost, list, cell.Billed, cell.Rounding * 2)
                : new(cell, cost, cost, cell.Billed, cell.Rounding);
            yield break;
        }

        ILookup<BillCell.MeterCell?, decimal> moved = Moved(cell).ToLookup(m => m.Meter, m => m.Amount);
        foreach (BillCell.MeterCell meter in cell.Known.Where(m => m.IsBilled))
        {
            decimal? used = meter.Used > 0 ? (meter.Computed / meter.Used * (meter.Lines.Quantity ?? meter.Used)) + moved[meter].Sum()
                : meter.Lines.Quantity is > 0 and { } quantity ? Priced(cell, meter.Meter, quantity, cell.Key)
                : null;
            if (used is { } expected)
            {
                yield return meter.Lines.StatedList is > 0 and { } list
                    ? new(cell, expected, list, meter.Lines.Amount, meter.Lines.Rounding * 2)
                    : new(cell, expected, expected, meter.Lines.Amount, meter.Lines.Rounding);
            }
        }
    }

    /// <summary>Returns what is billed and was not used, where the bill says of what it is the price.</summary>
    private static IEnumerable<BillDiscount.Item> Others(BillCell cell) => cell.Known
        .Where(m => m.IsBilled && m.Lines is { ListOfBilled: > 0, Amount: > 0 })
        .Select(m => new BillDiscount.Item(cell, 0, m.Lines.ListOfBilled!.Value, m.Lines.Amount, m.Lines.Rounding));

    /// <summary>Returns the effect of billed quantities that are not the used ones, at the computed rates.</summary>
    private decimal Quantity(BillCell cell)
    {
        BillCell.MeterCell[] billed = [.. cell.Known.Where(m => m.IsBilled)];
        if (!cell.HasMeters || (billed.Length == 0 && cell.WithoutAmount == 0) || Array.Exists(billed, m => m.Lines.Quantity is null))
        {
            return 0;
        }

        decimal effect = 0;
        foreach (BillCell.MeterCell meter in cell.Known)
        {
            // Fees that the bill does not have are an effect of their own.
            decimal quantity = meter.Lines.Quantity ?? 0;
            if (meter.Used > 0 && (meter.IsBilled || meter.Meter.HasDirection))
            {
                effect += (quantity - meter.Used) * (meter.Computed / meter.Used);
            }
            else if (meter.Used == 0 && quantity > 0 && cell.Offer is not null)
            {
                // What was not used at all has no computed rate: the price of the model is what the quantity is worth.
                effect += Priced(cell, meter.Meter, quantity, cell.Key) ?? 0;
            }
        }

        return decimal.Round(effect, 20);
    }

    private ImmutableArray<(BillEffect Effect, Usd Amount, string Detail)> Effects(BillCell cell, BillDiscount? discount)
    {
        List<(BillEffect Effect, Usd Amount, string Detail)> effects = [];
        decimal rest = cell.Billed - cell.Computed;
        if (rest == 0)
        {
            return [];
        }

        if (cell.WithoutAmount > 0)
        {
            BillCell.MeterCell[] without = [.. cell.Meters.Where(m => m.Lines.WithoutAmount > 0)];
            decimal amount = cell.HasMeters && cell.Key.Fee is null ? without.Sum(m => m.Lines.Amount - m.Computed) : rest;
            if (amount != 0)
            {
                Take(BillEffect.WithoutAmount, amount, WithoutWords([cell.Whole, .. without.Select(m => m.Lines)]));
            }

            if (rest == 0)
            {
                return [.. effects];
            }
        }

        if (Math.Abs(rest) <= cell.Rounding)
        {
            Take(BillEffect.Rounding, rest, "at most half of the last digit of each billed line");
            return [.. effects];
        }

        if (cell.Key.Fee is not null)
        {
            Take(BillEffect.Fees, rest, "fees");
            return [.. effects];
        }

        decimal quantity = Quantity(cell);
        if (quantity != 0 && Math.Abs(quantity) > Noise)
        {
            Take(BillEffect.Quantity, quantity, QuantityWords(cell));
        }

        foreach (var same in Moved(cell).GroupBy(m => (m.Effect, m.Detail)))
        {
            Take(same.Key.Effect, same.Sum(m => m.Amount), same.Key.Detail);
        }

        if (rest != 0 && !IsNear(rest, 0, cell.Rounding))
        {
            Explain();
        }

        if (rest != 0)
        {
            BillEffect last = IsNear(rest, 0, cell.Rounding) ? BillEffect.Rounding : BillEffect.Rest;
            effects.Add((last, new Usd(rest), last == BillEffect.Rest ? "not explained" : "rounding of the bill"));
        }

        return [.. effects];

        void Take(BillEffect effect, decimal amount, string detail)
        {
            effects.Add((effect, new Usd(amount), detail));
            rest -= amount;
        }

        void Explain()
        {
            decimal expected = cell.Billed - rest;
            decimal discounted = discount?.AmountOf(cell) ?? 0;
            if (cell.HasContext && cell.ListOfBilled is { } list && list != expected && IsNear(cell.Billed, list, cell.Rounding))
            {
                Take(BillEffect.ContextTier, list - expected, "the bill says how long the requests were");
            }
            else if (discount is { IsOnMany: true } && discounted != 0)
            {
                Take(BillEffect.Discount, discounted, discount.Words);
            }
            else if (OtherTier(cell, expected) is var (tier, tierCost))
            {
                Take(BillEffect.ServiceTier, tierCost - expected, $"billed as {tier}");
            }
            else if (OtherContext(cell, expected) is var (context, contextCost))
            {
                Take(BillEffect.ContextTier, contextCost - expected, $"billed as {context}");
            }
            else if (OtherRegion(cell, expected) is { } uplift)
            {
                Take(
                    BillEffect.Region,
                    decimal.Round((expected * uplift) - expected, 20),
                    FormattableString.Invariant($"x {uplift:0.####} of a region"));
            }
            else if (OtherPeriod(cell) is var (change, periodCost))
            {
                Take(
                    BillEffect.PricePeriod,
                    periodCost - expected,
                    FormattableString.Invariant($"the price that changed on {change.InUtc().Date:uuuu-MM-dd}"));
            }
            else if (discounted != 0)
            {
                Take(BillEffect.Discount, discounted, discount!.Words);
            }
            else if (CacheTime(cell) is { } cache)
            {
                Take(BillEffect.CacheTime, cache, "cache writes for another time");
            }
            else if (cell.Low < cell.High && cell.Billed >= cell.Low - cell.Rounding && cell.Billed <= cell.High + cell.Rounding)
            {
                Take(BillEffect.ContextTier, rest, "inside the interval of requests of unknown length");
            }
            else if (FeesOf(cell) is { } fees)
            {
                Take(BillEffect.Fees, fees, "fees that the bill has elsewhere or not");
            }
        }
    }

    private static string QuantityWords(BillCell cell) => string.Join(", ", cell.Known
        .Where(m => (m.Lines.Quantity ?? 0) != m.Used && (m.IsBilled || m.Meter.HasDirection))
        .Select(m => FormattableString.Invariant($"{m.Meter}: {m.Used} used, {m.Lines.Quantity ?? 0} billed")));

    private static string WithoutWords(BillCell.BilledLines[] lines) => string.Join(", ", lines
        .SelectMany(l => l.Reasons)
        .GroupBy(r => r.Key, r => r.Value)
        .Select(r => FormattableString.Invariant($"{r.Key}: {r.Sum()} {(r.Sum() == 1 ? "line" : "lines")}")));
}
