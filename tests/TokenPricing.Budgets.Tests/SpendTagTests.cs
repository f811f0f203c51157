using Xunit;

namespace TokenPricing.Tests;

public sealed class SpendTagTests
{
    [Fact]
    public void Constructor_EmptyValue_SaysToLeaveTheTagOut()
    {
        ArgumentException error = Assert.Throws<ArgumentException>("Value", () => new SpendTag("model", ""));

        Assert.StartsWith(
            "The tag 'model' has an empty value. Leave out a tag whose value is not known: the sums by 'model' have what lacks it under the empty string.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("'tenant'", Assert.Throws<ArgumentException>("Key", () => new SpendTag("", "acme")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("Value", () => new SpendTag("model", null!));
        Assert.Contains("'model'", Assert.Throws<ArgumentException>("Value", () => new SpendTag("model", "m") with { Value = "" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_KeyGivenTwice_AreShownInOrder()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new SpendFilter { Tags = [new("tenant", "bolt"), new("model", "m"), new("tenant", "acme")] });

        Assert.StartsWith("A tag key is given twice: model=m, tenant=", error.Message, StringComparison.Ordinal);
        Assert.Contains("tenant=bolt", error.Message, StringComparison.Ordinal);
        Assert.Contains("tenant=acme. Each key can have one value.", error.Message, StringComparison.Ordinal);
    }
}
