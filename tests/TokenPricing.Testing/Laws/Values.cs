using FsCheck;
using FsCheck.Fluent;

namespace TokenPricing.Tests;

/// <summary>
/// Generators of this library's values, for <c>[Properties(Arbitrary = [typeof(Values)])]</c>: everyday prices and counts,
/// mixed with the extremes of what the types hold (28 decimal places, 96-bit mantissas, zero, negative). All shrink.
/// </summary>
public static class Values
{
    private static readonly decimal[] Edges =
    [
        0, -0.0m, 0.00m, 1, -1, 1.0m, 0.1m, 0.15m, 0.5m, 10, 100.00m, 1e-12m, 1e-28m, -1e-28m, 5e-28m, 0.08333333333333334m,
        uint.MaxValue, ulong.MaxValue, ulong.MaxValue + 1m, long.MinValue, 1e28m, decimal.MaxValue, decimal.MinValue,
        7.9228162514264337593543950335m, -7.9228162514264337593543950335m, 0.0000000000000000000000000010m, 79228162514264337593543950330m,
    ];

    private static readonly decimal[] Ones = [1, 1.0m, 1.00m, 1.000m, 1.0000m, 1.00000m, 1.000000m];

    /// <summary>Published prices: up to $1,000 with up to 12 decimal places, some with needless zeros.</summary>
    public static Gen<decimal> Price { get; } =
        from places in Gen.Choose(0, 12)
        from digits in Gen.Choose(0, 1_000_000)
        from zeros in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 6)))
        select new decimal(digits, 0, 0, false, (byte)places) * Ones[zeros];

    /// <summary>Any mantissa of up to 96 bits, of either sign, with any number of decimal places.</summary>
    public static Gen<decimal> Extreme { get; } =
        from low in AnyInt
        from middle in AnyInt
        from high in AnyInt
        from negative in Gen.Elements(true, false)
        from places in Gen.Choose(0, 28)
        select new decimal(low, middle, high, negative, (byte)places);

    /// <summary>How many tokens or other units: mostly what a request has, some up to the most a <see cref="long"/> holds; none negative.</summary>
    public static Gen<long> Quantity { get; } = Gen.Frequency(
        (6, Gen.Choose(0, 2_000_000).Select(n => (long)n)),
        (2, from millions in Gen.Choose(0, int.MaxValue) from rest in Gen.Choose(0, 999_999) select (millions * 1_000_000L) + rest),
        (1, Gen.Elements(0L, 1, 999_999, 1_000_000, 1_000_001, uint.MaxValue, long.MaxValue - 1, long.MaxValue)));

    /// <summary>Units that a rate is for: powers of ten mostly, some seconds, some odd numbers.</summary>
    public static Gen<long> Per { get; } = Gen.Frequency(
        (6, Gen.Elements(1L, 1_000, 1_000_000)),
        (2, Gen.Elements(10L, 100, 3_600, 86_400, 1_024, 1_000_000_000, 1_000_000_000_000_000_000)),
        (1, Gen.Choose(1, int.MaxValue).Select(n => (long)n)),
        (1, Gen.Elements(7L, long.MaxValue, 1L << 62)));

    private static Gen<int> AnyInt => Gen.Frequency(
        (3, from a in Gen.Choose(0, 0xFFFF) from b in Gen.Choose(0, 0xFFFF) select unchecked((a << 16) | b)),
        (2, Gen.Constant(0)),
        (1, Gen.Constant(-1)));

    public static Arbitrary<decimal> Decimals() => Arb.From(Gen.Frequency((5, Price), (1, Price.Select(p => -p)), (3, Extreme), (2, Gen.Elements(Edges))), Simpler);

    public static Arbitrary<long> Quantities() => Arb.From(Quantity, SimplerCount);

    public static Arbitrary<PerUnits> PerQuantities() => Arb.From(Per.Select(units => new PerUnits(units)));

    public static Arbitrary<Usd> Amounts() => Decimals().Convert(d => new Usd(d), usd => usd.Amount);

    public static Arbitrary<Rate> Rates() => Arb.From(
        from usd in Decimals().Generator from per in Per select new Rate(usd, per),
        rate => [
            .. Simpler(rate.Usd).Select(usd => new Rate(usd, rate.Per)),
            .. new[] { 1_000_000L, 1_000, 1 }.TakeWhile(per => per != rate.Per).Select(per => new Rate(rate.Usd, per))]);

    public static Arbitrary<Percentage> Percentages() =>
        Decimals().Filter(d => Math.Abs(d) <= decimal.MaxValue / 100).Convert(Percentage.FromFraction, percentage => percentage.Fraction);

    public static Arbitrary<Meter> Meters() => Arb.From(Gen.Elements<Meter>(Meter.All), meter => Meter.All.Take(meter.Index));

    public static Arbitrary<Blend> Blends() => Arb.From(
        from meters in Gen.NonEmptyListOf(Meters().Generator)
        from weights in Gen.Choose(1, 100_000).ArrayOf(meters.Count)
        select Blend.Of([.. meters.Zip(weights, (meter, weight) => (Meter: meter, Weight: (decimal)weight)).DistinctBy(w => w.Meter)]),
        blend => blend.Weights.Length > 1 ? blend.Weights.Select(w => Blend.Of(blend.Weights.Remove(w).AsSpan())) : []);

    private static IEnumerable<decimal> Simpler(decimal value)
    {
        if (value == 0)
        {
            return [];
        }

        IEnumerable<decimal> candidates = [0, 1, Math.Abs(value), decimal.Truncate(value), value / 10, decimal.Truncate(value / 2), value - (value % 0.01m)];
        return candidates.Distinct().Where(c => Weight(c).CompareTo(Weight(value)) < 0);
    }

    private static IEnumerable<long> SimplerCount(long value) => new[] { 0, 1, value / 2, value / 10, value - 1 }.Where(n => n >= 0 && n < value).Distinct();

    // Shorter text is simpler, then a smaller number.
    private static (int Length, decimal Size) Weight(decimal value) =>
        (value.ToString(System.Globalization.CultureInfo.InvariantCulture).Length, Math.Abs(value));
}

/// <summary>The units that a rate is for, at least 1; generated from <see cref="Values.Per"/>.</summary>
public readonly record struct PerUnits(long Units);
