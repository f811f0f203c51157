using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Noise goes, prices stay.</summary>
public sealed class PriceCleaningTests
{
    [Theory]
    [InlineData("0.049999999999999996", "0.05")] // models.dev, 2026-07-02
    [InlineData("0.6000000000000001", "0.6")] // OpenRouter, 2026-08-01, per million
    [InlineData("15.000000000000002", "15")]
    [InlineData("0.08333333333333334", "0.08333333333333334")] // a twelfth: Gemini's cache writes
    [InlineData("0.083333", "0.083333")]
    [InlineData("1.00002", "1.00002")]
    [InlineData("2.5", "2.5")]
    [InlineData("0", "0")]
    [InlineData("123456789.5", "123456789.5")]
    public void Clean_APrice_LosesOnlyTheResidueOfBinaryNumbers(string stated, string clean) => Assert.Equal(clean, Clean(stated, isConverted: false));

    [Theory]
    [InlineData("1.00002", "1")] // 14.286 units of $0.07
    [InlineData("0.10003", "0.1")]
    [InlineData("75.00003000000001", "75")]
    [InlineData("0.24997", "0.25")]
    [InlineData("0.04998", "0.05")]
    [InlineData("0.07", "0.07")]
    [InlineData("0.00003", "0.00003")]
    public void Clean_APriceConvertedFromDatabricksUnits_IsTheShortestThatRoundsToIt(string stated, string clean) => Assert.Equal(clean, Clean(stated, isConverted: true));

    [Property]
    public void Clean_AnyPrice_MovesItByNoMoreThanTheNoise_AndOnce(uint digits, byte places, bool isConverted)
    {
        Rate stated = Rate.PerMillion(digits / (decimal)Math.Pow(10, places % 12));
        Rate clean = PriceCleaning.Clean(stated, isConverted);
        decimal noise = isConverted ? 0.000035m : 0;
        Assert.True(decimal.Abs(clean.Usd - stated.Usd) <= noise + (stated.Usd * 1e-12m));
        Assert.Equal(stated.IsFree, clean.IsFree);
        Assert.Equal(clean, PriceCleaning.Clean(clean, isConverted));
    }

    private static string Clean(string usd, bool isConverted) =>
        DecimalText.Format(PriceCleaning.Clean(Rate.PerMillion(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)), isConverted).Usd);
}
