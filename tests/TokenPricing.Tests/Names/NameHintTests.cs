using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which provider the form of a name points to, and whether another one can be meant.</summary>
public sealed class NameHintTests
{
    [Theory]
    [InlineData("z-ai/glm-4.6:nitro", ":nitro", "openrouter", true)]
    [InlineData("GLM-4.6:FLOOR ", ":floor", "openrouter", true)]
    [InlineData("openai/gpt-5:exacto", ":exacto", "openrouter", true)]
    [InlineData("arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/m", "arn:aws", "amazon-bedrock", true)]
    [InlineData("accounts/fireworks/models/glm-4p7", "accounts/fireworks/", "fireworks-ai", true)]
    [InlineData("publishers/google/models/gemini-2.5-pro", "publishers/", "google-vertex", false)]
    [InlineData("projects/p/locations/l/models/m", "projects/", "google-vertex", false)]
    [InlineData("models/gemini-2.5-pro", "models/gem", "google", false)]
    [InlineData("@cf/meta/llama-3-8b", "@cf/", "cloudflare-workers-ai", true)]
    [InlineData("openai/gpt-5", "openai/", "openai", false)]
    [InlineData(" ACME/m", "acme/", "acme", true)]
    [InlineData("acme:m", "acme:", "acme", true)]
    [InlineData("x/m", "x/", "x", true)]
    [InlineData("openai/gpt-oss-120b:OPENAI", ":openai", "openai", true)]
    [InlineData("groq/m", "groq/", "groq", true)]
    [InlineData("acme/claude-v1:0", "acme/", "acme", true)]
    [InlineData("anthropic.claude-3-haiku", "anthropic.", "amazon-bedrock", true)]
    [InlineData("us.anthropic.claude-3-haiku", "anthropic.", "amazon-bedrock", true)]
    [InlineData("us-east-1.meta.llama3-8b", "meta.", "amazon-bedrock", true)]
    [InlineData("claude-v2:1", "-v2:1", "amazon-bedrock", false)]
    public void Of_AFormOfOneProvider_NamesIt(string name, string word, string seller, bool isSure) =>
        Assert.Equal(new NameHint(word, seller, isSure), NameHint.Of(name, IsSeller));

    [Theory]
    [InlineData("gpt-5")]
    [InlineData("meta-llama/llama-3-8b")]
    [InlineData("nobody/m")]
    [InlineData("gpt-oss-120b:nobody")]
    [InlineData("gpt-oss-120b:groq")]
    [InlineData(":openai")]
    [InlineData("/m")]
    [InlineData("models/llama")]
    [InlineData("anthropic")]
    [InlineData("us.claude-3-haiku")]
    [InlineData("eu.us.claude-3-haiku")]
    [InlineData("acme.anthropic.claude-3-haiku")]
    [InlineData("-v1:0")]
    [InlineData("claude-v12:0")]
    [InlineData("claude-v1:0-fast")]
    public void Of_AFormOfNoProvider_IsNull(string name) => Assert.Null(NameHint.Of(name, IsSeller));

    [Fact]
    public void Of_APreferenceInACatalogWithoutOpenRouter_IsNull() => Assert.Null(NameHint.Of("glm-4.6:nitro", _ => false));

    private static bool IsSeller(string word) => word is "openrouter" or "openai" or "acme" or "x";
}
