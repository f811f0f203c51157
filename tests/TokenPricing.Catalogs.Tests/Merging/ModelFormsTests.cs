using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which names are forms of one model, by the rules and in the built-in catalog.</summary>
public sealed class ModelFormsTests
{
    private static readonly string[] Known =
        ["llama-3-1-8b-instruct", "glm-5", "glm-5-turbo", "glm-4-6", "qwen-3-235b-a22b", "gpt-4o", "deepseek-r1", "whisper-large-v3", "kimi-k2-thinking", "mistral-small-2503"];

    private static readonly string[] Marks = ["-fp8", "-tee", "-maas", "-bf16", "-awq", "-turbo", "-fast", ":free"];

    private static readonly ModelForms Forms = new(
        Known, ["azure", "groq"], k => !k.Contains("gpt-4o", StringComparison.Ordinal), k => k == "glm-5-turbo", (_, _) => true,
        [("mistral-small-3-1-24b", "mistral-small-2503"), ("whisper-large-v3-turbo", "whisper-large-v3-turbo")]);

    [Theory]
    [InlineData("llama-3-1-8b-instruct", "llama-3-1-8b", true)]
    [InlineData("llama-3-1-8b-instruct", "llama-v3-1-8b-instruct-turbo", true)]
    [InlineData("llama-3-1-8b-instruct", "llama-3-1-8b-base", false)]
    [InlineData("deepseek-r1", "tee/deepseek-r1", true)]
    [InlineData("deepseek-r1", "deepseek-ai-deepseek-r1", true)]
    [InlineData("gpt-4o", "azure-gpt-4o", true)]
    [InlineData("gpt-4o", "gpt-4o-fast", false)]
    [InlineData("glm-5", "glm-5-turbo", false)] // its maker sells it as a product
    [InlineData("glm-4-6", "glm-4-6:thinking", true)]
    [InlineData("kimi-k2-thinking", "kimi-k2", false)]
    [InlineData("qwen-3-235b-a22b", "qwen-3-235b", true)]
    [InlineData("mistral-small-2503", "mistral-small-3-1-24b-instruct", true)]
    [InlineData("whisper-large-v3", "whisper-large-v3-turbo", false)]
    public void Stem_OfTwoNames_IsTheSameForFormsOfOneModel(string one, string other, bool isOne) => Assert.Equal(isOne, Forms.Stem(one) == Forms.Stem(other));

    [Theory]
    [InlineData("deepseek-r1-distill-qwen-32b", "deepseek-r1", "distill")]
    [InlineData("qwen-3-235b-a22b-instruct-2507", "qwen-3-235b-a22b", "releases")]
    [InlineData("llama-3-1-70b", "llama-3-1-8b", "sizes")]
    [InlineData("llama-3-3-70b", "llama-3-1-70b", "versions")]
    [InlineData("deepseek-r1-contributor", "deepseek-r1", "contributor")] // cheaper for those who give their data
    [InlineData("some-name", "llama-3-1-8b", null)]
    public void Veto_OfNamesThatContradictEachOther_SaysWhy(string one, string other, string? says)
    {
        string? veto = Forms.Veto(one, other);
        Assert.True(says is null ? veto is null : veto!.Contains(says, StringComparison.Ordinal), veto);
        Assert.Equal(veto is null, Forms.Veto(other, one) is null);
    }

    [Property]
    public bool Stem_WithAnyMarksOfAForm_IsThatOfTheModel(byte model, byte first, byte second)
    {
        string name = Known[0] is var one && model % 2 == 0 ? one : "deepseek-r1";
        return Forms.Stem(name + Marks[first % Marks.Length].Replace(":free", "") + Marks[second % Marks.Length]) == Forms.Stem(name);
    }

    [Property]
    public bool Veto_OfAStemItself_IsNone(byte model, byte mark) =>
        Forms.Veto(Known[model % Known.Length], Forms.Stem(Known[model % Known.Length])) is null || mark > 255;

    // Pairs that people judged, chosen because they are hard.
    [Fact]
    public void BuiltIn_JudgedPairs_AreJoinedAsJudged()
    {
        JoinedPair[] pairs = [.. File.ReadLines(Repository.PathOf("tests/TokenPricing.Catalogs.Tests/Merging/same-models.csv")).Skip(1).Select(JoinedPair.Of)];
        Assert.True(pairs.Length > 180);
        Assert.DoesNotContain(pairs, p => !p.IsSame && p.IsJoined);
        Assert.InRange((decimal)pairs.Count(p => p.IsSame && p.IsJoined) / pairs.Count(p => p.IsSame), 0.97m, 1);
    }

    [Theory]
    [InlineData("mixtral-8x7b", 17)]
    [InlineData("llama-4-maverick", 29)]
    [InlineData("llama-3.1-8b", 43)]
    [InlineData("kimi-k2", 26)]
    public void BuiltIn_WidelySoldModels_HaveTheirSellers(string model, int providers)
    {
        Model found = PriceCatalog.BuiltIn.Model(model);
        Assert.True((found.Base ?? found).AllOffers.Select(o => o.Provider).Distinct().Count() >= providers);
    }

    private sealed record JoinedPair(string A, string B, bool IsSame)
    {
        public bool IsJoined => PriceCatalog.BuiltIn.TryGetModel(A, out Model? a) && PriceCatalog.BuiltIn.TryGetModel(B, out Model? b) && (a.Base ?? a) == (b.Base ?? b);

        public static JoinedPair Of(string line) => line.Split(',', 4) is [var a, var b, var verdict, ..] ? new JoinedPair(a, b, verdict == "same") : throw new FormatException(line);
    }
}
