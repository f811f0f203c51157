using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>
/// Rate cards with every condition there is, what a cost can be asked with, and when: for
/// <c>[Property(Arbitrary = [typeof(CostingGenerators)])]</c>. Thresholds, quantities and hours are taken from few, so that they meet.
/// </summary>
public static class CostingGenerators
{
    private static readonly string[] Zones = ["UTC", "Europe/Paris", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"];
    private static readonly string[] Regions = ["eu", "us"];

    // Days on which the clock is put forward or back somewhere, a leap day, the turn of a year, and any.
    private static readonly Instant[] Days =
    [
        Instant.FromUtc(2026, 3, 8, 0, 0), Instant.FromUtc(2026, 3, 29, 0, 0), Instant.FromUtc(2026, 10, 25, 0, 0), Instant.FromUtc(2026, 4, 4, 0, 0),
        Instant.FromUtc(2028, 2, 29, 0, 0), Instant.FromUtc(2025, 12, 31, 0, 0), Instant.FromUtc(2026, 5, 1, 0, 0),
    ];

    private static readonly Meter[] UsualMeters =
    [
        Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning, Meter.InputAudio,
        Meter.Parse("cache-read-audio"), Meter.Parse("audio-seconds"), Meter.Parse("input-audio-seconds"), Meter.WebSearches, Meter.Requests,
    ];

    /// <summary>Prices with few digits, so that no sum of them outgrows a <see cref="decimal"/>.</summary>
    public static Gen<Rate> Price { get; } =
        from digits in Gen.Frequency((12, Gen.Choose(0, 4_000)), (1, Gen.Constant(0)))
        from places in Gen.Choose(0, 4)
        from per in Gen.Frequency((8, Gen.Constant(1_000_000L)), (1, Gen.Constant(1_000L)), (1, Gen.Constant(1L)))
        select new Rate(new decimal(digits, 0, 0, false, (byte)places), per);

    public static Gen<long> Units { get; } = Gen.Frequency(
        (2, Gen.Constant(0L)), (4, Gen.Choose(0, 12).Select(n => (long)n)), (3, Gen.Choose(0, 400_000).Select(n => (long)n)), (1, Gen.Constant(1_000_000_000_000L)));

    public static Gen<DailyWindow> Window { get; } =
        from start in HalfHour
        from end in HalfHour
        from zone in Gen.Elements(Zones)
        from days in Gen.Frequency((2, Gen.Constant(new List<IsoDayOfWeek>())), (1, Gen.SubListOf(Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None)).Select(d => d.ToList())))
        select new DailyWindow(start, end, DateTimeZoneProviders.Tzdb[zone], [.. days]);

    public static Gen<ContextTier> Context { get; } =
        from threshold in Threshold
        from includesThreshold in Gen.Elements(true, false)
        from kind in Gen.Choose(0, 3)
        select new ContextTier(
            threshold, includesThreshold, kind >= 2, kind == 3);

    public static Gen<RateCondition> Condition { get; } =
        from tier in Gen.Frequency((4, Gen.Constant(ServiceTier.Standard)), (1, Gen.Elements(ServiceTierGenerators.Some)))
        from context in Maybe(Context, 2)
        from window in Maybe(Window, 1)
        from reasoned in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new RateCondition { ServiceTier = tier, Context = context, Window = window, WhenReasoned = reasoned };

    private static Gen<LocalTime> HalfHour => Gen.Choose(0, 47).Select(n => LocalTime.Midnight.PlusMinutes(30 * n));

    private static Gen<long> Threshold => Gen.Frequency((5, Gen.Choose(0, 12).Select(n => (long)n)), (3, Gen.Elements(128_000L, 200_000, 272_000)), (1, Gen.Elements(0L, long.MaxValue)));

    /// <summary>Anything that a price list can say, whether or not it is wise.</summary>
    public static Arbitrary<ServiceTier> Tiers() => Gen.Elements(ServiceTierGenerators.Some).ToArbitrary();

