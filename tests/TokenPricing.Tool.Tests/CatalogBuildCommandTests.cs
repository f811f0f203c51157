using Xunit;

namespace TokenPricing.Tests;

public sealed class CatalogBuildCommandTests : IDisposable
{
    private const string ModelsDev = """{"acme": {"id": "acme", "name": "Acme", "models": {"gpt": {"id": "gpt", "name": "GPT", "cost": {"input": 1, "output": 2, "context_over_200k": {"input": 2, "output": 4}}}}}}""";
    private const string LiteLlm = """{"gpt": {"litellm_provider": "acme", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}}""";

    private readonly ToolPrices _files = new();

    private string Out => _files.PathOf("market");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Build_OfTwoListsAndAHistory_WritesAPriceFolder()
    {
        string models = _files.Put("api.json", ModelsDev);
        string prices = _files.Put("map.json", LiteLlm);
        string events = _files.Put("events.jsonl", """{"at": "2026-05-01T00:00:00Z", "event": "added", "provider": "acme", "model": "gpt", "new": {"input": "3", "output": "2"}}""" + "\n");
        string links = _files.Put("links.csv", "provider,model,base_model\nacme,gpt,openai/gpt-x\n");
        (int code, string output, string error) = ToolRun.Of(
            "catalog", "build", "--list", $"models.dev@2026-07-02={models}", "--list", $"litellm={prices}", "--history", $"models.dev={events}", "--links", $"models.dev={links}", "--out", Out);
        Assert.Equal((0, ""), (code, code == 0 ? "" : error));
        Assert.Contains("1 providers, 2 models, 1 offers: 1 agreed by several sources", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("api.json: 1 providers", error, StringComparison.Ordinal);
        Assert.Contains("context_over_200k", error, StringComparison.Ordinal);
        PriceCatalog catalog = PriceCatalog.Load(Out);
        Assert.Equal("gpt-x", catalog.Model("gpt").Facts.Base);
        Assert.Equal("litellm", Assert.Single(catalog.Rows.Rates.Single(r => r.Meter == Meter.Input && r.From is not null).ConfirmedBy));
    }

    [Theory]
    [InlineData("models.dev")]
    [InlineData("models.dev=")]
    [InlineData("models.dev@yesterday=x.json")]
    [InlineData("models.dev@2026-07-02@2026-07-03=x.json")]
    [InlineData("nobody=x.json")]
    public void Build_OfASourceThatCannotBeRead_SaysHowItIsWritten(string from)
    {
        (int code, _, string error) = ToolRun.Of("catalog", "build", "--list", from, "--out", Out);
        Assert.Equal(2, code);
        Assert.Contains($"'{from}' is not NAME[@DATE]=FILE", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OfManyThingsLeftOut_ListsTheFirst()
    {
        string many = string.Join(",", Enumerable.Range(0, 12).Select(i => $$"""
            "m{{i}}": {"litellm_provider": "acme", "input_cost_per_token": 1e-6, "input_cost_per_dream": 1}
            """));
        (int code, _, string error) = ToolRun.Of("catalog", "build", "--list", $"litellm={_files.Put("map.json", $"{{{many}}}")}", "--out", Out);
        Assert.Equal(0, code);
        Assert.Contains("m9: input_cost_per_dream", error, StringComparison.Ordinal);
        Assert.Contains("and 2 more", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OfAFileThatIsNotThere_ExitsWithOne() =>
        Assert.Equal(1, ToolRun.Of("catalog", "build", "--list", $"litellm={_files.PathOf("none.json")}", "--out", Out).Code);
}
