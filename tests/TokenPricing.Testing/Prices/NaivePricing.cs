using NodaTime;

namespace TokenPricing.Tests;

/// <summary>
/// What DESIGN 5 says of one request, written down once more without a thought for speed and sharing nothing with the library but its
/// data types, in rational numbers: period, window, service tier, context tier, adjustments.
/// </summary>
internal sealed class NaivePricing
{
    private readonly RateCard _card;
    private readonly MeterQuantity[] _parts;
    private readonly Instant _at;
    private readonly ServiceTier _tier;
    private readonly Fraction _length;
    private readonly bool _reasoned;

    private NaivePricing(RateCard card, TokenUsage usage, Instant at, ServiceTier tier)
    {
        _card = card;
        _at = at;
        _tier = tier;
        _length = usage.Parts.Where(p => p.Meter == Meter.Input || p.Meter.Ancestors.Contains(Meter.Input)).Aggregate(Zero, (sum, p) => sum + Fraction.Of(p.Quantity));
        _reasoned = usage.Parts.Any(p => p.Meter == Meter.Reasoning || p.Meter.Ancestors.Contains(Meter.Reasoning));
        bool countsRequests = usage.Parts.Any(p => p.Meter == Meter.Requests);
        _parts = [.. usage.Parts, .. usage.Requests > 0 && !countsRequests ? [new MeterQuantity(Meter.Requests, usage.Requests)] : Array.Empty<MeterQuantity>()];
        FeeIsImplied = !countsRequests;
    }

    private static Fraction Zero => Fraction.Of(0L);

    private bool FeeIsImplied { get; }

    /// <summary>The price, or why there is none.</summary>
    public static (PricingError? Error, Fraction Total, Meter[] Unpriced) Price(RateCard card, TokenUsage usage, Instant at, CostOptions options)
    {
        ServiceTier tier = options.ServiceTier;
        bool isPriced = tier == ServiceTier.Standard || card.TierMultiples.Any(m => m.Tier == tier) || card.Rates.Any(r => r.Condition.ServiceTier == tier);
        if (!isPriced && !options.AllowStandardTier)
        {
            return (PricingError.UnknownServiceTier, Zero, []);
        }

        NaivePricing request = new(card, usage, at, isPriced ? tier : ServiceTier.Standard);
        (Fraction sum, Meter[] unpriced) = request.Sum();
        if (unpriced.Length > 0 && options.MissingRate != MissingRatePolicy.LeaveUnpriced)
        {
            return (PricingError.MissingRate, Zero, unpriced);
        }

        if (options.Region is { } region)
        {
            RegionalUplift? uplift = card.RegionalUplifts.FirstOrDefault(u => u.Region.Equals(region, StringComparison.OrdinalIgnoreCase));
            if (uplift is null)
            {
                return (PricingError.UnknownRegion, Zero, unpriced);
            }

            sum *= Fraction.Of(uplift.Multiple);
        }

        foreach (AdjustmentKind kind in (AdjustmentKind[])[AdjustmentKind.RegionalUplift, AdjustmentKind.ProviderDiscount, AdjustmentKind.NegotiatedDiscount, AdjustmentKind.Markup])
        {
            Adjustment[] ofKind = [.. options.Adjustments.Where(a => a.Kind == kind)];
            sum = ofKind.Aggregate(sum, (s, a) => s * Fraction.Of(a.Multiple));
            sum = ofKind.Aggregate(sum, (s, a) => s + Fraction.Of(a.Amount.Amount));
        }

        return (null, sum, unpriced);
    }

    /// <summary>Whether a clock of the window's zone shows an hour of it: of the window that began on its date or on the day before.</summary>
    public static bool IsOpen(DailyWindow window, Instant at)
    {
        LocalDateTime clock = at.InZone(window.Zone).LocalDateTime;
        foreach (LocalDate day in (LocalDate[])[clock.Date.PlusDays(-1), clock.Date])
        {
            LocalDateTime begin = day + window.Start;
            LocalDateTime end = (window.End > window.Start ? day : day.PlusDays(1)) + window.End;
            if (begin <= clock && clock < end && (window.Days.IsEmpty || window.Days.Contains(day.DayOfWeek)))
            {
                return true;
            }
        }

        return false;
    }