    public static Arbitrary<AnyCard> Cards() => Arb.From(
        from basic in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from input in Price
        from output in Price
        from rates in Priced(UsualMeters, Condition)
        from multiples in Multiples
        from uplifts in Uplifts
        select new AnyCard(new RateCard([.. basic ? Basic(input, output) : [], .. rates], null, null, multiples, uplifts)),
        card => Simpler(card.Card).Select(c => new AnyCard(c)));

    /// <summary>Cards of ordinary rates only: what a unit costs does not depend on anything.</summary>
    public static Arbitrary<FlatCard> FlatCards() => Arb.From(
        from input in Price
        from output in Price
        from rates in Priced([.. UsualMeters.Where(m => m != Meter.Requests)], Gen.Constant(RateCondition.None))
        select new FlatCard(new RateCard([.. Basic(input, output), .. rates.Select(r => r with { Minimum = 0, RoundedUpTo = 0 })], null, null)),
        card => Simpler(card.Card).Select(c => new FlatCard(c)));

    /// <summary>Cards with one rate for each meter, and dearer ones beyond thresholds.</summary>
    public static Arbitrary<RisingCard> RisingCards() => Arb.From(
        from rates in Gen.Zip(Price, Gen.ListOf(Gen.Zip(Context, Price))).ArrayOf(UsualMeters.Length)
        select new RisingCard(new RateCard([.. UsualMeters.SelectMany((meter, i) => Rising(meter, rates[i].Item1, rates[i].Item2))], null, null)));

    public static Arbitrary<TokenUsage> Usages() => Arb.From(
        from meters in Gen.SubListOf(UsualMeters.AsEnumerable())
        from units in Units.ArrayOf(meters.Count)
        from tenths in Gen.Elements(1, 10)
        select TokenUsage.FromMeterParts([.. meters.Zip(units, (m, u) => new MeterQuantity(m, m.HasFractions ? (decimal)u / tenths : u))]),
        usage => usage.Parts.Select(p => TokenUsage.FromMeterParts([.. usage.Parts.Remove(p)]))
            .Concat(usage.Parts.SelectMany(p => new[] { 1, decimal.Floor(p.Quantity / 2), p.Quantity - 1 }
                .Where(q => q > 0 && q < p.Quantity)
                .Select(q => TokenUsage.FromMeterParts([.. usage.Parts.Replace(p, p with { Quantity = q })])))));

    public static Arbitrary<Instant> Instants() => (
        from day in Gen.Elements(Days)
        from minutes in Gen.Choose(-600, 3_000)
        from rest in Gen.Frequency((3, Gen.Constant(0L)), (1, Gen.Constant(-1L)), (1, Gen.Constant(1L)))
        select day + Duration.FromMinutes(minutes - (minutes % 10)) + Duration.FromNanoseconds(rest)).ToArbitrary();

    public static Arbitrary<Adjustment> Adjustments() => (
        from percent in Gen.Choose(0, 100)
        from kind in Gen.Choose(0, 5)
        select kind switch
        {
            0 => Adjustment.RegionalUplift(Percentage.FromPercent(percent)),
            1 => Adjustment.ProviderDiscount(Percentage.FromPercent(percent)),
            2 => Adjustment.NegotiatedDiscount(Percentage.FromPercent(percent)),
            3 => Adjustment.NegotiatedDiscount(new Usd(percent / 10m)),
            4 => Adjustment.Markup(Percentage.FromPercent(percent)),
            _ => Adjustment.Markup(new Usd(percent / 10m)),
        }).ToArbitrary();

    public static Arbitrary<CostOptions> Options() => Arb.From(
        from tier in Gen.Elements(ServiceTierGenerators.Some)
        from allow in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from region in Gen.Frequency((4, Gen.Constant<string?>(null)), (2, Gen.Constant<string?>("EU")), (1, Gen.Constant<string?>("mars")))
        from missing in Gen.Elements<MissingRatePolicy?>(null, MissingRatePolicy.Throw, MissingRatePolicy.LeaveUnpriced)
        from count in Gen.Choose(0, 4)
        from adjustments in Adjustments().Generator.ArrayOf(count)
        select new CostOptions { ServiceTier = tier, AllowStandardTier = allow, Region = region, MissingRate = missing, Adjustments = [.. adjustments] },
        options => options.Adjustments.Select(a => options with { Adjustments = options.Adjustments.Remove(a) })
            .Concat(options.Region is null ? [] : [options with { Region = null }])
            .Concat(options.ServiceTier == ServiceTier.Standard ? [] : [options with { ServiceTier = ServiceTier.Standard }]));

