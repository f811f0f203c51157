using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
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
            (Prices.Settings.BlendFor(), "claude-sonnet-4-5", "gpt-5.1"),
            (
                Blend.InputOutput(Share(defaults, "share"), 100 - Share(defaults, "share")),
                defaults.Groups["a"].Value,
                defaults.Groups["b"].Value));
        Assert.Contains(
            "token-pricing compare claude-sonnet-4-5 gpt-5.1",
            File.ReadAllText(Repository.PathOf("README.md")),
            StringComparison.Ordinal);
    }

    // Every model: the same providers in every answer about it on one day, which are those with an offer that has begun and not ended.
    [Fact]
    public void EveryModel_EveryView_CountsTheSameProviders()
    {
        LocalDate day = Prices.RecordedThrough!.Value;
        ILookup<string, int> listed = Json(["models"]).GetProperty("models").EnumerateArray().ToLookup(Id, Count);
        Dictionary<string, int> ranked = Enum.GetValues<ModelKind>()
            .SelectMany(k => Json(["rank", "--limit", "all", "--include-free", "--kind", k.ToString()])
                .GetProperty("models").EnumerateArray())
            .DistinctBy(Id)
            .ToDictionary(Id, m => m.GetProperty("providers").GetInt32());
        List<string> wrong = [];
        foreach (Model model in Prices.Models.Where(m => m.Base is null))
        {
            int sellers = model.AllOffers.Where(o => o.Provider.IsNamed && Sells(o)).Select(o => o.Provider).Distinct().Count();
            int stated = Prices.Rows.ProviderCounts.Where(c => c.Model == model.Id.Value && c.Recorded <= day).Select(
                c => c.Providers).LastOrDefault();
            int count = Math.Max(sellers, stated);
            Comparison comparison = Prices.Compare(model.Id.Value, "gpt-5");
            int[] views =
            [
                model.Availability(day).ProviderCount,
                comparison.Left.Availability.ProviderCount,
                Prices.Compare("gpt-5", model.Id.Value).Right.Availability.ProviderCount,
                ranked.GetValueOrDefault(model.Id.Value, count),
                .. listed[model.Id.Value],
            ];
            if (views.Any(v => v != count))
            {
                wrong.Add($"{model.Id}: {count} sell it, the views say {string.Join(", ", views)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(ranked.Count > 1_000 && listed.Count > 1_000, $"{ranked.Count} ranked, {listed.Count} listed");

        bool Sells(Offer offer) => !(offer.From > day) && !(offer.Retired <= day);
    }

    // What the tool prints of one model; some of those that two or more providers sell, since each is a run of the tool.
    [Fact]
    public void SomeModels_EveryCommand_CountsTheSameProviders()
    {
        Model[] sold = [.. Prices.Models.Where(m => m.Base is null && m.Availability(Prices.RecordedThrough!.Value).ProviderCount > 1)];
        Model[] some = [.. sold.Where((_, i) => i % (sold.Length / 25) == 0), Prices.Model("llama-3.3-70b"), Prices.Model("gpt-4o")];
        foreach (Model model in some)
        {
            int count = model.Availability(Prices.RecordedThrough!.Value).ProviderCount;
            string name = model.Id.Value;

            Assert.Equal((name, count), (name, Count(Json(["availability", name]))));
            Assert.Equal((name, count), (name, Count(Json(["compare", name, "gpt-5"]).GetProperty("left"))));
        }
    }

    private static string Id(JsonElement model) => model.GetProperty("model").GetString()!;

    private static int Count(JsonElement view) => view.GetProperty("providers").GetProperty("count").GetInt32();

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
