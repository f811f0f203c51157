using Xunit;

namespace TokenPricing.Tests;

/// <summary>What each rewriting takes out of a key, and what it leaves alone.</summary>
public sealed class NameRewritingTests
{
    [Theory]
    [InlineData("gpt-5(high)", "(high)")]
    [InlineData("gpt-5(max)", "(max)")]
    [InlineData("gpt-5(auto)", "(auto)")]
    [InlineData("gpt-5(none)", "(none)")]
    [InlineData("gpt-5(8000)", "(8000)")]
    [InlineData("(low)", "(low)")]
    [InlineData("gpt-5-(high)", "-(high)")]
    [InlineData("-(low)", "-(low)")]
    [InlineData("gpt-5(x)(minimal)", "(minimal)")]
    [InlineData("gpt-5(preview)", null)]
    [InlineData("gpt-5()", null)]
    [InlineData("gpt-5(high", null)]
    [InlineData("gpt-5(highx", null)]
    [InlineData("gpt-5)", null)]
    public void EffortInParentheses_OfAKey(string key, string? word) => Dropped(0, "is an effort, not a model", key, word);

    [Theory]
    [InlineData("gpt-5-none", "-none")]
    [InlineData("gpt-5-minimal", "-minimal")]
    [InlineData("gpt-5.2:low", ":low")]
    [InlineData("gpt-oss-120b-medium", "-medium")]
    [InlineData("o3-high", "-high")]
    [InlineData("claude-opus-4-8-xhigh", "-xhigh")]
    [InlineData("grok-4-high", "-high")]
    [InlineData("gemini-3-pro-low", "-low")]
    [InlineData("gpt-5-max", null)]
    [InlineData("gpt-4-high", null)]
    [InlineData("gpt-image-1-high", null)]
    [InlineData("grok-image-high", null)]
    [InlineData("gemini-pro-high", null)]
    [InlineData("llama-3-high", null)]
    [InlineData("high", null)]
    public void Effort_OfAKey(string key, string? word) => Dropped(1, "is an effort, not a model", key, word);

    [Theory]
    [InlineData("gpt-4o:nitro", ":nitro")]
    [InlineData("gpt-4o:floor", ":floor")]
    [InlineData("gpt-4o:exacto", ":exacto")]
    [InlineData("gpt-4o:beta", ":beta")]
    [InlineData(":beta", ":beta")]
    [InlineData("gpt-oss-120b:groq", ":groq")]
    [InlineData("gpt-oss-120b:nobody", null)]
    [InlineData("gpt-4o:free", null)]
    [InlineData("nitro", null)]
    public void Preference_OfAKey(string key, string? word) => Dropped(2, "is a routing preference", key, word);

    [Theory]
    [InlineData("claude-sonnet-4-5-thinking", "-thinking")]
    [InlineData("claude-sonnet-4-5-thinking:8000", "-thinking:8000")]
    [InlineData("claude-sonnet-4-5-thinking:low", "-thinking:low")]
    [InlineData("claude-sonnet-4-5-thinking:medium", "-thinking:medium")]
    [InlineData("claude-sonnet-4-5-thinking:high", "-thinking:high")]
    [InlineData("claude-sonnet-4-5-thinking:max", "-thinking:max")]
    [InlineData("claude-3.7-sonnet-thinking", "-thinking")]
    [InlineData("claude-opus-4-1-thinking-32k", "-thinking-32k")]
    [InlineData("claude-opus-4-1-thinking:32k", "-thinking:32k")]
    [InlineData("claude-opus-4-1-(thinking)", "-(thinking)")]
    [InlineData("claude-opus-4-1(thinking)", "(thinking)")]
    [InlineData("claude-opus-4-1-thinking-32", null)]
    [InlineData("claude-opus-4-1-thinking-k", null)]
    [InlineData("qwen3-235b-a22b-(thinking)", null)]
    [InlineData("qwen3-235b-a22b-thinking-32k", null)]
    [InlineData("qwen3-max:thinking", ":thinking")]
    [InlineData("deepseek-r1:thinking:8000", ":thinking:8000")]
    [InlineData("us.claude-sonnet-4-5-thinking", "-thinking")]
    [InlineData("claude--thinking", "-thinking")]
    [InlineData("claude-thinking", null)]
    [InlineData("claude-sonnet-4-5-thinking:deep", null)]
    [InlineData("claude-sonnet-4-5-thinking:", null)]
    [InlineData("qwen3-235b-thinking", null)]
    [InlineData("v1.claude-sonnet-4-5-thinking", null)]
    [InlineData("us/x.claude-sonnet-4-5-thinking", null)]
    [InlineData(".claude-sonnet-4-5-thinking", null)]
    [InlineData("thinking", null)]
    public void Thinking_OfAKey(string key, string? word) => Dropped(3, "turns on thinking, which is billed as output", key, word);