    private static Gen<ImmutableArray<TierMultiple>> Multiples =>
        from tiers in Gen.SubListOf(ServiceTierGenerators.Some.Where(t => t != ServiceTier.Standard))
        from multiples in Gen.Elements(0m, 0.5m, 0.25m, 1m, 2m, 1.75m).ArrayOf(tiers.Count)
        select tiers.Zip(multiples, TestOffers.Multiple).ToImmutableArray();

    private static Gen<ImmutableArray<RegionalUplift>> Uplifts =>
        from regions in Gen.SubListOf(Regions.AsEnumerable())
        from multiples in Gen.Elements(1m, 1.1m, 1.25m).ArrayOf(regions.Count)
        select regions.Zip(multiples, TestOffers.Uplift).ToImmutableArray();

    private static PricedMeter[] Basic(Rate input, Rate output) => [TestOffers.Rate(Meter.Input, input), TestOffers.Rate(Meter.Output, output)];

    private static Gen<PricedMeter[]> Priced(Meter[] meters, Gen<RateCondition> condition) =>
        from count in Gen.Choose(0, 14)
        from rates in (
            from meter in Gen.Elements(meters)
            from rate in Price
            from when in condition
            from minimum in Gen.Elements(0m, 0m, 0.5m, 10m)
            from step in Gen.Elements(0m, 0m, 0.3m, 6m)
            let priced = TestOffers.Rate(meter, rate, when)
            select meter.HasFractions ? priced with { Minimum = minimum, RoundedUpTo = step } : priced).ArrayOf(count)
        select rates;

    private static IEnumerable<PricedMeter> Rising(Meter meter, Rate first, IEnumerable<(ContextTier Context, Rate More)> tiers)
    {
        Rate rate = first;
        yield return TestOffers.Rate(meter, rate);
        foreach ((ContextTier context, Rate more) in tiers.OrderBy(t => t.Context.Least).DistinctBy(t => t.Context.Least))
        {
            rate += more;
            yield return TestOffers.Rate(meter, rate, new RateCondition { Context = context });
        }
    }

    private static Gen<T?> Maybe<T>(Gen<T> some, int weight)
        where T : class => Gen.Frequency((4, Gen.Constant<T?>(null)), (weight, some.Select(s => (T?)s)));

    private static IEnumerable<RateCard> Simpler(RateCard card) =>
    [
        .. card.Rates.Select(r => new RateCard(card.Rates.Remove(r), null, null, card.TierMultiples, card.RegionalUplifts)),
        .. card.TierMultiples.Select(m => new RateCard(card.Rates, null, null, card.TierMultiples.Remove(m), card.RegionalUplifts)),
        .. card.RegionalUplifts.Select(u => new RateCard(card.Rates, null, null, card.TierMultiples, card.RegionalUplifts.Remove(u))),
    ];
}

/// <summary>A rate card of rates with any conditions.</summary>
public sealed record AnyCard(RateCard Card)
{
    public override string ToString() => CardText.Of(Card);
}

/// <summary>A rate card of ordinary rates only.</summary>
public sealed record FlatCard(RateCard Card)
{
    public override string ToString() => CardText.Of(Card);
}

/// <summary>A rate card whose tiers are dearer the higher they are.</summary>
public sealed record RisingCard(RateCard Card)
{
    public override string ToString() => CardText.Of(Card);
}

/// <summary>What a failed law shows of a card.</summary>
internal static class CardText
{
    public static string Of(RateCard card) => string.Join(
        "; ", card.Rates.Select(Rate).Concat(card.TierMultiples.Select(m => m.ToString())).Concat(card.RegionalUplifts.Select(u => u.ToString())));

    private static string Rate(PricedMeter rate) => FormattableString.Invariant(
        $"{rate.Meter} {rate.Rate} [{rate.Condition}]{(rate.IsRounded ? $" at least {rate.Minimum}, rounded up to {rate.RoundedUpTo}" : "")}");
}
