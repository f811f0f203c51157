using System.Collections.Immutable;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PricingSettingsTests
{
    [Theory]
    [InlineData(-0.01)]
    [InlineData(100.01)]
    public void Discounts_OneThatIsNotFromZeroToAHundredPercent_IsNamed(double percent)
    {
        Percentage wrong = Percentage.FromPercent((decimal)percent);

        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new PricingSettings { Discounts = [("p", Percentage.FromPercent(10)), ("q", wrong)] });

        Assert.StartsWith("A discount must be from 0 % to 100 %.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(("Discounts", wrong), (exception.ParamName, exception.ActualValue));
    }

    [Fact]
    public void Discounts_TwoOfOneProvider_AreRefused() => Assert.Equal(
        "Two discounts have the same provider. Set at most one for each provider. (Parameter 'Discounts')",
        Assert.Throws<ArgumentException>(() => new PricingSettings { Discounts = [("p", Percentage.FromPercent(1)), ("P", Percentage.FromPercent(2))] }).Message);

    [Fact]
    public void Discounts_NoneAndAll_ArePossible()
    {
        PricingSettings settings = new() { Discounts = [("p", Percentage.FromPercent(0)), ("q", Percentage.FromPercent(100))] };

        Assert.Equal([Percentage.FromPercent(0), Percentage.FromPercent(100)], settings.Discounts.Select(d => d.Discount));
        Assert.Empty(new PricingSettings { Discounts = default }.Discounts);
    }

    [Fact]
    public void Equals_SettingsThatDifferInOneProperty_AreNotEqual()
    {
        ImmutableArray<(ProviderId, Percentage)> discounts = [("p", Percentage.FromPercent(10))];
        Func<PricingSettings>[] all =
        [
            () => new(), () => new() { MissingRate = MissingRatePolicy.LeaveUnpriced }, () => new() { DefaultBlend = Blend.ThreeToOne }, () => new() { Discounts = discounts },
            () => new() { Discounts = [("p", Percentage.FromPercent(11))] }, () => new() { Discounts = discounts, DefaultBlend = Blend.ThreeToOne },
        ];

        for (int i = 0; i < all.Length; i++)
        {
            Assert.False(all[i]().Equals(null));
            for (int j = 0; j < all.Length; j++)
            {
                Assert.Equal((i, j, i == j), (i, j, all[i]().Equals(all[j]())));
            }
        }
    }
}
