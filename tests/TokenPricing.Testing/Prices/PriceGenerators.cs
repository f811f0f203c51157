using FsCheck;
using FsCheck.Fluent;

namespace TokenPricing.Tests;

/// <summary>Prices as markets have them and as they should never be: zero, a million dollars, twelve decimal places. Together with the weights they stay within the 28 digits that can be exact.</summary>
public static class PriceGenerators
{
    public static Arbitrary<Price> Prices() => Gen
        .Frequency(
            (1, Gen.Constant(0m)),
            (6, Gen.Choose(1, 100_000).Select(cents => cents / 1_000m)),
            (3, from digits in Gen.Choose(1, 1_000_000_000) from places in Gen.Choose(0, 12) select digits / Power(places)),
            (1, Gen.Choose(1, 1_000_000).Select(dollars => (decimal)dollars)))
        .Select(usd => new Price(usd))
        .ToArbitrary();

    public static Arbitrary<Weight> Weights() => Gen
        .Frequency(
            (3, Gen.Choose(1, 100).Select(w => (decimal)w)),
            (1, from digits in Gen.Choose(1, 1_000_000) from places in Gen.Choose(0, 3) select digits / Power(places)))
        .Select(weight => new Weight(weight))
        .ToArbitrary();

    private static decimal Power(int places) => (decimal)System.Numerics.BigInteger.Pow(10, places);
}

/// <summary>A published price in US dollars per 1M tokens.</summary>
public readonly record struct Price(decimal Usd)
{
    public Rate Rate => Rate.PerMillion(Usd);
}

/// <summary>A weight of a blend, more than zero.</summary>
public readonly record struct Weight(decimal Value);
