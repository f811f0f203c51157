using System.Globalization;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class ExactTests
{
    [Property]
    public static bool Add_AnyTwo_IsTheExactSumOrOverflows(decimal a, decimal b) =>
        IsExactly(Fraction.Of(a) + Fraction.Of(b), () => Exact.Add(a, b));

    [Property]
    public static bool Multiply_AnyTwo_IsTheExactProductOrOverflows(decimal a, decimal b) =>
        IsExactly(Fraction.Of(a) * Fraction.Of(b), () => Exact.Multiply(a, b));

    [Property]
    public static bool MultiplyDivide_AnyThree_IsExactOrOverflowsOrIsNearest(decimal a, decimal quantity, PerUnits per) =>
        IsExactOrNearest(Fraction.Of(a) * Fraction.Of(quantity) / Fraction.Of(per.Units), () => Exact.MultiplyDivide(a, quantity, per.Units));

    [Property]
    public static bool MultiplyDivide_CountPerMillion_IsTheExactQuotientOrOverflows(decimal a, long quantity) =>
        IsExactly(Fraction.Of(a) * Fraction.Of(quantity) / Fraction.Of(1_000_000), () => Exact.MultiplyDivide(a, quantity, 1_000_000));

    [Property]
    public static bool CompareQuotients_AnyTwo_IsTheOrderOfTheFractions(decimal a, PerUnits perA, decimal b, PerUnits perB) =>
        Math.Sign(Exact.CompareQuotients(a, perA.Units, b, perB.Units))
        == (Fraction.Of(a) / Fraction.Of(perA.Units)).CompareTo(Fraction.Of(b) / Fraction.Of(perB.Units));

    [Property]
    public static bool TrimZeros_Any_KeepsTheNumberAndEndsInNoZero(decimal value)
    {
        decimal trimmed = Exact.TrimZeros(value);

        return trimmed == value && trimmed.Scale == Fraction.Of(value).Places;
    }

    [Property]
    public static bool TrimZeros_EqualNumbers_HaveOneForm(decimal value)
    {
        (bool fits, decimal longer) = Law.Try(() => Exact.Multiply(value, 1.0000m));

        return !fits || decimal.GetBits(Exact.TrimZeros(longer)).SequenceEqual(decimal.GetBits(Exact.TrimZeros(value)));
    }

    [Property]
    public static bool Mantissa_OverItsPowerOfTen_IsTheNumber(decimal value) =>
        new Fraction(Exact.Mantissa(value), System.Numerics.BigInteger.Pow(10, value.Scale)) == Fraction.Of(value);

    [Theory]
    [InlineData("79228162514264337593543950335", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "1")]
    [InlineData("7.9228162514264337593543950335", "10000000000")]
    public void Add_SumOfMoreThan96Bits_Overflows(string a, string b) =>
        Assert.Throws<OverflowException>(() => Exact.Add(Number(a), Number(b)));

    [Fact]
    public void Multiply_ProductOfMoreThan28Places_Overflows() => Assert.Equal(
        "The exact result has more digits than a decimal can hold. Round the operands first.",
        Assert.Throws<OverflowException>(() => Exact.Multiply(1e-15m, 1e-14m)).Message);

    [Fact]
    public void Multiply_ProductOfMoreThan96Bits_Overflows() => Assert.Equal(
        "The exact result is larger than a decimal can hold.", Assert.Throws<OverflowException>(() => Exact.OfMantissa(System.Numerics.BigInteger.One << 96, 0)).Message);

    /// <summary>Numbers as large, and as small, as a decimal holds, from both sides.</summary>
    [Theory]
    [InlineData("79228162514264337593543950335", "1", "1", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335", "1", "10000000000000000000000000000", "-7.9228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001", "1", "1", "0.0000000000000000000000000001")]
    [InlineData("0.0000000000000000000000000001", "1", "2", null)]
    [InlineData("79228162514264337593543950335", "2", "1", null)]
    [InlineData("1", "1", "3", null)]
    [InlineData("1", "1", "0", null)]
    [InlineData("0", "1", "3", "0")]
    public void FiniteRatio_AtTheLimits_IsExactOrNone(string a, string times, string b, string? ratio) =>
        Assert.Equal(ratio is null ? null : Number(ratio), Exact.FiniteRatio(Number(a), 1, Number(b), long.Parse(times, CultureInfo.InvariantCulture)));

    /// <summary>Half of the last place goes to even, and what is above half goes up.</summary>
    [Theory]
    [InlineData("0.0000000000000000000000000005", "0")]
    [InlineData("0.0000000000000000000000000015", "0.0000000000000000000000000002")]
    [InlineData("-0.0000000000000000000000000015", "-0.0000000000000000000000000002")]
    [InlineData("0.0000000000000000000000000025", "0.0000000000000000000000000002")]
    [InlineData("0.0000000000000000000000000026", "0.0000000000000000000000000003")]
    [InlineData("0.0000000000000000000000000024", "0.0000000000000000000000000002")]
    public void Ratio_HalfOfTheLastPlace_GoesToEven(string a, string tenth) => Assert.Equal(Number(tenth), Exact.Ratio(Number(a), 1, 10, 1));

    [Theory]
    [InlineData("999999999", "9999999999999999999", "9999999989999999999000.000001")]
    [InlineData("1000000000", "10000000000000000000", "10000000000000000000000")]
    [InlineData("-1000000000", "10000000000000000001", "-10000000000000000001000")]
    [InlineData("0.00000000000", "10000000000000000000", "0")]
    [InlineData("1.00000000000", "1.00000000001", "0.00000100000000001")]
    [InlineData("1.00000000001", "1.00000000001", "0.0000010000000000200000000001")]
    public void MultiplyDivide_AroundWhatIsFast_IsExact(string a, string quantity, string product) =>
        Assert.Equal(Number(product), Exact.MultiplyDivide(Number(a), Number(quantity), 1_000_000));

    [Fact]
    public void MultiplyDivide_ProductTooLargeForADecimal_IsStillExact() =>
        Assert.Equal(79_228_162_514_264_337_593_543m, Exact.MultiplyDivide(79_228_162_514_264_337_593_543m, 1_000_000, 1_000_000));

    [Fact]
    public void MultiplyDivide_QuotientThatNeverEnds_RoundsTheLastPlaceToTheNearest()
    {
        Assert.Equal(0.666666666666666667m, Exact.MultiplyDivide(2, 1, 3));
        Assert.Equal(-0.666666666666666667m, Exact.MultiplyDivide(-2, 1, 3));
    }

    [Theory]
    [InlineData("7922816251426433759354395033.5", "8")]
    [InlineData("79228162514264337593543950335", "3")]
    [InlineData("237684487542793012780631851.0", "30")]
    public void MultiplyDivide_LargestMantissas_AreExactOrNearest(string a, string per) => Assert.True(IsExactOrNearest(
        Fraction.Of(Number(a)) / Fraction.Of(Number(per)), () => Exact.MultiplyDivide(Number(a), 1, (long)Number(per))));

    [Fact]
    public void MultiplyDivide_NearestFillsAllBits_KeepsTheLastPlace()
    {
        // The quotient is 2^96 - 1, the largest mantissa there is, and 1/3 more, all at one decimal place.
        decimal quotient = Exact.MultiplyDivide(1250970987067331646213851847.4m, 19, 3);

        Assert.Equal(7922816251426433759354395033.5m, quotient);
    }

    [Property]
    public static bool Ratio_AnyTwo_IsNearestOrOverflows(decimal a, PerUnits perA, decimal b, PerUnits perB) =>
        b == 0 || IsNearest(
            Fraction.Of(a) / Fraction.Of(perA.Units) / (Fraction.Of(b) / Fraction.Of(perB.Units)),
            () => Exact.Ratio(a, perA.Units, b, perB.Units));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsExactly(Fraction expected, Func<decimal> figure)
    {
        (bool fits, decimal value) = Law.Try(figure);
        return fits ? Fraction.Of(value) == expected : !expected.FitsDecimal;
    }

    private static bool IsExactOrNearest(Fraction expected, Func<decimal> figure) =>
        expected.Places is null ? IsNearest(expected, figure, 18) : IsExactly(expected, figure);

    private static bool IsNearest(Fraction expected, Func<decimal> figure, int most = 28)
    {
        (bool fits, decimal value) = Law.Try(figure);
        return fits ? expected.IsNearest(value, most) : expected.IsAboveDecimal;
    }
}
