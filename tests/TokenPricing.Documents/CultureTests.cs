using Xunit;

namespace TokenPricing.Tests;

public sealed class CultureTests
{
    // Without ICU, or in globalization-invariant mode, every law "in Danish" would hold for nothing.
    [Fact]
    public void InDanish_OnThisMachine_WritesDecimalCommas() => Assert.Equal("1,5", Culture.InDanish(() => $"{1.5m}"));
}
