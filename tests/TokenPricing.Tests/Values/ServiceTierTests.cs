using Xunit;

namespace TokenPricing.Tests;

public sealed class ServiceTierTests
{
    [Theory]
    [InlineData("Batch", "batch")]
    [InlineData("ultra_fast", "ultra-fast")]
    [InlineData("standard", "standard")]
    [InlineData("DEFAULT", "standard")]
    [InlineData("on_demand", "standard")]
    [InlineData("standard_only", "standard")]
    [InlineData("a234567890b234567890c234567890d234567890", "a234567890b234567890c234567890d234567890")]
    public void Parse_AWord_IsTheTier(string word, string value)
    {
        Assert.Equal(value, ServiceTier.Parse(word).Value);
        Assert.Equal(ServiceTier.Parse(value), ServiceTier.Parse(word));
        Assert.Equal(ServiceTier.Parse(value).GetHashCode(), ServiceTier.Parse(word).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" batch")]
    [InlineData("very fast")]
    [InlineData("2x")]
    [InlineData("a234567890b234567890c234567890d2345678901")]
    public void Parse_NoWord_SaysWhatIsExpected(string word)
    {
        Assert.False(ServiceTier.TryParse(word, out ServiceTier tier));
        Assert.Equal(ServiceTier.Standard, tier);
        Assert.Equal(
            $"'{(word.Length == 41 ? word[..40] + "..." : word)}' is not a service tier; expected a word of at most 40 letters, digits, hyphens and underscores, such as standard, batch or priority.",
            Assert.Throws<FormatException>(() => ServiceTier.Parse(word)).Message);
    }

    [Fact]
    public void Tiers_WithAName_HaveTheirWords() => Assert.Equal(
        ["standard", "batch", "flex", "priority", "fast", "ultrafast"],
        new[] { ServiceTier.Standard, ServiceTier.Batch, ServiceTier.Flex, ServiceTier.Priority, ServiceTier.Fast, ServiceTier.Ultrafast }.Select(t => t.Value));

    [Fact]
    public void Default_IsStandard() => Assert.Equal((ServiceTier.Standard, "standard"), (default, default(ServiceTier).ToString()));
}
