using System.Collections.Immutable;

namespace TokenPricing.Statements;

/// <summary>Splits the difference of each line into effects that sum to it exactly.</summary>
internal sealed class BillExplanation(CostOptions options)
{
    // Amounts are exact; a bill may have been added up in floating point.
    private const decimal Noise = 0.000_000_01m;

    // With so many lines, one ratio is a discount, even if it is also that of another tier.
    private const int Many = 3;

    private static readonly Duration Near = Duration.FromDays(45);

    private readonly Dictionary<(Offer Offer, CostOptions Options), AggregateCosting> _costing = [];

    /// <summary>Returns the lines of cells.</summary>
    public IEnumerable<ReconciledLine> Lines(BillCell[] cells)
    {
        Dictionary<string, (decimal Factor, int Lines)?> discounts = cells
            .GroupBy(c => c.Key.Provider, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(p => p.Key, p => DiscountOf([.. p]), StringComparer.OrdinalIgnoreCase);
        return cells.Select(c => LineOf(c, Effects(c, discounts[c.Key.Provider])));
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
        Effects = effects,
        Meters =
        [
            .. cell.Meters.Select(m => new ReconciledMeter(
                m.Meter,
                m.Used,
                new Usd(m.Computed),
                m.BilledQuantity,
                m.IsBilled ? m.Billed : null,
                m.Used == 0 ? null : decimal.Round(m.List / m.Used * 1_000_000m, 12))),
        ],
    };

    private static bool IsNear(decimal left, decimal right, decimal rounding) =>
        Math.Abs(left - right) <= rounding + (Noise * Math.Max(1, Math.Abs(right)));

    /// <summary>
    /// Returns the one factor by which all lines of a provider are cheaper, and the number of lines; <see langword="null"/> if there is
    /// none.
    /// </summary>
    private (decimal Factor, int Lines)? DiscountOf(BillCell[] cells)
    {
        (decimal Expected, decimal Billed, decimal Rounding)[] items =
        [
            .. cells.Where(c => c.Key.Fee is null && c.Computed > 0 && c.Billed > 0).SelectMany(Items).Where(i => i.Expected > 0),
        ];
        if (items.Length == 0 || Array.TrueForAll(items, i => IsNear(i.Billed, i.Expected, i.Rounding)))
        {
            return null;
        }

        // The roundest percentage that the most precise amount allows; all others must have the same.
        (decimal expected, decimal billed, decimal rounding) = items.MinBy(i => i.Rounding / i.Expected);
        decimal? factor = Roundest(billed / expected, (rounding + (Noise * expected)) / expected);
        return factor is > 0.2m and < 1 && Array.TrueForAll(items, i => IsNear(i.Billed, i.Expected * factor.Value, i.Rounding))
            ? (factor.Value, cells.Length)
            : null;
    }

    /// <summary>Returns what was expected and billed, by meter where the bill has them.</summary>
    private IEnumerable<(decimal Expected, decimal Billed, decimal Rounding)> Items(BillCell cell)
    {
        if (cell.StatedList is > 0 and { } list)
        {
            return [(list, cell.Billed, cell.Rounding * 2)];
        }

        return !cell.HasMeters
            ? [(ExpectedOf(cell), cell.Billed, cell.Rounding)]
            : cell.Meters
                .Where(m => m.IsBilled && m.Used > 0)
                .Select(m => (m.Computed / m.Used * (m.BilledQuantity ?? m.Used), m.Billed, m.Rounding));
    }

    /// <summary>Returns the computed cost of the billed quantities, where the bill has them.</summary>
    private decimal ExpectedOf(BillCell cell) => cell.Computed + Quantity(cell);

    /// <summary>
    /// Returns the factor near a ratio that is a percentage with the fewest decimals; <see langword="null"/> if none is near.
    /// </summary>
    private static decimal? Roundest(decimal ratio, decimal tolerance)
    {
        for (int digits = 2; digits <= 5; digits++)
        {
            decimal rounded = decimal.Round(ratio, digits);
            if (Math.Abs(rounded - ratio) <= tolerance)
            {
                return rounded;
            }
        }

        return null;
    }

    /// <summary>Returns the effect of billed quantities that are not the used ones, at the computed rates.</summary>
    private decimal Quantity(BillCell cell)
    {
        BillCell.MeterCell[] billed = [.. cell.Meters.Where(m => m.IsBilled)];
        if (!cell.HasMeters || billed.Length == 0 || Array.Exists(billed, m => m.BilledQuantity is null))
        {
            return 0;
        }

        decimal effect = 0;
        foreach (BillCell.MeterCell meter in cell.Meters)
        {
            // Fees that the bill does not have are an effect of their own.
            decimal quantity = meter.BilledQuantity ?? 0;
            if (meter.Used > 0 && (meter.IsBilled || meter.Meter.HasDirection))
            {
                effect += (quantity - meter.Used) * (meter.Computed / meter.Used);
            }
            else if (meter.Used == 0 && quantity > 0 && cell.Offer is { } offer)
            {
                // What was not used at all has no computed rate: the price of the model is what the quantity is worth.
                effect += Priced(cell, offer, meter.Meter, quantity) ?? 0;
            }
        }

        return decimal.Round(effect, 20);
    }

    private ImmutableArray<(BillEffect Effect, Usd Amount, string Detail)> Effects(
        BillCell cell, (decimal Factor, int Lines)? discount)
    {
        List<(BillEffect Effect, Usd Amount, string Detail)> effects = [];
        decimal rest = cell.Billed - cell.Computed;
        if (rest == 0)
        {
            return [];
        }

        if (Math.Abs(rest) <= cell.Rounding)
        {
            return [(BillEffect.Rounding, new Usd(rest), "at most half of the last digit of each billed line")];
        }

        if (cell.Key.Fee is not null)
        {
            return [(BillEffect.Fees, new Usd(rest), "fees")];
        }

        decimal quantity = Quantity(cell);
        if (quantity != 0 && Math.Abs(quantity) > Noise)
        {
            Take(BillEffect.Quantity, quantity, QuantityWords(cell));
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
            if (cell.HasLong && cell.ListOfBilled is { } list && IsNear(cell.Billed, list, cell.Rounding))
            {
                Take(BillEffect.ContextTier, list - expected, "the bill says which tokens were in long requests");
            }
            else if (discount is { Lines: >= Many })
            {
                Discount(discount.Value.Factor);
            }
            else if (OtherTier(cell, expected) is var (tier, tierCost))
            {
                Take(BillEffect.ServiceTier, tierCost - expected, $"billed as {tier}");
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
            else if (discount is { } same)
            {
                Discount(same.Factor);
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

            void Discount(decimal factor) => Take(
                BillEffect.Discount,
                decimal.Round((expected * factor) - expected, 20),
                FormattableString.Invariant($"{(1 - factor) * 100:0.###} % on all lines of {cell.Key.Provider}"));
        }
    }

    private static string QuantityWords(BillCell cell) => string.Join(", ", cell.Meters
        .Where(m => (m.BilledQuantity ?? 0) != m.Used && (m.IsBilled || m.Meter.HasDirection))
        .Select(m => FormattableString.Invariant($"{m.Meter}: {m.Used} used, {m.BilledQuantity ?? 0} billed")));

    /// <summary>
    /// Returns the cost of a cell's usage by other options or at another instant; <see langword="null"/> if there is none.
    /// </summary>
    private RowCost? CostBy(BillCell cell, CostOptions other, Instant at)
    {
        if (cell.Offer is not { } offer || cell.At == Instant.MaxValue)
        {
            return null;
        }

        UsageParts parts = new();
        foreach (BillCell.MeterCell meter in cell.Meters.Where(m => m.Used > 0 || m.BilledQuantity > 0))
        {
            parts.Add(meter.Meter, meter.BilledQuantity is { } billed && decimal.IsInteger(billed) ? (long)billed : meter.Used);
        }

        if (!_costing.TryGetValue((offer, other), out AggregateCosting? costing))
        {
            _costing[(offer, other)] = costing = new AggregateCosting(offer, other);
        }

        try
        {
            return costing.CostOf(
                new UsageRow(0)
                {
                    At = at,
                    Requests = null,
                    IsOneMeter = true,
                    Context = cell.Key.Context ?? ContextBand.Short,
                    Usage = parts.ToUsage(),
                },
                at);
        }
        catch (PricingException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a cost is that of the bill, meter by meter where the bill has them.</summary>
    private static bool IsBilledAs(BillCell cell, RowCost cost)
    {
        if (!cost.Unpriced.IsEmpty || !IsNear(cell.Billed, cost.Total.Amount, cell.Rounding))
        {
            return false;
        }

        return !cell.HasMeters || cell.Meters.Where(m => m.IsBilled && m.Meter.HasDirection).All(m =>
            IsNear(m.Billed, cost.Lines.Where(l => l.Meter == m.Meter).Sum(l => l.Cost.Amount), m.Rounding));
    }

    private (string Tier, decimal Cost)? OtherTier(BillCell cell, decimal expected)
    {
        if (cell.Offer is not { } offer || cell.At == Instant.MaxValue || !offer.TryGetRateCard(cell.At, out RateCard? card))
        {
            return null;
        }

        foreach (ServiceTier tier in card.ServiceTiers.Append(ServiceTier.Standard).Distinct())
        {
            if ((Tiers.Named(tier.Value) ?? "standard") != (Tiers.Named(cell.Tier) ?? "standard")
                && CostBy(cell, options with { ServiceTier = tier }, cell.At) is { } cost
                && cost.Total.Amount != expected && IsBilledAs(cell, cost))
            {
                return (Tiers.Named(tier.Value) ?? "standard", cost.Total.Amount);
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

        CostOptions same = SameTier(cell);
        foreach (RateCard card in offer.History)
        {
            foreach (Instant? change in new[] { card.From, card.To })
            {
                if (change is not { } instant || instant - cell.At > Near || cell.At - instant > Near)
                {
                    continue;
                }

                Instant other = instant > cell.At ? instant : instant - Duration.FromSeconds(1);
                if (CostBy(cell, same, other) is { } cost && cost.Total.Amount != cell.Computed && IsBilledAs(cell, cost))
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
            [.. cell.Meters.Where(m => m.Meter == Meter.CacheWrite || m.Meter.Ancestors.Contains(Meter.CacheWrite))];
        decimal units = writes.Sum(w => w.Used);
        decimal computed = writes.Sum(w => w.Computed);
        if (units == 0 || cell.Offer is not { } offer)
        {
            return null;
        }

        decimal rest = cell.Billed - cell.Computed;
        if (cell.HasMeters && !IsNear(cell.Billed - writes.Sum(w => w.Billed), cell.Computed - computed, cell.Rounding))
        {
            return null;
        }

        decimal? At(Meter meter) => Priced(cell, offer, meter, units);
        return At(Meter.CacheWrite5m) is { } low && At(Meter.CacheWrite1h) is { } high && low < high
            && computed + rest >= low - cell.Rounding - Noise && computed + rest <= high + cell.Rounding + Noise
                ? rest
                : null;
    }

    private CostOptions SameTier(BillCell cell) =>
        ServiceTier.TryParse(cell.Tier ?? "standard", out ServiceTier tier) ? options with { ServiceTier = tier } : options;

    private decimal? Priced(BillCell cell, Offer offer, Meter meter, decimal units)
    {
        CostOptions same = SameTier(cell);
        try
        {
            RowCost cost = new AggregateCosting(offer, same).CostOf(
                new UsageRow(0)
                {
                    At = cell.At,
                    Requests = null,
                    IsOneMeter = true,
                    Context = cell.Key.Context ?? ContextBand.Short,
                    Usage = new UsageParts().Add(meter, units).ToUsage(),
                },
                cell.At);
            return cost.Unpriced.IsEmpty ? cost.Total.Amount : null;
        }
        catch (PricingException)
        {
            return null;
        }
    }

    /// <summary>Returns the difference if it is the whole of the fees that were computed, or of some of them.</summary>
    private static decimal? FeesOf(BillCell cell)
    {
        decimal rest = cell.Billed - cell.Computed;
        foreach (BillCell.MeterCell fee in cell.Meters.Where(m => !m.Meter.HasDirection && m.Computed > 0))
        {
            if (IsNear(rest, -fee.Computed, cell.Rounding))
            {
                return -fee.Computed;
            }
        }

        decimal all = cell.Meters.Where(m => !m.Meter.HasDirection).Sum(m => m.Computed);
        return all > 0 && IsNear(rest, -all, cell.Rounding) ? -all : null;
    }
}
