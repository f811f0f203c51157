using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>Splits the difference of each line into effects that sum to it exactly.</summary>
internal sealed class BillExplanation(RowPricer pricer)
{
    // Amounts are exact; a bill may have been added up in floating point.
    internal const decimal Noise = 0.000_000_01m;

    private static readonly Duration Near = Duration.FromDays(45);

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

    /// <summary>
    /// Returns what it costs more that the bill names another tier, context or region than the usage, one after the other.
    /// </summary>
    private List<(BillCell.MeterCell? Meter, BillEffect Effect, decimal Amount, string Detail)> Moved(BillCell cell)
    {
        List<(BillCell.MeterCell? Meter, BillEffect Effect, decimal Amount, string Detail)> effects = [];
        foreach (BillCell.MeterCell meter in cell.Known)
        {
            foreach ((BillKey terms, decimal? quantity, decimal amount) in meter.Moved)
            {
                decimal units = quantity ?? meter.Used;
                Add(meter, terms, meter.Computed / meter.Used * units, amount, key => Priced(cell, meter.Meter, units, key));
            }
        }

        if (cell.BilledAs is { } whole)
        {
            Add(null, whole, cell.Computed, cell.Billed, key =>
                CostBy(cell, key, cell.At) is { Unpriced.IsEmpty: true } cost ? cost.Total.Amount : null);
        }

        return effects;

        void Add(BillCell.MeterCell? meter, BillKey terms, decimal cost, decimal billed, Func<BillKey, decimal?> costBy)
        {
            BillKey own = cell.Key;
            (BillEffect Effect, BillKey Key, string Detail)[] steps =
            [
                (BillEffect.ServiceTier, own with { Tier = terms.Tier }, $"billed as {terms.Tier ?? "standard"}"),
                (BillEffect.ContextTier, own with { Tier = terms.Tier, Context = terms.Context }, $"billed as {terms.Context}"),
                (BillEffect.Region, terms, $"billed in {terms.Region ?? "no region"}"),
            ];
            foreach ((BillEffect effect, BillKey key, string detail) in steps)
            {
                if (key == own)
                {
                    continue;
                }

                // Without a price of these terms, all of the difference is theirs.
                decimal? other = costBy(key);
                decimal more = decimal.Round((other ?? billed) - cost, 20);
                if (more != 0)
                {
                    effects.Add((meter, effect, more, detail));
                }

                if (other is null)
                {
                    return;
                }

                (own, cost) = (key, other.Value);
            }
        }
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

    /// <summary>
    /// Returns the cost of a cell's usage by other terms or at another instant; <see langword="null"/> if there is none.
    /// </summary>
    private RowCost? CostBy(BillCell cell, BillKey terms, Instant at)
    {
        UsageParts parts = new();
        foreach (BillCell.MeterCell meter in cell.Known.Where(m => m.Used > 0 || m.Lines.Quantity > 0))
        {
            parts.Add(
                meter.Meter, meter.Lines.Quantity is { } billed && decimal.IsInteger(billed) ? (long)billed : meter.Used);
        }

        return Cost(cell, parts, terms, at);
    }

    private RowCost? Cost(BillCell cell, UsageParts parts, BillKey terms, Instant at)
    {
        if (cell.Offer is not { } offer || cell.At == Instant.MaxValue)
        {
            return null;
        }

        // The key has no tier or region where one side does not state it: then it is that of the usage.
        string? region = terms.Region ?? (cell.Key.Region is null ? cell.Region : null);
        UsageRow row = new(0)
        {
            Provider = offer.Provider.Id.Value,
            Model = offer.Model.Id.Value,
            At = at,
            Requests = null,
            IsOneMeter = true,
            ServiceTier = terms.Tier ?? (cell.Key.Tier is null && terms == cell.Key ? cell.Tier : null) ?? "standard",
            Context = terms.Context ?? ContextBand.Short,
            Region = region,
            Usage = parts.ToUsage(),
        };

        // The offer may be that of the region already.
        return pricer.PriceAlone(row).Cost ?? (region is null ? null : pricer.PriceAlone(row.In(null)).Cost);
    }

    /// <summary>Returns whether a cost is that of the bill, meter by meter where the bill has them.</summary>
    private static bool IsBilledAs(BillCell cell, RowCost cost)
    {
        if (!cost.Unpriced.IsEmpty || !IsNear(cell.Billed, cost.Total.Amount, cell.Rounding))
        {
            return false;
        }

        return !cell.HasMeters || cell.Known.Where(m => m.IsBilled && m.Meter.HasDirection).All(m =>
            IsNear(m.Lines.Amount, cost.Lines.Where(l => l.Meter == m.Meter).Sum(l => l.Cost.Amount), m.Lines.Rounding));
    }

    private (string Tier, decimal Cost)? OtherTier(BillCell cell, decimal expected)
    {
        if (cell.Offer is not { } offer || cell.At == Instant.MaxValue || !offer.TryGetRateCard(cell.At, out RateCard? card))
        {
            return null;
        }

        foreach (ServiceTier tier in card.ServiceTiers.Append(ServiceTier.Standard).Distinct())
        {
            string word = Tiers.Named(tier.Value) ?? "standard";
            if (word != (Tiers.Named(cell.Tier) ?? "standard")
                && CostBy(cell, cell.Key with { Tier = word }, cell.At) is { } cost
                && cost.Total.Amount != expected && IsBilledAs(cell, cost))
            {
                return (word, cost.Total.Amount);
            }
        }

        return null;
    }

    /// <summary>Returns the cost if all requests were short, or all were long, where the bill has no band of its own.</summary>
    private (ContextBand Context, decimal Cost)? OtherContext(BillCell cell, decimal expected)
    {
        foreach (ContextBand band in cell.Key.Context is null ? [ContextBand.Short, ContextBand.Long] : (ContextBand[])[])
        {
            if (CostBy(cell, SameTier(cell) with { Context = band }, cell.At) is { } cost
                && cost.Total.Amount != expected && IsBilledAs(cell, cost))
            {
                return (band, cost.Total.Amount);
            }
        }

        return null;
    }

    private static decimal? OtherRegion(BillCell cell, decimal expected)
    {
        if (cell.Offer is not { } offer || expected <= 0 || cell.At == Instant.MaxValue
            || !offer.TryGetRateCard(cell.At, out RateCard? card))
        {
            return null;
        }

        decimal[] uplifts = [.. card.RegionalUplifts.Select(u => u.Multiple), RegionRules.Uplift(offer, "us") ?? 1];
        foreach (decimal uplift in uplifts.Where(u => u != 1))
        {
            foreach (decimal factor in new[] { uplift, 1 / uplift })
            {
                if (IsNear(cell.Billed, expected * factor, cell.Rounding))
                {
                    return factor;
                }
            }
        }

        return null;
    }

    private (Instant Change, decimal Cost)? OtherPeriod(BillCell cell)
    {
        if (cell.Offer is not { } offer || cell.At == Instant.MaxValue)
        {
            return null;
        }

        foreach (RateCard card in offer.History)
        {
            foreach (Instant? change in new[] { card.From, card.To })
            {
                if (change is not { } instant || instant - cell.At > Near || cell.At - instant > Near)
                {
                    continue;
                }

                Instant other = instant > cell.At ? instant : instant - Duration.FromSeconds(1);
                if (CostBy(cell, SameTier(cell), other) is { } cost && cost.Total.Amount != cell.Computed && IsBilledAs(cell, cost))
                {
                    return (instant, cost.Total.Amount);
                }
            }
        }

        return null;
    }

    /// <summary>Returns the difference of the cache writes, if it is between all for five minutes and all for one hour.</summary>
    private decimal? CacheTime(BillCell cell)
    {
        BillCell.MeterCell[] writes =
            [.. cell.Known.Where(m => m.Meter == Meter.CacheWrite || m.Meter.Ancestors.Contains(Meter.CacheWrite))];
        decimal units = writes.Sum(w => w.Used);
        decimal computed = writes.Sum(w => w.Computed);
        if (units == 0)
        {
            return null;
        }

        decimal rest = cell.Billed - cell.Computed;
        if (cell.HasMeters && !IsNear(cell.Billed - writes.Sum(w => w.Lines.Amount), cell.Computed - computed, cell.Rounding))
        {
            return null;
        }

        decimal? At(Meter meter) => Priced(cell, meter, units, SameTier(cell));
        return At(Meter.CacheWrite5m) is { } low && At(Meter.CacheWrite1h) is { } high && low < high
            && computed + rest >= low - cell.Rounding - Noise && computed + rest <= high + cell.Rounding + Noise
                ? rest
                : null;
    }

    /// <summary>The terms of the usage, with its tier where the key has none.</summary>
    private static BillKey SameTier(BillCell cell) => cell.Key with { Tier = cell.Key.Tier ?? Tiers.Named(cell.Tier) };

    private decimal? Priced(BillCell cell, Meter meter, decimal units, BillKey terms) =>
        Cost(cell, new UsageParts().Add(meter, units), terms, cell.At) is { Unpriced.IsEmpty: true } cost ? cost.Total.Amount : null;

    /// <summary>Returns the difference if it is the whole of the fees that were computed, or of some of them.</summary>
    private static decimal? FeesOf(BillCell cell)
    {
        decimal rest = cell.Billed - cell.Computed;
        foreach (BillCell.MeterCell fee in cell.Known.Where(m => !m.Meter.HasDirection && m.Computed > 0))
        {
            if (IsNear(rest, -fee.Computed, cell.Rounding))
            {
                return -fee.Computed;
            }
        }

        decimal all = cell.Known.Where(m => !m.Meter.HasDirection).Sum(m => m.Computed);
        return all > 0 && IsNear(rest, -all, cell.Rounding) ? -all : null;
    }
}
