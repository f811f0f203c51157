using System.Globalization;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class UsdTests
{
    [Fact]
    public void Default_IsZeroDollars()
    {
        Assert.Equal(Usd.Zero, default);
        Assert.Equal("$0.00", default(Usd).ToString());
    }

    [Property]
    public static bool Subtract_Swapped_IsTheNegative(Usd a, Usd b) => Law.SameWhereItFits(() => a - b, () => -(b - a));

    [Property]
    public static bool Subtract_IsAddingTheNegative(Usd a, Usd b) => Law.SameWhereItFits(() => a - b, () => a + -b);

    [Property]
    public static bool Subtract_WhatWasAdded_GivesBackTheFirst(Usd a, Usd b) => Law.SameWhereBothFit(() => a + b - b, () => a);

    [Property]
    public static bool Add_Swapped_IsTheSame(Usd a, Usd b) => Law.SameWhereItFits(() => a + b, () => b + a);

    [Property]
    public static bool Add_InAnyGrouping_IsTheSame(Usd a, Usd b, Usd c) => Law.SameWhereBothFit(() => a + b + c, () => a + (b + c));

    [Property]
    public static bool Add_Zero_ChangesNothing(Usd a) => a + Usd.Zero == a && a - a == Usd.Zero;

    [Property]
    public static bool Multiply_ByTwo_IsAddingTwice(Usd a) => Law.SameWhereItFits(() => a * 2m, () => a + a);

    [Property]
    public static bool Multiply_OfASum_IsTheSumOfProducts(Usd a, Usd b, decimal factor) =>
        Law.SameWhereBothFit(() => (a + b) * factor, () => (a * factor) + (b * factor));

    [Property]
    public static bool Multiply_EitherWayRound_IsTheSame(Usd a, decimal factor) => Law.SameWhereItFits(() => a * factor, () => factor * a);

    [Property]
    public static bool Divide_AMultiple_IsTheFactor(Usd a, int factor) =>
        a == Usd.Zero || Law.SameWhereBothFit(() => a * factor / a, () => factor);

    [Property]
    public static bool Parse_OfItsText_IsTheAmount(Usd a) => Culture.InDanish(() => Usd.Parse(a.ToString()) == a && a.ToString() == Culture.In("", a.ToString));

    [Property]
    public static bool TryFormat_AnyAmount_WritesItsTextWhereItFits(Usd a, byte length)
    {
        Span<char> destination = stackalloc char[length];
        bool fits = a.TryFormat(destination, out int written, default, null);

        return fits ? destination[..written].SequenceEqual(a.ToString()) : written == 0 && length < a.ToString().Length;
    }

    [Property]
    public static bool Equality_OtherTrailingZeros_SameHashAndText(Usd a)
    {
        (bool fits, decimal longer) = Law.Try(() => Exact.Multiply(a.Amount, 1.00m));
        Usd b = new(longer);

        return !fits || (a == b && a.GetHashCode() == b.GetHashCode() && a.ToString() == b.ToString() && a.CompareTo(b) == 0);
    }

    [Property]
    public static bool Order_AnyTwo_IsThatOfTheAmounts(Usd a, Usd b) =>
        (a < b, a <= b, a > b, a >= b, a == b, a != b)
        == (a.Amount < b.Amount, a.Amount <= b.Amount, a.Amount > b.Amount, a.Amount >= b.Amount, a.Amount == b.Amount, a.Amount != b.Amount)
        && a.CompareTo(b) == a.Amount.CompareTo(b.Amount);

    [Property]
    public static bool Round_ToCents_IsWithinHalfACent(Usd a) => Math.Abs(a.Round(2).Amount - a.Amount) <= 0.005m && a.Round(2).Amount.Scale <= 2;

    [Theory]
    [InlineData("0.125", "0.12")]
    [InlineData("0.135", "0.14")]
    [InlineData("-0.125", "-0.12")]
    public void Round_Half_GoesToEven(string amount, string expected) =>
        Assert.Equal(new Usd(Number(expected)), new Usd(Number(amount)).Round(2));

    [Theory]
    [InlineData(-1)]
    [InlineData(29)]
    public void Round_PlacesOutOfRange_Throws(int places) => Assert.Throws<ArgumentOutOfRangeException>(() => Usd.Zero.Round(places));

    [Fact]
    public void Divide_ByZero_Throws() => Assert.Throws<DivideByZeroException>(() => new Usd(1) / Usd.Zero);

    [Fact]
    public void Add_MoreDigitsThanADecimalHolds_Throws() =>
        Assert.Throws<OverflowException>(() => new Usd(decimal.MaxValue) + new Usd(0.1m));

    [Theory]
    [InlineData("0.15", "$0.15")]
    [InlineData("20", "$20.00")]
    [InlineData("0", "$0.00")]
    [InlineData("-0.0279", "-$0.0279")]
    [InlineData("0.000000000001", "$0.000000000001")]
    [InlineData("1234567.5", "$1234567.50")]
    public void ToString_Amount_HasAllDigitsAndAtLeastCents(string amount, string text) => Assert.Equal(text, new Usd(Number(amount)).ToString());

    [Theory]
    [InlineData("0.00", "$0.03")]
    [InlineData("0.000", "$0.028")]
    [InlineData("", "$0.0279")]
    [InlineData(null, "$0.0279")]
    public void ToString_Format_IsThatOfTheNumber(string? format, string text)
    {
        Assert.Equal((text, "-" + text), (new Usd(0.0279m).ToString(format, null), new Usd(-0.0279m).ToString(format, null)));
        Assert.Equal("$0.00", Usd.Zero.ToString("0.00", null));
        Assert.Equal("-$1.234,50", new Usd(-1234.5m).ToString("#,0.00", new CultureInfo("de-DE")));
    }

    [Theory]
    [InlineData("$0.15", "0.15")]
    [InlineData("0.15", "0.15")]
    [InlineData("-$1.50", "-1.5")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("$2.5e-07", "0.00000025")]
    public void Parse_Amount_IsRead(string text, string amount) => Assert.Equal(new Usd(Number(amount)), Usd.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("$")]
    [InlineData("-$")]
    [InlineData("$-1")]
    [InlineData("--1")]
    [InlineData("-$-1")]
    [InlineData("+$1")]
    [InlineData("$$1")]
    [InlineData("$ 1")]
    [InlineData("$1,000")]
    [InlineData("$.5")]
    [InlineData("1$")]
    [InlineData("$1\0")]
    [InlineData("$6e-29")]
    public void Parse_NotAnAmount_ThrowsAndQuotesIt(string text)
    {
        Assert.False(Usd.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Usd.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamedMethods_AreTheOperators()
    {
        Usd a = new(3);
        Usd b = new(2);

        Assert.Equal((a + b, a - b, -a, a * 2m, a / b), (Usd.Add(a, b), Usd.Subtract(a, b), Usd.Negate(a), Usd.Multiply(a, 2), Usd.Divide(a, b)));
    }

    [Property]
    public static bool Less_ThanItsEqual_IsNothing(decimal a)
    {
        (Usd left, Usd right) = (new Usd(a), new Usd(a));
        return !(left < right) && !(left > right) && left <= right && left >= right;
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
