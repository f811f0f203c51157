using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

public sealed class NameCommandTests : IDisposable
{
    private readonly ToolPrices _prices = new(
    [
        .. TestCatalog.Offer("gpt-4o", "openai", 2.5m, 10), .. TestCatalog.Offer("gpt-4o-2024-05-13", "openai", 5, 15), .. TestCatalog.Offer("gpt-5", "openai", 1, 10),
        .. TestCatalog.Offer("gpt-5-mini", "openai", 1, 2), .. TestCatalog.Offer("gpt-5", "azure", 1, 10),
    ]);

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Find_ANameWithASeller_ShowsOfferAndSteps()
    {
        (int code, string output, string error) = Run("find", "openai/GPT-5(high)");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("openai/gpt-5.", output, StringComparison.Ordinal);
        Assert.Contains("'(high)' is an effort, not a model", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_WithoutASeller_ShowsWhoOffersIt()
    {
        (int code, string output, _) = Run("find", "gpt-5");

        Assert.Equal(0, code);
        Assert.Contains("neither a provider is named nor does its maker sell it", output, StringComparison.Ordinal);
        Assert.Contains("azure", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AsJson_HasEveryPart()
    {
        (_, string output, _) = Run("find", "gpt-5(high)", "--provider", "openai", "--format", "json");

        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal("openai", json.RootElement.GetProperty("provider").GetString());
        Assert.Equal("gpt-5", json.RootElement.GetProperty("model").GetString());
        Assert.Equal("openai/gpt-5", json.RootElement.GetProperty("offer").GetString());
        Assert.False(json.RootElement.GetProperty("exact").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public void Find_AMiss_NamesNearNames()
    {
        (int code, string output, string error) = Run("find", "gpt-4o-2031-01-01", "--provider", "openai");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("gpt-4o-2024-05-13 differs in price from gpt-4o", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "gpt-5(high)")]
    [InlineData("availability", "gpt-5(high)")]
    [InlineData("compare", "gpt-5(high)", "gpt-4o")]
    [InlineData("cost", "--provider", "openai", "--model", "gpt-5(high)", "--input", "1000")]
    public void Commands_ARewrittenName_SayHowItWasRead(params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);

        Assert.Equal(0, code);
        Assert.Contains("'(high)' is an effort, not a model", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_OfAnotherSpelling_SaysSoOnlyWhereAskedTo()
    {
        string[] cost = ["cost", "--provider", "openai", "--model", "openai/gpt-5", "--input", "1000"];

        Assert.Equal("", Run(cost).Error);
        Assert.Contains("is a spelling of gpt-5", Run([.. cost, "--explain"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_OfAProxy_NeedsASeller()
    {
        (int code, _, string error) = Run("cost", "--provider", "litellm", "--model", "gpt-5", "--input", "1000");

        Assert.Equal(1, code);
        Assert.Contains("'litellm' does not say who sells 'gpt-5'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Price_NamesAsLogsWriteThem_AreFoundOnceAndAgain()
    {
        string calls = _prices.Put("calls.jsonl", """
            {"provider":"openai","model":"gpt-5(high)","usage":{"input":1000000}}
            {"provider":"openai","model":"gpt-5(high)","usage":{"input":2000000}}
            {"provider":"openai","model":"gpt-9","usage":{"input":1}}
            {"provider":"openai","model":"gpt-9","usage":{"input":1}}
            {"provider":"litellm","model":"gpt-5","usage":{"input":1}}
            """);

        (int code, string output, _) = Run("price", calls);

        string[] lines = output.Split('\n');
        Assert.Equal(0, code);
        Assert.Contains("\"total\":\"1\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"total\":\"2\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("unknown_model", lines[2], StringComparison.Ordinal);
        Assert.Equal(lines[2].Replace("Line 3", "Line 4", StringComparison.Ordinal), lines[3]);
        Assert.Contains("unknown_provider", lines[4], StringComparison.Ordinal);
    }

    private (int Code, string Output, string Error) Run(params string[] arguments) => ToolRun.Of([.. arguments, "--prices", _prices.Folder]);
}
