using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Which names are forms of one model, by the rules and in the built-in catalog.</summary>
public sealed class ModelFormsTests
{
    private static readonly string[] Known =
        ["nova-pro", "nova-pro-v1:0-us", "nomic-embed-text", "nomic-embed-text-v1-5", "llama-3-1-8b-instruct", "glm-5", "glm-5-turbo", "glm-4-6", "qwen-3-235b-a22b", "gpt-4o", "deepseek-r1", "whisper-large-v3", "kimi-k2-thinking", "mistral-small-2503"];

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
    [InlineData("nova-pro", "nova-pro-v1", true)] // as Bedrock's ids end
    [InlineData("nova-pro", "nova-pro-v2", false)]
    [InlineData("nomic-embed-text", "nomic-embed-text-v1", false)] // there is a v1.5 too
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

    // What a list bills a name as is not what the name is.
    [Theory]
    [InlineData("deepseek-r1-0528", "deepseek-reasoner", "r1")]
    [InlineData("deepseek-chat-v3-0324", "deepseek-chat", "v3")]
    [InlineData("gemini-2-5-flash-preview-05-20:thinking", "gemini-2-5-flash-preview", "05")]
    [InlineData("text-davinci-002", "davinci", "002")]
    [InlineData("qwen-3-235b-a22b-instruct-2507", "qwen-3-235b-a22b", "2507")]
    [InlineData("minimax-m2-5", "minimax-m2", "m2-5")]
    [InlineData("claude-2-1", "claude-2", "2-1")]
    [InlineData("claude-2", "claude-2-1", "2")] // nor is an older one the newer one
    [InlineData("text-embedding-ada", "ada", "embedding")]
    [InlineData("gpt-4o-chat", "gpt-4o", "chat")]
    [InlineData("claude-2-0", "claude-2", null)]
    [InlineData("claude-3-opus", "claude-3-opus-latest", null)]
    [InlineData("gemini-2-5-flash-latest", "gemini-2-5-flash", null)]
    [InlineData("deepseek-r1-fast", "deepseek-r1", null)]
    [InlineData("o3-mini-high", "o3-mini", null)]
    public void SaysMore_OfAnAlias_IsWhatTheModelsNameDoesNotSay(string alias, string model, string? more)
    {
        string? said = Forms.SaysMore(alias, model);
        Assert.True(more is null ? said is null : said!.Contains(more, StringComparison.Ordinal), said);
    }

    [Property]
    public bool SaysMore_OfANameWithAnotherVersionSizeOrRelease_IsNeverNothing(byte model, byte kind, ushort number)
    {
        string name = Known[model % Known.Length].Split(':')[0];
        string added = (kind % 3) switch { 0 => $"v{2 + (number % 90)}", 1 => $"{101 + (number % 800)}b", _ => $"{1001 + (number % 8000)}" };
        return Forms.SaysMore(name, name) is null && Forms.SaysMore($"{name}-{added}", name) is not null;
    }

    // No name in a log leads to a model of another version, size or date than the name says.
    [Fact]
    public void BuiltIn_Aliases_SayNoNumberThatNoFormOfTheirModelHas()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        ILookup<string, string> forms = prices.Rows.Models.ToLookup(m => m.Base ?? m.Id, m => m.Id);
        AliasRow[] wrong =
        [
            .. prices.Rows.Aliases.Where(a => a.Source == "genai-prices" && NumbersOf(a.Name, a.Provider).Except(
                forms[prices.Model(a.Model).Base?.Id.Value ?? a.Model].Append(a.Model).SelectMany(f => NumbersOf(f, null))).Any()),
        ];
        Assert.Empty(wrong.Select(a => $"{a.Provider}/{a.Name} -> {a.Model}"));

        // A date that is the only one of its name says no more than the name without it, 2.0 is 2, a precision is a form of the same
        // weights, and the first version of a Bedrock or an early OpenAI id is the model.
        IEnumerable<string> NumbersOf(string name, string? provider)
        {
            string key = NameNormalizer.ModelKey(name, provider).Replace(":beta", "", StringComparison.Ordinal);
            return (NameNormalizer.WithoutDate(key) ?? key).Split('-', '.', ':', '/').Where(w => w is not ("0" or "001" or "v1" or "fp8") && w.Any(char.IsAsciiDigit));
        }
    }

    [Theory]
    [InlineData("deepseek", "deepseek-r1-0528", "deepseek-reasoner")]
    [InlineData("deepseek", "deepseek-chat-v3-0324", "deepseek-chat")]
    [InlineData("google", "gemini-2.5-flash-preview-05-20:thinking", "gemini-2.5-flash-preview")]
    [InlineData("openrouter", "anthropic/claude-2.1", "claude-2")]
    [InlineData("huggingface_together", "deepseek-ai/deepseek-v3-0324", "deepseek-v3")]
    [InlineData("huggingface_novita", "deepseek-ai/deepseek-r1-0528", "deepseek-r1")]
    [InlineData("huggingface_novita", "minimaxai/minimax-m2.5", "minimax-m2")]
    [InlineData("huggingface_nscale", "qwen/qwen3-235b-a22b-instruct-2507", "qwen3-235b-a22b")]
    [InlineData("azure", "text-davinci-002", "davinci")]
    public void BuiltIn_ANameOfAnotherGeneration_IsNoAlias(string provider, string name, string model) =>
        Assert.DoesNotContain(PriceCatalog.BuiltIn.Rows.Aliases, a => (a.Name, a.Model) == (name, model) && a.Provider == provider);

    [Property]
    public bool Stem_WithAnyMarksOfAForm_IsThatOfTheModel(byte model, byte first, byte second)
    {
        string name = model % 2 == 0 ? "llama-3-1-8b-instruct" : "deepseek-r1";
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

    // Open weights that their makers do not sell, though a list has a gateway's price there.
    [Theory]
    [InlineData("openai", "gpt-oss-120b")]
    [InlineData("openai", "gpt-oss-20b")]
    [InlineData("mistral", "mistral-small-3.2-24b-instruct")]
    [InlineData("deepseek", "deepseek-v3.2-exp")]
    [InlineData("google", "gemma-2-27b-it")]
    public void BuiltIn_APriceTakenFromAGateway_IsNoOfferOfTheMaker(string maker, string model) =>
        Assert.DoesNotContain(PriceCatalog.BuiltIn.Model(model).Offers, o => o.Provider.Id == maker);

    [Theory]
    [InlineData("nova-pro")]
    [InlineData("nova-lite")]
    [InlineData("nova-micro")]
    public void BuiltIn_AnIdOfBedrocksFirstVersion_IsTheModelOfItsMaker(string model)
    {
        Model nova = PriceCatalog.BuiltIn.Model(model);
        Assert.Equal(nova, PriceCatalog.BuiltIn.Model($"{model}-v1").Base);
        Assert.Equal(SellerKind.Maker, nova.Availability(on: new LocalDate(2026, 11, 20)).PriceBy(Blend.InputOutput(70, 30))?.Offer.Seller);
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
