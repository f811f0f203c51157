using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class RateTests
{
    [Fact]
    public void Default_IsFreePerMillion()
    {
        Assert.Equal(Rate.Free, default);
        Assert.Equal((0m, 1_000_000L, true), (default(Rate).Usd, default(Rate).Per, default(Rate).IsFree));
        Assert.Equal("$0.00 per 1M", default(Rate).ToString());
    }

    [Property]
    public static bool Subtract_Swapped_IsTheNegative(Rate a, Rate b) => Law.SameWhereItFits(() => a - b, () => -(b - a));

    [Property]
    public static bool Add_Swapped_IsTheSame(Rate a, Rate b) => Law.SameWhereItFits(() => a + b, () => b + a);

    [Property]
    public static bool Add_InAnyGrouping_IsTheSame(Rate a, Rate b, Rate c) => Law.SameWhereBothFit(() => a + b + c, () => a + (b + c));

    [Property]
    public static bool Add_AnyTwo_IsTheExactSumOrOverflows(Rate a, Rate b)
    {
        (bool fits, Rate sum) = Law.Try(() => a + b);

        return !fits || FractionOf(sum) == FractionOf(a) + FractionOf(b);
    }

    [Property]
    public static bool Equality_AnyTwo_IsThatOfTheFractions(Rate a, Rate b) =>
        (a == b) == (FractionOf(a) == FractionOf(b)) && (a != b) != (a == b) && Math.Sign(a.CompareTo(b)) == FractionOf(a).CompareTo(FractionOf(b));

    [Property]
    public static bool Equality_SameRateForOtherQuantity_SameHash(Rate a, byte factor)
    {
        long times = factor + 1;
        (bool fits, Rate b) = Law.Try(() => new Rate(Exact.Multiply(a.Usd, times), a.Per * times));

        return !fits || (a == b && b == a && a.GetHashCode() == b.GetHashCode() && a.CompareTo(b) == 0 && a <= b && a >= b);
    }

    [Property]
    public static bool Order_AnyTwo_OperatorsAgreeWithCompareTo(Rate a, Rate b) =>
        (a < b, a <= b, a > b, a >= b) == (a.CompareTo(b) < 0, a.CompareTo(b) <= 0, a.CompareTo(b) > 0, a.CompareTo(b) >= 0);

    [Property]
    public static bool Times_QuantitiesAddedUp_IsTheSumOfTheAmounts(decimal usd, long first, long second)
    {
        Rate rate = Rate.PerMillion(usd);

        return Law.SameWhereBothFit(() => rate * checked(first + second), () => (rate * first) + (rate * second));
    }

    [Property]
    public static bool Times_SumOfRates_IsTheSumOfTheAmounts(decimal first, decimal second, long quantity) =>
        Law.SameWhereBothFit(
            () => (Rate.PerMillion(first) + Rate.PerMillion(second)) * quantity,
            () => (Rate.PerMillion(first) * quantity) + (Rate.PerMillion(second) * quantity));

    [Property]
    public static bool Times_ItsOwnPer_IsItsDollars(Rate rate) => (rate * rate.Per).Amount == rate.Usd;

    [Property]
    public static bool Times_ANegativeOrSwappedQuantity_IsTheNegativeOrTheSame(Rate rate, long quantity) =>
        Law.SameWhereItFits(() => rate * -quantity, () => -(rate * quantity)) && Law.SameWhereItFits(() => quantity * rate, () => rate * quantity);

    [Property]
    public static bool ScaledBy_Factor_ScalesTheAmount(decimal usd, decimal factor, long quantity) =>
        Law.SameWhereBothFit(() => Rate.PerMillion(usd).ScaledBy(factor) * quantity, () => Rate.PerMillion(usd) * quantity * factor);

    [Property]
    public static bool Divide_AMultiple_IsTheFactor(Rate rate, int factor) =>
        rate.IsFree || Law.SameWhereBothFit(() => rate.ScaledBy(factor) / rate, () => factor);

    [Property]
    public static bool Divide_SameRateForOtherQuantity_IsOne(Rate rate, byte factor)
    {
        long times = factor + 1;
        (bool fits, Rate other) = Law.Try(() => new Rate(Exact.Multiply(rate.Usd, times), checked(rate.Per * times)));

        return !fits || rate.IsFree || rate / other == 1;
    }

    [Property]
    public static bool Parse_OfItsText_IsTheRate(Rate rate) => Culture.InDanish(() =>
        Rate.Parse(rate.ToString()) == rate && Rate.Parse(rate.ToString()).Per == rate.Per && rate.ToString() == Culture.In("", rate.ToString));

    [Property]
    public static bool UsdPerMillion_AnyRate_IsTheAmountOfAMillion(Rate rate) =>
        Law.SameWhereItFits(() => rate.UsdPerMillion, () => (rate * 1_000_000L).Amount);

    [Property]
    public static bool TryFormat_AnyRate_WritesItsTextWhereItFits(Rate rate, byte length)
    {
        Span<char> destination = stackalloc char[length];
        bool fits = rate.TryFormat(destination, out int written, default, null);

        return fits ? destination[..written].SequenceEqual(rate.ToString()) : written == 0 && length < rate.ToString().Length;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Rate_PerLessThanOne_Throws(long per) => Assert.Throws<ArgumentOutOfRangeException>(() => new Rate(1, per));

    [Fact]
    public void Times_PublishedPrice_IsTheBill() => Assert.Equal(new Usd(0.0018m), Rate.PerMillion(0.15m) * 12_000);

    [Fact]
    public void Times_TwelfthOfADollar_IsExact() =>
        Assert.Equal(new Usd(0.08333333333333334m), Rate.PerMillion(0.08333333333333334m) * 1_000_000);

    [Fact]
    public void Times_HugeDollarsAndQuantity_IsExactWhereTheAmountFits() =>
        Assert.Equal(new Usd(1e28m), Rate.PerMillion(1e28m) * 1_000_000);

    [Fact]
    public void Divide_ByFree_Throws() => Assert.Throws<DivideByZeroException>(() => Rate.PerUnit(1) / Rate.Free);

    [Fact]
    public void Divide_TinyRatesForOtherQuantities_KeepsItsDigits() =>
        Assert.Equal(2m, new Rate(2e-28m, 3_600) / new Rate(2e-28m, 7_200));

    [Theory]
    [InlineData("$0.15 per 1M", "0.15", 1_000_000)]
    [InlineData("$5.00 per 1k", "5", 1_000)]
    [InlineData("$0.36 per 3600", "0.36", 3_600)]
    [InlineData("0.36 per 1000000", "0.36", 1_000_000)]
    public void Parse_Rate_IsRead(string text, string usd, long per)
    {
        Rate rate = Rate.Parse(text);

        Assert.Equal((Usd.Parse(usd).Amount, per), (rate.Usd, rate.Per));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$0.15")]
    [InlineData("$0.15 per")]
    [InlineData("$0.15 per ")]
    [InlineData("$0.15 per 0")]
    [InlineData("$0.15 per -1")]
    [InlineData("$0.15 per 1m")]
    [InlineData("$0.15 per 1,000")]
    [InlineData("$0.15 per 1000\0")]
    [InlineData("$0.15 per 9223372036854775808")]
    [InlineData("per 1M")]
    [InlineData("$0.15  per 1M")]
    public void Parse_NotARate_ThrowsAndQuotesIt(string text)
    {
        Assert.False(Rate.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Rate.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Format_IsThatOfTheDollars() => Assert.Equal("$0.03 per 1M", Rate.PerMillion(0.0279m).ToString("0.00", null));

    [Fact]
    public void NamedMethods_AreTheOperators()
    {
        Rate a = Rate.PerMillion(3);
        Rate b = Rate.PerThousand(2);

        Assert.Equal((a + b, a - b, -a, a * 2, a / b), (Rate.Add(a, b), Rate.Subtract(a, b), Rate.Negate(a), Rate.Multiply(a, 2), Rate.Divide(a, b)));
    }

    private static Fraction FractionOf(Rate rate) => Fraction.Of(rate.Usd) / Fraction.Of(rate.Per);
}
