using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class BlendTests
{
    [Fact]
    public void Default_IsSeventyToThirty()
    {
        Assert.Equal(Blend.InputOutput(70, 30), default);
        Assert.Equal(Blend.InputOutput(70, 30).GetHashCode(), default(Blend).GetHashCode());
        Assert.Equal("input=7,output=3", default(Blend).ToString());
        Assert.Equal(10, default(Blend).TotalWeight);
    }

    [Fact]
    public void ThreeToOne_IsThreePartsInput() => Assert.Equal(Blend.InputOutput(3, 1), Blend.ThreeToOne);

    [Property]
    public static bool InputOutput_ScaledWeights_IsTheSame(int a, int b, int k)
    {
        decimal input = Math.Abs((long)a);
        decimal output = Math.Abs((long)b) + 1;
        decimal scale = (Math.Abs((long)k) + 1) / 1000m;
        Blend scaled = Blend.InputOutput(scale * input, scale * output);

        return scaled == Blend.InputOutput(input, output) && scaled.GetHashCode() == Blend.InputOutput(input, output).GetHashCode();
    }

    [Property]
    public static bool Of_AnyBlendsWeightsInAnyOrder_IsTheSame(Blend blend) =>
        Blend.Of([.. blend.Weights.Reverse()]) == blend && Blend.Of([.. blend.Weights.Select(w => w with { Weight = w.Weight / 100m })]) == blend;

    [Property]
    public static bool Weights_AnyBlend_AreWholePositiveAndSmallest(Blend blend) =>
        blend.Weights.All(w => w.Weight > 0 && decimal.IsInteger(w.Weight))
        && blend.Weights.Select(w => (System.Numerics.BigInteger)w.Weight).Aggregate(System.Numerics.BigInteger.GreatestCommonDivisor).IsOne
        && blend.TotalWeight == blend.Weights.Sum(w => w.Weight)
        && blend.Weights.Select(w => w.Meter.Index).SequenceEqual(blend.Weights.Select(w => w.Meter.Index).Order());

    [Property]
    public static bool ShareOf_AllMeters_SumToOne(Blend blend) =>
        Math.Abs(Meter.All.Sum(blend.ShareOf) - 1) < 1e-26m && Meter.All.All(m => (blend.ShareOf(m) > 0) == blend.Weights.Any(w => w.Meter == m));

    [Property]
    public static bool Parse_OfItsText_IsTheBlend(Blend blend) => Culture.InDanish(() =>
        Blend.Parse(blend.ToString()) == blend && blend.ToString() == Culture.In("", blend.ToString));

    [Property]
    public static bool Equality_AnyTwo_IsThatOfTheTexts(Blend a, Blend b) =>
        (a == b) == (a.ToString() == b.ToString()) && (a != b) != (a == b) && (a != b || a.GetHashCode() == b.GetHashCode());

    [Fact]
    public void Weights_ZeroWeight_IsLeftOut() => Assert.Equal([(Meter.Output, 1)], Blend.InputOutput(0, 30).Weights.AsEnumerable());

    [Theory]
    [InlineData("70/30", "input=7,output=3")]
    [InlineData("3:1", "input=3,output=1")]
    [InlineData("0.7/0.3", "input=7,output=3")]
    [InlineData("7:2:1", "input=2,output=1,cache-read=7")]
    [InlineData("7/2/1", "input=2,output=1,cache-read=7")]
    [InlineData("OUTPUT=3,input=7", "input=7,output=3")]
    [InlineData("reasoning=5", "reasoning=1")]
    public void Parse_Blend_IsRead(string text, string expected) => Assert.Equal(expected, Blend.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("70")]
    [InlineData("0/0")]
    [InlineData("-1/2")]
    [InlineData("1/2/3/4")]
    [InlineData("70/30:5")]
    [InlineData("70 / 30")]
    [InlineData("input=7,input=3")]
    [InlineData("input=7,3")]
    [InlineData("inputs=7,output=3")]
    [InlineData("input=0")]
    [InlineData("=1")]
    [InlineData("1/0.00000000000000000000000001")]
    public void Parse_NotABlend_ThrowsAndQuotesIt(string text)
    {
        Assert.False(Blend.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Blend.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NegativeWeight_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Blend.InputOutput(-1, 2));

    [Fact]
    public void Of_NoPositiveWeight_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Blend.InputOutput(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blend.Of());
    }

    [Fact]
    public void Of_MeterTwice_ThrowsAndNamesIt() => Assert.Contains(
        "'input'",
        Assert.Throws<ArgumentException>(() => Blend.Of((Meter.Input, 1), (Meter.Input, 2))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Text_OfFractions_IsTheSameInEveryCulture() =>
        Assert.Equal("input=5,output=2", Culture.InDanish(Blend.Of((Meter.Input, 2.50m), (Meter.Output, 1)).ToString));
}
