namespace TokenPricing.Statements;

/// <content>What usage costs by other terms: another tier, band of context, region or day.</content>
internal sealed partial class BillExplanation
{
    private static readonly Duration Near = Duration.FromDays(45);

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
