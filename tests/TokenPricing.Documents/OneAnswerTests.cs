using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>README, the tool, the page of the cost API, the docs and the notebooks have one answer to one question.</summary>
public sealed partial class OneAnswerTests
{
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    /// <summary>What is compared in more than one place.</summary>
    public static TheoryData<string, string> Pairs =>
        new() { { "claude-sonnet-4-5", "gpt-5.1" }, { "o3", "gpt-5.1" }, { "claude-opus-4-5", "gpt-5" } };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Tool_Pair_AnswersAsTheLibraryDoesAtTheMakers(string left, string right)
    {
        Comparison comparison = Prices.Compare(left, right);

        Assert.All([comparison.Left, comparison.Right], side => Assert.Equal(SellerKind.Maker, side.Priced!.Offer.Seller));
        Assert.Equal(comparison.ToReport().Lead, Lead(ToolRun.Of(["compare", left, right]).Output));
        Assert.Equal(comparison.ToReport().Lead, Lead(ToolRun.Of(["compare", left, right, "--blend", "70/30"]).Output));
    }

    // The sentence that names both sellers and prices, wherever a document has it.
    [Fact]
    public void Documents_EverySentenceThatCompares_IsTheLibrarys()
    {
        Dictionary<string, int> found = [];
        foreach (string path in Repository.Documents().Append("samples/notebooks/which-is-cheaper.ipynb").Distinct())
        {
            foreach (Match sentence in Answer().Matches(Plain(File.ReadAllText(Repository.PathOf(path)))))
            {
                found[path] = found.GetValueOrDefault(path) + 1;
                Blend mix = Blend.InputOutput(Share(sentence, "input"), Share(sentence, "output"));
                Comparison comparison = Prices.Compare(sentence.Groups["cheaper"].Value, sentence.Groups["other"].Value).By(mix);
                string[] leads = [comparison.ToReport().Lead, comparison.At(PriceBasis.Cheapest).ToReport().Lead];
                Assert.True(
                    leads.Any(l => l.StartsWith(sentence.Value, StringComparison.Ordinal)),
                    $"{path}: {sentence.Value}, but {leads[0]}");
            }
        }

        Assert.True(found.ContainsKey("README.md"), string.Join(", ", found.Keys));
        Assert.True(found.ContainsKey("samples/notebooks/which-is-cheaper.ipynb"), string.Join(", ", found.Keys));
    }

    [Fact]
    public void StartPage_AsksTheQuestionOfTheReadmeByTheSameMix()
    {
        string script = File.ReadAllText(Repository.PathOf("samples/CostApi/wwwroot/page.js"));
        Match defaults = Defaults().Match(script);

        Assert.Equal(
            (Prices.Settings.DefaultBlend, "claude-sonnet-4-5", "gpt-5.1"),
            (
                Blend.InputOutput(Share(defaults, "share"), 100 - Share(defaults, "share")),
                defaults.Groups["a"].Value,
                defaults.Groups["b"].Value));
        Assert.Contains(
            "token-pricing compare claude-sonnet-4-5 gpt-5.1",
            File.ReadAllText(Repository.PathOf("README.md")),
            StringComparison.Ordinal);
    }

    // One model: the same providers in every answer about it on one day.
    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("llama-3.3-70b")]
    [InlineData("deepseek-v4-pro")]
    public void Tool_EveryView_CountsTheSameProviders(string name)
    {
        Model model = Prices.Model(name);
        int count = model.Availability(Prices.RecordedThrough!.Value).ProviderCount;

        Assert.Equal(count, Count(Json(["availability", name])));
        Assert.Equal(count, Count(Json(["compare", name, "gpt-5"]).GetProperty("left")));
        Assert.Equal(count, Found(Json(["rank", "--limit", "all"]), model).GetProperty("providers").GetInt32());
        Assert.Equal(count, Count(Found(Json(["models"]), model)));
    }

    private static int Count(JsonElement view) => view.GetProperty("providers").GetProperty("count").GetInt32();

    private static JsonElement Found(JsonElement view, Model model) =>
        Assert.Single(view.GetProperty("models").EnumerateArray(), m => m.GetProperty("model").GetString() == model.Id.Value);

    private static JsonElement Json(string[] arguments)
    {
        using JsonDocument json = JsonDocument.Parse(ToolRun.Of([.. arguments, "--format", "json"]).Output);
        return json.RootElement.Clone();
    }

    private static int Share(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>The first sentence after the title.</summary>
    private static string Lead(string output)
    {
        string[] paragraphs = output.ReplaceLineEndings("\n").Split("\n\n");
        return Plain(paragraphs[1]);
    }

    /// <summary>A text on one line, without the marks of JSON and HTML.</summary>
    private static string Plain(string text) => Marks().Replace(text, " ").Trim();

    [GeneratedRegex(@"(\\n""?,?|""|<[^>]*>|\s)+")]
    private static partial Regex Marks();

    [GeneratedRegex("a: '(?<a>[^']+)', b: '(?<b>[^']+)', share: (?<share>[0-9]+)")]
    private static partial Regex Defaults();

    [GeneratedRegex(
        @"By a blend of (?<input>\d+) % input tokens and (?<output>\d+) % output tokens, (?<cheaper>[^,]+?) at [^$]+ costs "
        + @"\$[\d.]+ per 1M tokens and (?<other>[^$]+?) at [^$]+ \$[\d.]+: [^$]+? is [\d.]+ % cheaper")]
    private static partial Regex Answer();
}
