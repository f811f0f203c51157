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
    public static bool Parent_OfAnyMeter_ComesBeforeItAndEndsSomewhere(Meter meter)
    {
        int steps = 0;
        for (Meter current = meter; current.Parent is { } parent; current = parent)
        {
            if (Meter.All.IndexOf(parent) >= Meter.All.IndexOf(current) || ++steps > Meter.All.Length)
            {
                return false;
            }
        }

        return true;
    }

    [Fact]
    public void All_Meters_HaveTheirOwnIdAndUnit()
    {
        Assert.Equal(Meter.All.Length, Meter.All.DistinctBy(m => m.Id, StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Meter.All, m => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", m.Id));
        Assert.All(Meter.All, m => Assert.NotEmpty(m.Unit));
    }

    [Fact]
    public void Parent_OfEachMeter_IsWhereProvidersBillIt() => Assert.Equal(
        [null, null, Meter.Input, Meter.Input, Meter.CacheWrite, Meter.CacheWrite, Meter.Output],
        new[] { Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning }.Select(m => m.Parent));

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