    private (Fraction Sum, Meter[] Unpriced) Sum()
    {
        Fraction sum = Zero;
        List<Meter> unpriced = [];
        Dictionary<Meter, decimal> used = [];
        MeterDirection[] receipt = [MeterDirection.Input, MeterDirection.Output, MeterDirection.Neither];
        foreach (MeterQuantity part in receipt.SelectMany(d => _parts.Where(p => p.Meter.Direction == d)))
        {
            if (Owner(part.Meter) is { } owner)
            {
                decimal before = used.GetValueOrDefault(owner);
                used[owner] = before + part.Quantity;
                sum += Cost(owner, before, part.Quantity);
            }
            else if (part.Meter != Meter.Requests || !FeeIsImplied)
            {
                unpriced.Add(part.Meter);
            }
        }

        // What is billed beyond the units that were used costs as much as the last of them.
        foreach ((Meter owner, decimal units) in used.Where(u => u.Value > 0))
        {
            PricedMeter last = RateFor(owner, (long)decimal.Ceiling(units))!;
            decimal rest = last.RoundedUpTo > 0 ? units % last.RoundedUpTo : 0;
            decimal billed = rest > 0 ? units - rest + last.RoundedUpTo : units;
            sum += Charge(owner, (long)decimal.Ceiling(units)) * Fraction.Of(Math.Max(billed, last.Minimum) - units);
        }

        return (sum, [.. unpriced]);
    }

    private Fraction Cost(Meter owner, decimal before, decimal units)
    {
        decimal[] stops = [.. Turns(owner).Select(t => (decimal)t).Where(t => t > before && t < before + units).Append(before + units).Order()];
        Fraction sum = Zero;
        decimal done = before;
        foreach (decimal stop in stops)
        {
            sum += Charge(owner, (long)decimal.Floor(done) + 1) * Fraction.Of(stop - done);
            done = stop;
        }

        return sum;
    }

    // After which units the price of a unit may change: before and after each threshold.
    private long[] Turns(Meter meter) =>
        [.. Beyond(meter).SelectMany(r => new[] { r.Condition.Context!.Threshold - 1, r.Condition.Context.Threshold }).Where(t => t >= 0 && t < long.MaxValue).Distinct()];

    private IEnumerable<PricedMeter> Beyond(Meter meter) => _card.Rates.Where(r => r.Meter == meter && r.Condition.Context?.IsMarginal == true);

    private Fraction Charge(Meter meter, long unit)
    {
        PricedMeter rate = RateFor(meter, unit)!;
        return Fraction.Of(rate.Rate.Usd) * Multiple(rate)!.Value / Fraction.Of(rate.Rate.Per);
    }

    // What the tier charges of a rate: all of its own; of a standard one what a source states, or else the multiple that both the tier's
    // input and its output are of the standard ones. Fees that belong to no token are the same in every tier, and nothing stays nothing.
    private Fraction? Multiple(PricedMeter rate)
    {
        if (_tier == rate.Condition.ServiceTier)
        {
            return Fraction.Of(1L);
        }

        if (_card.TierMultiples.FirstOrDefault(m => m.Tier == _tier) is { } stated)
        {
            return Fraction.Of(stated.Multiple);
        }

        return !rate.Meter.HasDirection || rate.Rate.Usd == 0 ? Fraction.Of(1L) : Common();
    }

    private Fraction? Common()
    {
        List<Fraction?> multiples = [];
        foreach (Meter meter in (Meter[])[Meter.Input, Meter.Output])
        {
            Rate? standard = Ordinary(meter, ServiceTier.Standard);
            Rate? own = Ordinary(meter, _tier);
            if ((standard?.Usd ?? 0) != 0 || (own?.Usd ?? 0) != 0)
            {
                multiples.Add((standard?.Usd ?? 0) == 0 || own is null ? null : PerUnit(own.Value) / PerUnit(standard!.Value));
            }
        }

        return multiples is [{ FitsDecimal: true } first, ..] && multiples.TrueForAll(m => m == first) ? first : null;
    }

    private static Fraction PerUnit(Rate rate) => Fraction.Of(rate.Usd) / Fraction.Of(rate.Per);

