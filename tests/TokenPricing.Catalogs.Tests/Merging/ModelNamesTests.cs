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
    public void BuiltIn_TwoModelsOfADeveloper_NeverShareAName() => Assert.Empty(
        PriceCatalog.BuiltIn.Models.GroupBy(m => (m.Facts.Developer?.ToUpperInvariant(), m.Name.ToUpperInvariant())).Where(g => g.Count() > 1).Select(
            g => string.Join(" and ", g.Select(m => m.Id))));

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
