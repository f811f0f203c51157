using System.Globalization;
using Xunit;

namespace TokenPricing.Tests;

public sealed class UsdSumTests
{
    [Theory]
    [InlineData("$0.00")]
    [InlineData("$0.03", "0.01", "0.02")]
    [InlineData("-$0.0279", "-0.03", "0.0021")]
    [InlineData("-$12.50", "-12.5")]
    [InlineData("$0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("$79228162514264337593543950336.00", "79228162514264337593543950335", "1")]
    [InlineData("-$79228162514264337593543950336.00", "-79228162514264337593543950335", "-1")]
    [InlineData("$1.00", "79228162514264337593543950335", "1", "-79228162514264337593543950335")]
    [InlineData("$79228162514264337593543950335.0000000000000000000000000001", "79228162514264337593543950335", "0.0000000000000000000000000001")]
    public void Add_AnyAmounts_KeepsAllDigits(string text, params string[] amounts)
    {
        UsdSum sum = new();
        UsdSum halves = new();
        foreach (string amount in amounts)
        {
            sum.Add(Amount(amount));
            UsdSum one = new();
            one.Add(Amount(amount));
            halves.Add(one);
            Assert.Equal(Amount(amount), one.ToUsd());
        }

        Assert.Equal((text, text), (sum.ToString(), halves.ToString()));
    }

    [Theory]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("79228162514264337593543950335", "-79228162514264337593543950335", "0")]
    public void ToUsd_WhereADecimalHoldsIt_IsTheSum(string first, string second, string expected)
    {
        UsdSum sum = new();
        sum.Add(Amount(first));
        sum.Add(Amount("1"));
        sum.Add(Amount(second));
        sum.Add(Amount("-1"));

        Assert.Equal(Amount(expected), sum.ToUsd());
    }

    [Fact]
    public void ToUsd_LargerThanADecimal_Throws()
    {
        UsdSum sum = new();
        sum.Add(new Usd(decimal.MaxValue));
        sum.Add(new Usd(1));

        Assert.Throws<OverflowException>(() => sum.ToUsd());
    }

    [Fact]
    public void AddPicoDollars_AreAMillionthOfAMillionth()
    {
        UsdSum sum = new();
        sum.AddPicoDollars(-27_900_000_000);
        sum.Add(new Usd(1));

        Assert.Equal(("$0.9721", new Usd(0.9721m)), (sum.ToString(), sum.ToUsd()));
    }

    private static Usd Amount(string text) => new(decimal.Parse(text, CultureInfo.InvariantCulture));
}
