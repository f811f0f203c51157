using System.Text.RegularExpressions;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Display names of models.</summary>
public sealed class ModelNamesTests
{
    [Theory]
    [InlineData("llama-3.3-70b-instruct", "Llama 3.3 70B Instruct", "Llama 3.3 Instruct", "meta/llama-3.3-70b", "Llama 3.3 70B Instruct")]
    [InlineData("llama-3-8b-instruct", "Llama 3 8B", "Llama 3.1 Instruct", "Llama 3 8B")] // another version and no size
    [InlineData("gpt-4o-mini-2024-07-18", "GPT-4o-mini", "OpenAI: GPT-4o-mini (2024-07-18)")]
    [InlineData("hermes-4-405b", "Hermes 4 Large 405B", "Hermes 4 Large")] // no list names the size
    [InlineData("dracarys-72b-instruct", "Dracarys 72B Instruct", "Llama 3.1 70B Dracarys 2")] // another size
    [InlineData("gemini-1.5-flash", "Gemini 1.5 Flash", "gemini 1.5 flash", "Gemini 1.5 Flash")]
    [InlineData("command-r-plus", "Command R+", "Command R+")]
    [InlineData("gemini-3.1-flash-lite", "Gemini 3.1 Flash Lite", "Gemini 3.1 Flash Lite Preview", "Gemini 3.1 Flash Lite")] // the fewest words more
    [InlineData("mistral-large-2512", "Mistral Large 3", "Mistral Large 3", "Mistral Large Latest")] // a number is no such word
    [InlineData("acme-1", null, "acme-1", "acme/acme-1")] // only ids
    public void Best_OfNames_SaysWhatTheIdSays(string id, string? best, params string[] names) => Assert.Equal(best, ModelNames.Best(id, names));

    [Fact]
    public void Distinct_ModelsOfOneNameAndDeveloper_HaveWhatIsOnlyInTheirIds()
    {
        ModelRow[] rows =
        [
            Row("claude-opus-4-6", "Claude Opus 4.6"), Row("claude-opus-4.6-batch", "Claude Opus 4.6"), Row("us.claude-opus-4-6", "Claude Opus 4.6") with { Base = "claude-opus-4-6" },
            Row("claude-opus-4-6-2026-02-15", "Claude Opus 4.6"), Row("claude-opus4-6", "Claude Opus 4.6"), Row("other/claude", "Claude Opus 4.6") with { Developer = "Umbra" },
        ];

        Assert.Equal(
            ["Claude Opus 4.6", "Claude Opus 4.6 (batch)", "Claude Opus 4.6 (us)", "Claude Opus 4.6 (2026-02-15)", "Claude Opus 4.6 (claude-opus4-6)", "Claude Opus 4.6"],
            ModelNames.Distinct(rows).Select(m => m.Name));
    }

    [Fact]
    public void Distinct_NamesThatDifferByHyphens_AreAlike()
    {
        ModelRow[] rows =
        [
            Row("step-3-free", "Step (3)"), Row("minimax-m25", "MiniMax M2.5"), Row("minimax-m2.5", "MiniMax-M2.5"), Row("minimax-m2.5-fast", "MiniMax-M2.5") with { Base = "minimax-m2.5" },
            Row("step-3", "Step 3"),
        ];

        Assert.Equal(
            ["Step (3)", "MiniMax M2.5 (minimax-m25)", "MiniMax-M2.5", "MiniMax-M2.5 (fast)", "Step 3"], ModelNames.Distinct(rows).Select(m => m.Name));
    }

    [Fact]
    public void OfBases_AVariantWithoutAName_HasThatOfItsBase()
    {
        ModelRow[] rows =
        [
            Row("gpt-5", "GPT-5"), Row("gpt-5-2025-08-07", "gpt-5-2025-08-07") with { Base = "gpt-5" }, Row("gpt-5-9b", "gpt-5-9b") with { Base = "gpt-5" }, Row("gpt-6", "gpt-6"),
        ];

        Assert.Equal(["GPT-5", "GPT-5", "gpt-5-9b", "gpt-6"], ModelNames.OfBases([.. rows]).Select(m => m.Name));
    }

    [Fact]
    public void BuiltIn_TwoModelsOfADeveloper_NeverShareAName() => Assert.Empty(
        PriceCatalog.BuiltIn.Models.GroupBy(m => (m.Facts.Developer?.ToUpperInvariant(), Regex.Replace(m.Name, @"[\s_.-]", "").ToUpperInvariant())).Where(
            g => g.Count() > 1 && g.Select(m => Regex.Replace(m.Id.Value, @"[\s_.-]", "")).Distinct().Count() > 1).Select(g => string.Join(" and ", g.Select(m => $"{m.Id}: {m.Name}"))));

    [Theory]
    [InlineData("claude-opus-4-5", "Claude Opus 4.5")]
    [InlineData("claude-haiku-4-5", "Claude Haiku 4.5")]
    [InlineData("claude-sonnet-3.7", "Claude Sonnet 3.7")]
    [InlineData("o4-mini", "o4-mini")]
    [InlineData("o3-pro", "o3-pro")]
    [InlineData("gpt-4o-mini", "GPT-4o mini")]
    [InlineData("gpt-5-mini", "GPT-5 mini")]
    [InlineData("gpt-5-2025-08-07", "GPT-5 (2025-08-07)")]
    [InlineData("gpt-5.1-codex-max", "GPT-5.1-Codex-Max")]
    [InlineData("gpt-oss-120b", "gpt-oss-120b")]
    [InlineData("gemini-3.1-flash-lite", "Gemini 3.1 Flash-Lite")]
    [InlineData("llama-3.3-70b-instruct", "Llama 3.3 70B Instruct")]
    [InlineData("glm-5.2", "GLM-5.2")]
    [InlineData("minimax-m2.5", "MiniMax-M2.5")]
    [InlineData("mimo-v2.5-pro", "MiMo-V2.5-Pro")]
    [InlineData("qwen3-235b-a22b-instruct-2507", "Qwen3 235B-A22B Instruct 2507")]
    public void BuiltIn_WellKnownModels_AreSpelledAsTheirMakersDo(string id, string name) => Assert.Equal(name, PriceCatalog.BuiltIn.Model(id).Name);

    [Fact]
    public void BuiltIn_EverySizeInAnId_IsInTheName()
    {
        string[] lost =
        [
            .. from model in PriceCatalog.BuiltIn.Models
               from Match size in Regex.Matches(model.Id.Value, @"(?<![\w.])(a|\d+x)?[\d.]*\db(?!\w)", RegexOptions.IgnoreCase)
               where !Letters(model.Name).Contains(Letters(size.Value), StringComparison.Ordinal)
               select $"{model.Id}: {model.Name}",
        ];
        Assert.Empty(lost);

        static string Letters(string text) => Regex.Replace(text, @"\W|_", "").ToUpperInvariant();
    }

    private static ModelRow Row(string id, string name) => new(id, name, "a-list", new LocalDate(2026, 7, 1)) { Developer = "Anthropic" };
}
