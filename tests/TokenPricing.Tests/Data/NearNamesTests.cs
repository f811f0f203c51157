using Xunit;

namespace TokenPricing.Tests;

public sealed class NearNamesTests
{
    private static readonly string[] Known = ["gpt-4o", "gpt-4o-mini", "o4-mini", "claude-sonnet-4-5", "mixtral-8x7b"];

    [Theory]
    [InlineData("gpt4o", "gpt-4o")]
    [InlineData("sonnet-claude-4-5", "claude-sonnet-4-5")]
    [InlineData("SONNET", "claude-sonnet-4-5")]
    [InlineData("claude-4", "claude-sonnet-4-5")]
    [InlineData("claude 5", "claude-sonnet-4-5")]
    [InlineData("mixtral-8x7b-instruct", "mixtral-8x7b")]
    [InlineData("mistral-8x7b", "mixtral-8x7b")]
    public void Of_ANameThatIsMeant_FindsIt(string typed, string meant) => Assert.Equal(meant, SimilarNames.Of(typed, Known)[0]);

    [Theory]
    [InlineData("")]
    [InlineData("zzzzzzzz")]
    public void Of_NothingNear_IsEmpty(string typed)
    {
        Assert.Empty(SimilarNames.Of(typed, Known));
        Assert.Equal("", SimilarNames.Question(SimilarNames.Of(typed, Known)));
    }

    [Fact]
    public void Of_ManyNear_GivesThree() => Assert.Equal(3, SimilarNames.Of("gpt-4", ["gpt-4a", "gpt-4b", "gpt-4c", "gpt-4d"]).Count);

    [Fact]
    public void Of_EquallyNear_AreInTheirOrder() =>
        Assert.Equal(["gpt-4b", "gpt-4a", "gpt-4"], SimilarNames.Of("gpt-4x", ["gpt-4", "gpt-4a", "gpt-4b"], k => k, k => -k.Length * 100 - k[^1]));

    // A gateway's spellings come before the makers' by their letters alone.
    [Fact]
    public void Model_OfTheFirstWord_SuggestsTheNewestThatTheMakerSells()
    {
        string[] claude = [.. PriceCatalog.BuiltIn.Models
            .Where(m => m.Base is null && m.Id.Value.Contains("claude", StringComparison.Ordinal) && m.Offers.Any(o => o.Seller == SellerKind.Maker))
            .OrderByDescending(m => m.Facts.Released?.Earliest).ThenBy(m => m.Id).Take(3).Select(m => $"'{m.Id}'")];

        string message = Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.Model("claude")).Message;

        Assert.Equal($"The catalog knows no model 'claude'. Did you mean {string.Join(" or ", claude)}?", message);
    }

    [Fact]
    public void Question_OfTwo_AsksForEither() => Assert.Equal(" Did you mean 'a' or 'b'?", SimilarNames.Question(["a", "b"]));
}
