using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class DecimalTextTests
{
    [Property]
    public static bool TryParse_WhatFormatWrote_IsTheNumber(decimal value) => Culture.InDanish(() =>
        DecimalText.TryParse(DecimalText.Format(value), out decimal read) && read == value);

    [Property]
    public static bool TryParse_WhatFormatWithPlacesWrote_IsTheNumber(decimal value, byte places) => Culture.InDanish(() =>
        DecimalText.TryParse(DecimalText.Format(value, places % 29), out decimal read) && read == value);

    [Property]
    public static bool Format_EqualNumbers_HaveOneText(decimal value)
    {
        (bool fits, decimal longer) = Law.Try(() => Exact.Multiply(value, 1.00m));

        return !fits || DecimalText.Format(longer) == DecimalText.Format(value);
    }

    [Property(Arbitrary = [typeof(NumberTexts)])]
    public static bool TryParse_AnyDigits_IsTheExactNumberOrRefused(NumberText text)
    {
        bool parsed = DecimalText.TryParse(text.ToString(), out decimal value);

        return parsed ? Fraction.Of(value) == text.Value : value == 0 && !text.Value.FitsDecimal;
    }

    [Theory]
    [InlineData("0.15", "0.15")]
    [InlineData("-2", "-2")]
    [InlineData("+2", "2")]
    [InlineData(".5", "0.5")]
    [InlineData("2.5e-07", "0.00000025")]
    [InlineData("1E3", "1000")]
    [InlineData("0.10", "0.1")]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("0.1000000000000000000000000000000000", "0.1")]
    public void TryParse_Number_IsRead(string text, string expected)
    {
        Assert.True(DecimalText.TryParse(text, out decimal value));
        Assert.Equal(expected, DecimalText.Format(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("1\0")]
    [InlineData("1,000")]
    [InlineData("1.000,5")]
    [InlineData("1_000")]
    [InlineData("$1")]
    [InlineData("(1)")]
    [InlineData("1-")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("\u0661")]
    [InlineData("1e")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("6e-29")]
    [InlineData("0.00000000000000000000000000006")]
    [InlineData("5e-29")]
    [InlineData("1.00000000000000000000000000001")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("7.92281625142643375935439503351")]
    public void TryParse_NotANumberOrOneThatWouldRound_IsRefused(string text)
    {
        Assert.False(DecimalText.TryParse(text, out decimal value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void TryParse_TextLongerThanAnyNumber_IsRefused() =>
        Assert.False(DecimalText.TryParse(new string('0', 257), out _));

    [Theory]
    [InlineData("0.5", 2, "0.50")]
    [InlineData("2", 2, "2.00")]
    [InlineData("0.0279", 2, "0.0279")]
    [InlineData("0.0", 0, "0")]
    public void Format_Places_AreTheFewest(string number, int places, string expected) =>
        Assert.Equal(expected, DecimalText.Format(decimal.Parse(number, CultureInfo.InvariantCulture), places));

    public sealed record NumberText(bool Negative, string Digits, int Point, int Exponent)
    {
        public Fraction Value
        {
            get
            {
                System.Numerics.BigInteger mantissa = System.Numerics.BigInteger.Parse((Negative ? "-" : "") + Digits, CultureInfo.InvariantCulture);
                int scale = Digits.Length - Point - Exponent;
                return new Fraction(
                    mantissa * System.Numerics.BigInteger.Pow(10, Math.Max(0, -scale)), System.Numerics.BigInteger.Pow(10, Math.Max(0, scale)));
            }
        }

        public override string ToString() =>
            (Negative ? "-" : "") + Digits[..Point] + "." + Digits[Point..] + (Exponent == 0 ? "" : $"e{Exponent.ToString(CultureInfo.InvariantCulture)}");
    }

    public static class NumberTexts
    {
        public static Arbitrary<NumberText> Texts() => Arb.From(
            from negative in Gen.Elements(false, true)
            from length in Gen.Frequency((3, Gen.Choose(1, 6)), (3, Gen.Choose(25, 32)))
            from digits in Gen.Frequency((3, Gen.Choose(0, 9)), (2, Gen.Constant(0)), (1, Gen.Constant(9))).ArrayOf(length)
            from point in Gen.Choose(0, length)
            from exponent in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(-32, 30)))
            select new NumberText(negative, string.Concat(digits), point, exponent));
    }
}