    private Rate? Ordinary(Meter meter, ServiceTier tier) =>
        _card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition == new RateCondition { ServiceTier = tier })?.Rate;

    // Whether the tier leaves open what it charges for a meter that it has no rate of.
    private bool IsLeftOpen(Meter meter, long unit) => RateFor(meter, unit) is { } rate && Multiple(rate) is null;

    private Meter? Owner(Meter meter)
    {
        for (Meter[] generation = [meter]; generation.Length > 0; generation = [.. generation.SelectMany(m => m.Parents).Distinct()])
        {
            Meter[] priced = [.. generation.Where(m => RateFor(m, 1) is not null).OrderBy(m => m.Index)];
            if (priced.Length > 0)
            {
                long[] units = [.. priced.SelectMany(Turns).Select(t => t + 1).Append(1).Distinct()];
                return !units.Any(u => Array.Exists(priced, m => IsLeftOpen(m, u))) && units.All(u => priced.Select(m => Charge(m, u)).Distinct().Count() == 1) ? priced[0] : null;
            }
        }

        return null;
    }

    // The rates that hold for one unit, narrowed step by step.
    private PricedMeter? RateFor(Meter meter, long unit)
    {
        PricedMeter[] rates =
        [
            .. _card.Rates.Where(r => r.Meter == meter
                && (r.Condition.ServiceTier == ServiceTier.Standard || r.Condition.ServiceTier == _tier)
                && (r.Condition.Window is null || IsOpen(r.Condition.Window, _at))
                && (_reasoned || !r.Condition.WhenReasoned)
                && (r.Condition.Context is null || IsIn(r.Condition.Context, meter, unit))),
        ];
        PricedMeter? own = Best([.. rates.Where(r => r.Condition.ServiceTier != ServiceTier.Standard)]);
        PricedMeter? standard = Best([.. rates.Where(r => r.Condition.ServiceTier == ServiceTier.Standard)]);

        // A tier without a price for so long a request charges its multiple of the standard one.
        bool hasLengths = _card.Rates.Any(r => r.Meter == meter && r.Condition.ServiceTier == _tier && r.Condition.Context is not null);
        return own is null || (standard is { Condition.Context: not null } && !hasLengths) ? standard : own;

        static PricedMeter? Best(PricedMeter[] rates)
        {
            rates = Preferring(rates, r => r.Condition.Window is not null);
            rates = Preferring(rates, r => r.Condition.WhenReasoned);
            return rates.OrderByDescending(Length).FirstOrDefault();
        }

        static decimal Length(PricedMeter rate) => rate.Condition.Context is { } context ? First(context) : -1;

        // "More than 5" begins with 6, as "at least 6" does.
        static decimal First(ContextTier context) => !context.IncludesThreshold ? context.Threshold + 1m : context.Threshold;
    }

    private static PricedMeter[] Preferring(PricedMeter[] rates, Func<PricedMeter, bool> isPreferred) => rates.Any(isPreferred) ? [.. rates.Where(isPreferred)] : rates;

    private bool IsIn(ContextTier tier, Meter meter, long unit)
    {
        Fraction measured = tier.IsMarginal ? Fraction.Of(unit) : tier.MeasuresOwnQuantity ? OwnQuantity(meter) : _length;
        int compared = measured.CompareTo(Fraction.Of(tier.Threshold));
        return !tier.IncludesThreshold ? compared > 0 : compared >= 0;
    }

    private Fraction OwnQuantity(Meter meter) => _parts.Where(p => p.Meter == meter || (p.Meter.Ancestors.Contains(meter) && Reaches(p.Meter, meter))).Aggregate(Zero, (sum, p) => sum + Fraction.Of(p.Quantity));

    // Whether a part finds no rate before the generation in which the meter is.
    private bool Reaches(Meter part, Meter meter)
    {
        for (Meter[] generation = [part]; generation.Length > 0; generation = [.. generation.SelectMany(m => m.Parents).Distinct()])
        {
            if (generation.Contains(meter))
            {
                return true;
            }

            if (Array.Exists(generation, m => RateFor(m, 1) is not null))
            {
                return false;
            }
        }

        return false;
    }
}
