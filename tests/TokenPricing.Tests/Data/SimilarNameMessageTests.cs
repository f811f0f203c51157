using Xunit;

namespace TokenPricing.Tests;

/// <summary>How far names may differ to be suggested, and in which order.</summary>
public static class SimilarNameMessageTests
{
    [Theory]
    [InlineData("ab", "AB", "AB")]
    [InlineData("ab", "axyb", "axyb")]
    [InlineData("ab", "axyzb", "")]
    [InlineData("", "ab", "ab")]
    [InlineData("", "abc", "")]
    [InlineData("abcdefghi", "abcdefxyz", "abcdefxyz")]
    [InlineData("abcdefghi", "abcdexyzz", "")]
    [InlineData("abcdefgh", "abcdefxy", "abcdefxy")]
    [InlineData("abcdefgh", "abcdexyz", "")]
    [InlineData("abc", "xxxxxxabcxxxxxx", "xxxxxxabcxxxxxx")]
    [InlineData("ab", "xxxxxxabxxxxxx", "")]
    [InlineData("xxxxxxabcxxxxxx", "ABC", "")]
    [InlineData("abcxxxxxxxxxxxx", "ABC", "ABC")]
    [InlineData("xxxxxx/abcxxxxxx", "ABC", "ABC")]
    [InlineData("xxxxxx-abcxxxxxx", "ABC", "")]
    [InlineData("xxxabcdxx", "XABCD", "XABCD")]
    [InlineData("xxxabcdxxy", "XABCD", "XABCD")]
    [InlineData("xxxabcdxxyz", "XABCD", "")]
    [InlineData("one-two three/four", "four_three:two.one", "four_three:two.one")]
    [InlineData("one-two three/four", "four_three:two.two", "")]
    [InlineData("(one)two", "two(one)", "two(one)")]
    public static void Of_OneKnownName_IsSuggestedUpToALimit(string name, string known, string suggested) =>
        Assert.Equal(suggested.Length == 0 ? "" : $" Did you mean '{known}'?", SimilarNames.Question(SimilarNames.Of(name, [known])));

    [Fact]
    public static void Of_SeveralKnownNames_AreByDistanceAndThenByName() =>
        Assert.Equal(["abcdex", "abcdyy", "abcdzz"], SimilarNames.Of("abcdef", ["zzzzzz", "abcdzz", "abcdyy", "abcdex"]));

    [Theory]
    [InlineData(128, 1)]
    [InlineData(129, 0)]
    public static void Of_ALongName_IsComparedUpToALength(int length, int count) =>
        Assert.Equal(count, SimilarNames.Of(new string('a', length), [new string('a', 126) + "bb"]).Count);

    [Theory]
    [InlineData("a", " Did you mean 'a'?")]
    [InlineData("a b c", " Did you mean 'a' or 'b' or 'c'?")]
    public static void Question_Names_AreQuoted(string names, string question) => Assert.Equal(question, SimilarNames.Question(names.Split(' ')));

    [Fact]
    public static void Unknown_AName_HasTheWholeMessage()
    {
        PricingException exception = SimilarNames.Unknown(PricingError.UnknownModel, "model", "gpt-4", ["gpt-4o", "claude"]);

        Assert.Equal((PricingError.UnknownModel, "The catalog knows no model 'gpt-4'. Did you mean 'gpt-4o'?"), (exception.Error, exception.Message));
        Assert.Equal("The catalog knows no model 'x'.", SimilarNames.Unknown(PricingError.UnknownModel, "model", "x", []).Message);
    }
}
