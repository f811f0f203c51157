using FsCheck;
using FsCheck.Fluent;

namespace TokenPricing.Tests;

/// <summary>Names of models as price lists and logs put them together.</summary>
public static class NameGenerators
{
    public static Arbitrary<ListingName> Names() => (
        from before in Gen.Elements("", "openai/", "models/", "us.anthropic.", "eu/", "us-east-1/", "accounts/fireworks/models/", "groq/", "strange/", "cerebras:")
        from family in Gen.Elements("gpt-", "claude-", "claude-3-5-", "llama", "Meta-Llama-3.", "gemini-", "glm", "o", "qwen3-")
        from middle in Gen.Elements("4", "4.5-sonnet", "4p5", "2_5", "opus-4-0", "35-turbo", "sonnet-4", "v2")
        from after in Gen.Elements("", "-2024-05-13", "@20250514", "@default", "-v1:0", "-v0:2", ":0", "-latest", ":thinking", "(high)", "--x")
        select new ListingName(before + family + middle + after)).ToArbitrary();
}

public sealed record ListingName(string Text);
