using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

[Properties(Arbitrary = [typeof(Values)])]
public sealed class MeterTests
{
    [Fact]
    public void Default_IsInput() => Assert.Equal(Meter.Input, default);

    [Property]
    public static bool Parse_OfItsText_IsTheMeter(Meter meter) =>
        Culture.In("tr-TR", () => Meter.Parse(meter.ToString()) == meter && Meter.Parse(meter.Id.ToUpperInvariant()) == meter);

    [Property]
    public static bool Equality_AnyTwo_IsThatOfTheIds(Meter a, Meter b) =>
        (a == b) == (a.Id == b.Id) && (a != b) != (a == b) && (a != b || a.GetHashCode() == b.GetHashCode());

    [Property]
    public static bool Ancestors_OfAnyMeter_ComeBeforeItAndCountTheSameThing(Meter meter) =>
        meter.Parents.All(meter.Ancestors.Contains)
        && meter.Ancestors.Distinct().Count() == meter.Ancestors.Length
        && Meter.All.All(m => meter.IsWithin(m) == meter.Ancestors.Contains(m))
        && meter.Ancestors.All(a => a.Index < meter.Index && a.IsTokens == meter.IsTokens && a.TypicalPer == meter.TypicalPer)
        && meter.Ancestors.All(a => a.Ancestors.All(meter.Ancestors.Contains));

    [Fact]
    public void All_Meters_HaveTheirOwnIdAndUnit()
    {
        Assert.Equal(Meter.All.Length, Meter.All.DistinctBy(m => m.Id, StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Meter.All, m => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", m.Id));
        Assert.All(Meter.All, m => Assert.NotEmpty(m.Unit));
    }

    [Theory]
    [InlineData("input", "")]
    [InlineData("cache-read", "input")]
    [InlineData("cache-write-1h", "cache-write")]
    [InlineData("reasoning", "output")]
    [InlineData("cache-read-audio", "cache-read,input-audio")]
    [InlineData("cache-write-5m-image", "cache-write-5m,cache-write-image")]
    [InlineData("input-tool-video", "input-tool,input-video")]
    [InlineData("input-audio-seconds", "audio-seconds")]
    [InlineData("input-annotated-document-pages", "input-document-pages")]
    [InlineData("web-searches", "")]
    [InlineData("requests", "")]
    public void Parents_OfAMeter_AreWhereProvidersBillIt(string meter, string parents) =>
        Assert.Equal(parents, string.Join(',', Meter.Parse(meter).Parents));

    [Fact]
    public void Ancestors_OfCachedAudio_AreTheNearestFirst() =>
        Assert.Equal(["cache-read", "input-audio", "input"], Meter.Parse("cache-read-audio").Ancestors.Select(a => a.Id));

    [Theory]
    [InlineData("input", true, false, 1_000_000)]
    [InlineData("citation-text", false, true, 1_000_000)]
    [InlineData("output-audio-seconds", false, true, 3_600)]
    [InlineData("input-pixels", true, false, 1_000_000_000)]
    [InlineData("web-searches", false, false, 1_000)]
    public void Meter_HasItsDirectionAndUsualQuantity(string meter, bool isInput, bool isOutput, long per) =>
        Assert.Equal(
            (isInput, isOutput, isInput || isOutput, per),
            (Meter.Parse(meter).IsInput, Meter.Parse(meter).IsOutput, Meter.Parse(meter).HasDirection, Meter.Parse(meter).TypicalPer));

    [Theory]
    [InlineData("")]
    [InlineData("tokens")]
    [InlineData(" input")]
    public void Parse_NotAMeter_NamesThoseThereAre(string text)
    {
        FormatException failure = Assert.Throws<FormatException>(() => Meter.Parse(text));

        Assert.Contains($"'{text}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("cache-read", failure.Message, StringComparison.Ordinal);
    }
}
