using System.Globalization;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rates and amounts as whole numbers of pico-dollars and fractions of them: which fit, and which are left to the exact way.</summary>
public sealed class PicoRateTests
{
    private const long Trillion = 1_000_000_000_000;

    [Theory]
    [InlineData("0.15", 1_000_000, "1", 150_000)]
    [InlineData("0.15", 1_000_000, "0.80", 120_000)]
    [InlineData("0.00", 1_000_000, "1", 0)]
    [InlineData("0.000000000001", 1, "1", 1)]
    [InlineData("0.000000000002", 1, "0.5", 1)]
    [InlineData("576460.752303423487", 1, "1", (1L << 59) - 1)]
    [InlineData("9999999999999999", Trillion, "1", 9_999_999_999_999_999)]
    public void TryOf_RateThatIsWhole_IsItsPicoDollars(string usd, long per, string multiple, long pico)
    {
        Assert.True(PicoDollars.TryOf(new Rate(Number(usd), per), Number(multiple), out long found));
        Assert.Equal(pico, found);
    }

    // The product of the last two has more digits than a decimal, which rounds it to 1 and to 0.
    [Theory]
    [InlineData("576460.752303423488", 1, "1")]
    [InlineData("10000000000000000", Trillion, "1")]
    [InlineData("0.0000000000005", 1, "1")]
    [InlineData("1", 3, "1")]
    [InlineData("-1", 1, "1")]
    [InlineData("0.9999999999999999999999999999", 1, "1.0000000000000000000000000001")]
    [InlineData("0.0000000000000000000000000001", 1, "0.1")]
    public void TryOf_RateThatIsNotWhole_SaysNo(string usd, long per, string multiple) =>
        Assert.Equal((false, 0L), (PicoDollars.TryOf(new Rate(Number(usd), per), Number(multiple), out long pico), pico));

    [Theory]
    [InlineData("0.000000000001", 1)]
    [InlineData("-2.50", -2_500_000_000_000)]
    [InlineData("9223372.036854775807", long.MaxValue)]
    [InlineData("-9223372.036854775808", long.MinValue)]
    public void TryOf_Amount_IsItsPicoDollars(string usd, long pico) =>
        Assert.Equal((true, pico), (PicoDollars.TryOf(new Usd(Number(usd)), out long found), found));

    [Theory]
    [InlineData("9223372.036854775808")]
    [InlineData("-9223372.036854775809")]
    [InlineData("10000000000000000")]
    [InlineData("0.0000000000001")]
    public void TryOf_AmountThatNoLongHolds_SaysNo(string usd) =>
        Assert.Equal((false, 0L), (PicoDollars.TryOf(new Usd(Number(usd)), out long pico), pico));

    // 2^32, 2^64 and 2^96 - 1: the last of the first and the second word, and the largest decimal.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "0.000000000001")]
    [InlineData("4294967296", "0.004294967296")]
    [InlineData("18446744073709551616", "18446744.073709551616")]
    [InlineData("79228162514264337593543950335", "79228162514264337.593543950335")]
    public void TryToUsd_WhatADecimalHolds_IsTheAmount(string pico, string usd) =>
        Assert.Equal((true, new Usd(Number(usd))), (PicoDollars.TryToUsd(Int128.Parse(pico, CultureInfo.InvariantCulture), out Usd found), found));

    [Fact]
    public void TryToUsd_MoreThanADecimalHolds_SaysNo() =>
        Assert.Equal((false, Usd.Zero), (PicoDollars.TryToUsd(Int128.One << 96, out Usd usd), usd));

    [Theory]
    [InlineData("0.15", 1_000_000, "1", 150_000, 1)]
    [InlineData("0.25", 3_000_000, "1", 250_000, 3)]
    [InlineData("0.50", 6_000_000, "0.8", 200_000, 3)]
    [InlineData("0", 7, "1.23456789012345", 0, 1)]
    [InlineData("1", 1_048_575 * Trillion, "1", 1, (1 << 20) - 1)]
    [InlineData("1", 1_048_576 * Trillion, "1", 1, 1 << 20)]
    [InlineData("576460752303423487", 3 * Trillion, "1", (1L << 59) - 1, 3)]
    public void TryOf_Fraction_IsInLowestTerms(string usd, long per, string multiple, long numerator, long denominator) => Assert.Equal(
        (true, new PicoRate(numerator, denominator)), (PicoRate.TryOf(new Rate(Number(usd), per), Number(multiple), out PicoRate price), price));

    [Theory]
    [InlineData("1", 1_048_577 * Trillion, "1")]
    [InlineData("576460752303423488", 3 * Trillion, "1")]
    [InlineData("-1", 3, "1")]
    [InlineData("0.0000000000000000000000000001", 1, "0.1")]
    public void TryOf_FractionOutsideTheLimits_SaysNo(string usd, long per, string multiple) => Assert.Equal(
        (false, PicoRate.Free), (PicoRate.TryOf(new Rate(Number(usd), per), Number(multiple), out PicoRate price), price));

    // The last two products are 2^63, which is no long, and 2^78, whose lower half is zero.
    [Theory]
    [InlineData(250_000, 3, 6, 500_000L)]
    [InlineData((1L << 59) - 1, 1, 1, (1L << 59) - 1)]
    [InlineData((1L << 58) - 1, 1, 2, (1L << 59) - 2)]
    [InlineData(1L << 58, 1, 2, null)]
    [InlineData(1L << 58, 1, 3, null)]
    [InlineData(1L << 58, 1, 32, null)]
    [InlineData(1L << 58, 1, 1 << 20, null)]
    public void Over_AMultipleOfTheDenominator_IsTheNumeratorBelowTheLimit(long numerator, long denominator, long over, long? expected) =>
        Assert.Equal(expected, new PicoRate(numerator, denominator).Over(over));

    [Theory]
    [InlineData(1, 1, 1L)]
    [InlineData(4, 6, 12L)]
    [InlineData(3, 349_525, 1_048_575L)]
    [InlineData(1 << 20, 1 << 19, 1_048_576L)]
    [InlineData(17, 61_681, null)]
    public void Common_TwoDenominators_IsTheLeastMultipleUpToTheLimit(long one, long other, long? expected) =>
        Assert.Equal(expected, PicoRate.Common(one, other));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
