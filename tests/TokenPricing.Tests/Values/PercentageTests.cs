using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class PercentageTests
{
    [Fact]
    public void Default_IsZeroPercent()
    {
        Assert.Equal(Percentage.FromPercent(0), default);
        Assert.Equal("0 %", default(Percentage).ToString());
    }

    [Property]
    public static bool Parse_OfItsText_IsThePercentage(Percentage a) => Culture.InDanish(() =>
        Percentage.Parse(a.ToString()) == a && a.ToString() == Culture.In("", a.ToString));

    [Property]
    public static bool FromPercent_OfPercent_IsThePercentage(Percentage a) => Percentage.FromPercent(a.Percent) == a;

    [Property]
    public static bool FromPercent_AnyNumber_IsAHundredthOfItOrOverflows(decimal percent)
    {
        (bool fits, Percentage percentage) = Law.Try(() => Percentage.FromPercent(percent));
        Fraction hundredth = Fraction.Of(percent) / Fraction.Of(100m);

        return fits ? Fraction.Of(percentage.Fraction) == hundredth : !hundredth.FitsDecimal;
    }

    [Property]
    public static bool ToString_AnyFractionThatCanBeMade_IsWritten(decimal fraction)
    {
        (bool fits, Percentage percentage) = Law.Try(() => Percentage.FromFraction(fraction));

        return fits ? percentage.ToString().EndsWith(" %", StringComparison.Ordinal) : !(Fraction.Of(fraction) * Fraction.Of(100m)).FitsDecimal;
    }

    [Property]
    public static bool Order_AnyTwo_IsThatOfTheFractions(Percentage a, Percentage b) =>
        (a < b, a <= b, a > b, a >= b, a == b, a != b, a.CompareTo(b))
        == (a.Fraction < b.Fraction, a.Fraction <= b.Fraction, a.Fraction > b.Fraction, a.Fraction >= b.Fraction,
            a.Fraction == b.Fraction, a.Fraction != b.Fraction, a.Fraction.CompareTo(b.Fraction));

    [Fact]
    public static void Order_OfEqualOnes_IsNone()
    {
        (Percentage a, Percentage b) = (Percentage.FromPercent(70), Percentage.FromFraction(0.70m));

        Assert.Equal((false, true, false, true, 0), (a < b, a <= b, a > b, a >= b, a.CompareTo(b)));
    }

    [Property]
    public static bool TryFormat_AnyPercentage_WritesItsTextWhereItFits(Percentage a, byte length)
    {
        Span<char> destination = stackalloc char[length];
        bool fits = a.TryFormat(destination, out int written, default, null);

        return fits ? destination[..written].SequenceEqual(a.ToString()) : written == 0 && length < a.ToString().Length;
    }

    [Theory]
    [InlineData("70 %", "0.7")]
    [InlineData("70%", "0.7")]
    [InlineData("-12.5 %", "-0.125")]
    [InlineData("233.3 %", "2.333")]
    [InlineData("70.0000000000000000000000000000 %", "0.7")]
    public void Parse_Percentage_IsRead(string text, string fraction) =>
        Assert.Equal(Percentage.FromFraction(Usd.Parse(fraction).Amount), Percentage.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData(" %")]
    [InlineData("70")]
    [InlineData("70 % ")]
    [InlineData("70 %%")]
    [InlineData("0,5 %")]
    [InlineData("$70 %")]
    [InlineData("0.000000000000000000000000001 %")]
    public void Parse_NotAPercentage_ThrowsAndQuotesIt(string text)
    {
        Assert.False(Percentage.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Percentage.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.#", "74.7 %")]
    [InlineData("", "74.73684 %")]
    [InlineData(null, "74.73684 %")]
    public void ToString_Format_IsThatOfTheHundredths(string? format, string text) =>
        Assert.Equal(text, Percentage.FromPercent(74.73684m).ToString(format, null));
}
