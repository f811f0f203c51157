using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RateComparisonTests
{
    // A division keeps 28 digits, so a product of two quotients is off by a few of the last.
    private const decimal LastDigits = 1e-24m;

    [Fact]
    public void Default_ComparesFreeWithFree()
    {
        RateComparison comparison = default;

        Assert.Null(comparison.IsLeftCheaper);
        Assert.Equal(Percentage.FromFraction(0), comparison.PercentCheaper);
        Assert.Equal(Percentage.FromFraction(0), comparison.PercentMoreExpensive);
    }

    // Figures of the published comparison page of Mixtral 8x7B and o4-mini, last reviewed 2026-04-24.
    [Theory]
    [InlineData("0.15", "0.50", "0.35", "70 %", "233.33333333333333333333333333 %")]
    [InlineData("0.45", "2.00", "1.55", "77.5 %", "344.44444444444444444444444444 %")]
    [InlineData("0.24", "0.95", "0.71", "74.73684210526315789473684211 %", "295.83333333333333333333333333 %")]
    public void Percentages_OfThePublishedPage_AreExact(string left, string right, string difference, string cheaper, string dearer)
    {
        RateComparison comparison = new(Million(left), Million(right));

        Assert.True(comparison.IsLeftCheaper);
        Assert.Equal(Million(difference), comparison.Difference);
        Assert.Equal(cheaper, comparison.PercentCheaper.ToString());
        Assert.Equal(dearer, comparison.PercentMoreExpensive!.Value.ToString());
    }

    [Fact]
    public void PercentDearer_OfFreeAgainstPaid_DoesNotExist()
    {
        RateComparison comparison = new(Rate.Free, Million("1"));

        Assert.Null(comparison.PercentMoreExpensive);
        Assert.Equal(Percentage.FromPercent(100), comparison.PercentCheaper);
        Assert.True(comparison.IsLeftCheaper);
    }

    [Fact]
    public void Constructor_NegativeRate_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateComparison(Million("-1"), Rate.Free));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateComparison(Rate.Free, Million("-1")));
    }

    [Fact]
    public void ToString_SaysWhichIsCheaper()
    {
        Assert.Equal("$0.15 per 1M is 70 % cheaper than $0.50 per 1M", new RateComparison(Million("0.50"), Million("0.15")).ToString());
        Assert.Equal("$1.00 per 1M is 66.67 % cheaper than $3.00 per 1M", Culture.InDanish(() => new RateComparison(Million("1"), Million("3")).ToString()));
        Assert.Equal("both are $1.00 per 1M", new RateComparison(Million("1"), Million("1.0")).ToString());
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public void Swap_MirrorsTheAnswer(Price a, Price b)
    {
        RateComparison there = new(a.Rate, b.Rate);
        RateComparison back = new(b.Rate, a.Rate);

        Assert.Equal(!there.IsLeftCheaper, back.IsLeftCheaper);
        Assert.Equal((there.Cheaper, there.MoreExpensive), (back.Cheaper, back.MoreExpensive));
        Assert.Equal(there.Difference, back.Difference);
        Assert.Equal(there.PercentCheaper, back.PercentCheaper);
        Assert.Equal(there.PercentMoreExpensive, back.PercentMoreExpensive);
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool OneMinusCheaper_TimesOnePlusDearer_IsOne(Price a, Price b)
    {
        RateComparison comparison = new(a.Rate, b.Rate);
        if (comparison.PercentMoreExpensive is not { } dearer)
        {
            return comparison.PercentCheaper == Percentage.FromPercent(100);
        }

        // Where the prices are x apart, the error of the first factor is multiplied by x in the second.
        decimal product = (1 - comparison.PercentCheaper.Fraction) * (1 + dearer.Fraction);
        return Math.Abs(product - 1) <= LastDigits * (1 + dearer.Fraction);
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool ScalingBothPrices_ChangesNoPercent(Price a, Price b, Weight scale)
    {
        RateComparison plain = new(a.Rate, b.Rate);
        RateComparison scaled = new(a.Rate.ScaledBy(scale.Value), b.Rate.ScaledBy(scale.Value));

        return plain.IsLeftCheaper == scaled.IsLeftCheaper
            && Near(plain.PercentCheaper.Fraction, scaled.PercentCheaper.Fraction)
            && Near(plain.PercentMoreExpensive?.Fraction, scaled.PercentMoreExpensive?.Fraction)
            && scaled.Difference == plain.Difference.ScaledBy(scale.Value);
    }

    [Property(Arbitrary = [typeof(PriceGenerators)])]
    public bool PercentCheaper_LiesBetweenZeroAndHundred_AndIsTheShareOfTheDearer(Price a, Price b)
    {
        RateComparison comparison = new(a.Rate, b.Rate);
        decimal saved = Math.Max(a.Usd, b.Usd) * comparison.PercentCheaper.Fraction;
        return comparison.PercentCheaper >= Percentage.FromPercent(0)
            && comparison.PercentCheaper <= Percentage.FromPercent(100)
            && Near(saved, Math.Abs(a.Usd - b.Usd))
            && (comparison.IsLeftCheaper is null) == (a.Usd == b.Usd)
            && (comparison.IsLeftCheaper == true) == (a.Usd < b.Usd);
    }

    private static bool Near(decimal? a, decimal? b) =>
        a is { } x && b is { } y ? Math.Abs(x - y) <= LastDigits * (1 + Math.Max(Math.Abs(x), Math.Abs(y))) : a == b;

    private static Rate Million(string usd) => Rate.PerMillion(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture));
}