    [Theory]
    [InlineData("claude-3-5-sonnet-latest", "-latest")]
    [InlineData("-latest", "-latest")]
    [InlineData("llama-3-3:latest", ":latest")]
    [InlineData("latest", null)]
    [InlineData("chatgpt-4o-latest-2", null)]
    public void Latest_OfAKey(string key, string? word) => Dropped(4, "means the newest version", key, word);

    [Theory]
    [InlineData("ft:gpt-4o:acme::9abc", ":acme::9abc")]
    [InlineData("ft:g:a:9", ":a:9")]
    [InlineData("ft:gpt-4o:acme", null)]
    [InlineData("ft::acme:9", null)]
    [InlineData("gpt-4o:acme::9abc", null)]
    public void FineTuned_OfAKey(string key, string? word) => Dropped(5, "is the name of a customer's fine-tuned model", key, word);

    [Theory]
    [InlineData("gpt-4o-20240513", "-20240513")]
    [InlineData("-20240513", "-20240513")]
    [InlineData("claude-2-05-2026", "-05-2026")]
    [InlineData("claude-2-12-2026", "-12-2026")]
    [InlineData("gpt-4o-20240513-20240806", null)]
    [InlineData("gpt-4o-2024051", null)]
    [InlineData("gpt-4o-25-2026", null)]
    [InlineData("gpt-4o", null)]
    public void Date_OfAKey(string key, string? word) => Dropped(6, "is an unknown snapshot; all known ones cost the same", key, word);

    [Theory]
    [InlineData("gemini-2.0-flash-001", "-001")]
    [InlineData("gemini-2.0-flash-009", "-009")]
    [InlineData("gemini-2.0-flash-01", null)]
    [InlineData("gemini-2.0-flash-0010", null)]
    public void Version_OfAKey(string key, string? word) => Dropped(7, "is an unknown version; all known ones cost the same", key, word);

    [Theory]
    [InlineData("us.claude-sonnet-4-5", "us.")]
    [InlineData("us-east-1.claude-sonnet-4-5", "us-east-1.")]
    [InlineData("eu.x", "eu.")]
    [InlineData("global.claude-sonnet-4-5", null)]
    [InlineData("regional.claude-sonnet-4-5", null)]
    [InlineData("us.4", null)]
    [InlineData("us.", null)]
    [InlineData(".claude", null)]
    [InlineData("US.claude", null)]
    [InlineData("claude-sonnet-4-5", null)]
    public void SingleRegion_OfAKey(string key, string? word)
    {
        NameRewriting one = Dropped(8, "is one of the regions that the price list combines", key, word, "regional.");
        Assert.Equal(NameGuard.Bedrock, one.Guard);
        Dropped(9, "is a region; all known ones cost the same", key, word ?? (key.StartsWith("global.", StringComparison.Ordinal) ? "global."
            : key.StartsWith("regional.", StringComparison.Ordinal) ? "regional." : null));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", "regional.claude-sonnet-4-5")]
    [InlineData("us.claude", null)]
    [InlineData("", null)]
    public void NoRegion_OfAKey_IsAdded(string key, string? expected)
    {
        NameRewriting added = NameRewriting.All[10];

        Assert.Equal(expected, added.Apply(key));
        Assert.Equal($"'{key}' without a region means the caller's own region", added.Step(key));
    }

    [Fact]
    public void All_AreThose() => Assert.Equal(11, NameRewriting.All.Length);

    [Theory]
    [InlineData("gpt-4o-20240513", "gpt-4o")]
    [InlineData("gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("gpt-4o", null)]
    public void Undated_OfAKey(string key, string? expected) => Assert.Equal(expected, NameRewriting.Undated(key));

    [Theory]
    [InlineData("us.claude-sonnet-4-5", "claude-sonnet-4-5")]
    [InlineData("us.us-east-1.claude-sonnet-4-5", "claude-sonnet-4-5")]
    [InlineData("claude-3.5-sonnet", "claude-3.5-sonnet")]
    [InlineData(".claude", ".claude")]
    [InlineData("us..claude", ".claude")]
    public void WithoutRegion_OfAKey(string key, string expected) => Assert.Equal(expected, NameRewriting.WithoutRegion(key));

    private static NameRewriting Dropped(int place, string meaning, string key, string? word, string replacement = "")
    {
        NameRewriting rewriting = NameRewriting.All[place];

        Assert.Equal(meaning, rewriting.Meaning);
        if (word is null)
        {
            Assert.Null(rewriting.Apply(key));
            return rewriting;
        }

        Assert.Equal($"'{word}' {meaning}", rewriting.Step(key));
        Assert.Equal(
            key.StartsWith(word, StringComparison.Ordinal) ? replacement + key[word.Length..] : key[..^word.Length] + replacement,
            rewriting.Apply(key));
        return rewriting;
    }
}
