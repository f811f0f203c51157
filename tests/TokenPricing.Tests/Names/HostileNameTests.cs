using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Names that strangers made up. How long they take is measured by <c>names</c> in <c>benchmarks/TokenPricing.Benchmarks</c>.</summary>
[Properties(Arbitrary = [typeof(HostileNameTests)])]
public sealed class HostileNameTests
{
    private static readonly string[] Words =
    [
        "x-", "gpt-5", "gpt-35", "o3", "claude-", "claude-3-5-sonnet", "opus-4-0", "claude-v2", "gemini-2.5", "grok", "llama3", "meta-llama-", "qwen", "phi4",
        "deepseek.", "r1", "openai/", "anthropic.", "us.", "us-east-1/", "models/", "routers/", "hf:", "arn:", "ft:", "a:", ":nitro", "-latest", "@default",
        "-v1:0", "-v2", ":0", "-001", "-20240513", "-2024-05-13", "-05-2026", "-high", "(high)", "(8000)", "-thinking", ":8000", "image", "-", "__", ".", " ",
        "4.5", "4p5", "1.2.3", ":70b", ":1.5t-", "6-month-commitment/", "0", "\u0130", "\ud800", "\0", "\n", "https://",
    ];

    // The notation as it was first written, with expressions that look ahead and behind; for names that begin with a word of no meaning.
    private static readonly (string Pattern, string Replacement)[] Notation =
    [
        (@"(?<=-20[0-9]{6})-v[0-9]+$", ""), (@":(?=[0-9]+([.-][0-9]+)?[bt]([-_]|$))", "-"), ("[-_ ]+", "-"), ("(?<=[0-9])[._p](?=[0-9])", "-"),
        ("(?<=-)(20[0-9][0-9])-([01][0-9])-([0-3][0-9])(?![0-9])", "$1$2$3"), ("(?<=^|-)(meta-)?(llama|gemma|qwen|phi)-?(?=[0-9])", "$2-"),
        ("(?<=claude-(instant-)?)v(?=[0-9])", ""), ("claude-([0-9](-[0-9])?)-(fable|haiku|mythos|opus|sonnet)(?=$|[-:])", "claude-$3-$1"),
        ("(?<=claude-[a-z]+-[0-9])-0(?=$|[-:])", ""),
    ];

    public static Arbitrary<HostileName> Names() => (
        from words in Gen.Elements(Words).ListOf().Select(w => string.Concat(w))
        from word in Gen.Elements(Words)
        from repeated in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 200)))
        select new HostileName(words + string.Concat(Enumerable.Repeat(word, repeated)))).ToArbitrary();

    [Theory]
    [InlineData("x-", 350)]
    [InlineData("claude-", 70)]
    [InlineData("gpt-5-", 85)]
    [InlineData("a:", 250)]
    [InlineData("us.", 170)]
    [InlineData("-thinking", 50)]
    public void Find_AWordManyTimes_IsUnknown(string word, int times)
    {
        string name = string.Concat(Enumerable.Repeat(word, times));

        Assert.False(PriceCatalog.BuiltIn.TryFind(name, out _));
        PricingException unknown = Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.Find(name));
        Assert.Equal(name.Length > 512 ? PricingError.NameTooLong : PricingError.UnknownModel, unknown.Error);
    }

    [Fact]
    public void Find_ANameBeyondTheBound_IsAnErrorThatSaysSo()
    {
        string name = new('x', 100_000);

        Assert.False(PriceCatalog.BuiltIn.TryFind(name, out _));
        Assert.False(PriceCatalog.BuiltIn.TryGetModel(name, out _));
        Assert.False(PriceCatalog.BuiltIn.TryGetOffer("openai", name, out _));
        Assert.False(PriceCatalog.BuiltIn.TryGetProvider(name, out _));
        PricingException tooLong = Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.Find(name));
        Assert.Equal(PricingError.NameTooLong, tooLong.Error);
        Assert.Equal($"A name has 100,000 characters, and at most 512 are looked up: '{new string('x', 60)}' is how it begins.", tooLong.Message);
        Assert.Equal(PricingError.NameTooLong, Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.Find(name, "gpt-5")).Error);
        Assert.Equal(PricingError.UnknownModel, Assert.Throws<PricingException>(() => PriceCatalog.BuiltIn.Find(new string('x', 512))).Error);
    }

    [Fact]
    public void Of_AHundredThousandCharacters_EndsForEveryWord() =>
        Assert.All(Words, word => Assert.NotNull(ModelKey.Of(string.Concat(Enumerable.Repeat(word, 100_000 / word.Length)))));

    [Property]
    public static void Find_AnyText_IsFoundOrADocumentedError(HostileName name, HostileName seller, bool isSold)
    {
        string? provider = isSold ? seller.Text : null;
        bool isFound = PriceCatalog.BuiltIn.TryFind(provider, name.Text, out NameMatch? match);
        Exception? error = Record.Exception(() => PriceCatalog.BuiltIn.Find(provider, name.Text));

        Assert.Equal(isFound, error is null);
        Assert.True(error is null or PricingException, error?.ToString());
        Assert.Equal(isFound, match is not null);
    }

    [Property]
    public static void Of_ANameOfNoProvider_IsWhatTheExpressionsSay(HostileName name)
    {
        string text = "zz-" + name.Text.Replace('/', '-').Replace('@', '-').Replace("-v1:0", "", StringComparison.Ordinal).Replace(":0", "", StringComparison.Ordinal).Trim();
        text = Regex.Replace(text, "(-v[0-9]+:[0-9]+)+$", "", RegexOptions.CultureInvariant);
        string key = text.ToLowerInvariant();
        foreach ((string pattern, string replacement) in Notation)
        {
            key = Regex.Replace(key, pattern, replacement, RegexOptions.CultureInvariant);
        }

        Assert.Equal(key, ModelKey.Of(text));
    }
}

public sealed record HostileName(string Text);
