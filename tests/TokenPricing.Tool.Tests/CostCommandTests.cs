using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CostCommandTests : IDisposable
{
    // Claude Sonnet 4.5, Anthropic's price list of 2025-09-29: $3 input, $0.30 cache read, $15 output.
    private readonly ToolPrices _prices = new(
        [.. TestCatalog.Offer("claude", "anthropic", 3, 15), TestCatalog.Rate("claude", "anthropic", Meter.CacheRead, 0.3m)]);

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Cost_WithExplain_ShowsTotalReceiptAndSentence()
    {
        (int code, string output, string error) = Run("--input", "12000", "--cache-read", "8000", "--output", "900", "--explain");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Total: $0.0279", output, StringComparison.Ordinal);
        Assert.Matches(@"Cached input tokens +8,000 +\$0\.30 per 1M +\$0\.0024", output);
        Assert.Contains(
            "12,000 input tokens, 8,000 of them cached: 4,000 x $3.00/M + 8,000 x $0.30/M + 900 x $15.00/M = $0.0279",
            string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_WithoutExplain_HasNoSentence() =>
        Assert.DoesNotContain("of them cached", Run("--input", "12000", "--cache-read", "8000").Output, StringComparison.Ordinal);

    [Fact]
    public void Cost_AsJson_HasExactDecimalStrings()
    {
        (int code, string output, _) = Run(
            "--input", "12000", "--cache-read", "8000", "--output", "900", "--usage", "web-searches=3", "--missing-rate", "unpriced", "--format", "json");

        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement root = json.RootElement;
        Assert.Equal(
            ["0.0279", "0.0144", "0.0135", "0", "0.0279", "0.0279"],
            new[] { "total", "inputCost", "outputCost", "otherCost", "low", "high" }.Select(name => root.GetProperty(name).GetString()));
        Assert.Equal(["0.012", "0.0024", "0.0135"], root.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("amount").GetString()));
        Assert.Equal("web-searches", Assert.Single(root.GetProperty("unpriced").EnumerateArray().ToArray()).GetProperty("meter").GetString());
        Assert.Equal(0, root.GetProperty("adjustments").GetArrayLength());
    }

    [Theory]
    [InlineData("cache-read (900) is more than input (12)", "--input", "12", "--cache-read", "900")]
    [InlineData("input is -12", "--input", "-12")]
    [InlineData("publishes no price for web searches", "--input", "1", "--usage", "web_searches=3")]
    [InlineData("no batch prices", "--input", "1", "--tier", "batch")]
    [InlineData("no price for the region 'eu'", "--input", "1", "--region", "eu")]
    [InlineData("is more than input", "--input", "9223372036854775807", "--cache-read", "9223372036854775807", "--cache-write", "1")]
    [InlineData("no model 'claud'", "--input", "1", "--model", "claud")]
    public void Cost_WithoutAnAnswer_ExitsWithOneAndSaysWhy(string expected, params string[] args)
    {
        (int code, string output, string error) = Run(args);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'many' is not what --input takes", "--input", "many")]
    [InlineData("METER=N", "--usage", "nonsense=3")]
    [InlineData("input is given twice", "--input", "1", "--usage", "input=3")]
    [InlineData("Nothing is counted")]
    [InlineData("such as batch", "--input", "1", "--tier", "very quick")]
    [InlineData("2026-04-24T13:00:00Z", "--input", "1", "--at", "yesterday")]
    public void Cost_WrongOption_ExitsWithTwoAndSaysWhatIsRight(string expected, params string[] args)
    {
        (int code, string output, string error) = Run(args);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_TierThatIsNotPriced_IsStandardWhereAllowed() =>
        Assert.Equal(Run("--input", "1000", "--format", "json"), Run("--input", "1000", "--format", "json", "--tier", "batch", "--missing-tier", "standard"));

    [Theory]
    [InlineData("2026-04-24", "2026-04-24T00:00:00Z")]
    [InlineData("2026-04-24T13:30:00.5Z", "2026-04-24T13:30:00.5Z")]
    [InlineData("2026-04-24T13:30Z", "2026-04-24T13:30:00Z")]
    [InlineData("2026-04-24T15:30:00+02:00", "2026-04-24T13:30:00Z")]
    [InlineData("2026-04-24T15:30+02:00", "2026-04-24T13:30:00Z")]
    public void Cost_AtAMoment_IsThatInstant(string at, string instant)
    {
        using JsonDocument json = JsonDocument.Parse(Run("--input", "1", "--at", at, "--format", "json").Output);

        Assert.Equal(instant, json.RootElement.GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("2026-04-24T15:30:00")]
    [InlineData("2026-04-24T15:30")]
    [InlineData("2026-04-24 13:00:00Z")]
    [InlineData("T")]
    public void Cost_AtWhatIsNoMoment_SaysWhatToWrite(string at)
    {
        (int code, _, string error) = Run("--input", "1", "--at", at);

        Assert.Equal(2, code);
        Assert.Contains($"'{at}' is not what --at takes: expected a date such as 2026-04-24, or an instant such as 2026-04-24T13:00:00Z.", error, StringComparison.Ordinal);
    }

    /// <summary>A region in the option, in the model's path and in its ARN bills what the region costs.</summary>
    [Theory]
    [InlineData("Total: $11.00", "vertex_ai/claude-opus-4-6", "--region", "us-east5")]
    [InlineData("Total: $11.00", "projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-6")]
    [InlineData("Total: $10.00", "projects/p/locations/global/publishers/anthropic/models/claude-opus-4-6")]
    [InlineData("Total: $2.75", "azure/gpt-4o-2024-11-20", "--region", "eu")]
    public void Cost_InARegion_IsThatOfTheRegion(string total, string model, params string[] options)
    {
        (int code, string output, string error) = ToolRun.Of(["cost", model, "--input", "1000000", .. options]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(total, output, StringComparison.Ordinal);
    }

    /// <summary>Where the library names one of its members, the tool says which option that is.</summary>
    [Theory]
    [InlineData("Here that is --missing-rate unpriced.", "openai/gpt-4o", "--usage", "rerank-searches=3")]
    [InlineData("Here that is --missing-tier standard.", "openai/gpt-4o", "--input", "1", "--tier", "fast")]
    [InlineData("Here --input is all input with the cached part", "openai/gpt-4o", "--cache-read", "1")]
    public void Cost_WhatCannotBePriced_SaysWhichOptionHelps(string hint, params string[] options)
    {
        (int code, _, string error) = ToolRun.Of(["cost", .. options]);

        Assert.Equal(1, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }

    /// <summary>Seconds need not be whole; tokens must.</summary>
    [Theory]
    [InlineData("audio-seconds=61.4", 0, "Total: $0.006")]
    [InlineData("input=61.4", 2, "expected a whole number of input tokens, such as input=3")]
    [InlineData("audio-second=61", 2, "expected METER=N, such as web-searches=3. Did you mean")]
    public void Cost_UsageOfAMeter_IsWholeUnlessItIsTime(string usage, int expected, string says)
    {
        (int code, string output, string error) = ToolRun.Of("cost", "openai/whisper-1", "--usage", usage);

        Assert.Equal(expected, code);
        Assert.Contains(says, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_OfAModelThatNoMakerSells_SaysWhoDoes() => Assert.Matches(
        "name a provider with --provider\\. [0-9]+ providers offer it; its standard price is that of [a-z0-9-]+\\.",
        ToolRun.Of("cost", "llama-3.3-70b", "--input", "1", "--prices", "built-in").Error);

    [Fact]
    public void Cost_WithoutPricesGiven_UsesTheBuiltInOnes()
    {
        (int code, string output, _) = ToolRun.Of("cost", "--provider", "anthropic", "--model", "claude-sonnet-4-5", "--input", "12000", "--cache-read", "8000", "--output", "900");

        Assert.Equal(0, code);
        Assert.Contains("Total: $0.0279", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_OfAnUnnamedProvider_IsAnswered()
    {
        (int code, string output, _) = ToolRun.Of("cost", "--prices", ReviewedPrices.Folder, "--provider", "unnamed", "--model", "o4-mini", "--input", "12000", "--output", "900");

        Assert.Equal(0, code);
        Assert.Contains("Total: $0.0078", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a format", "--prices-format", "nonsense")]
    [InlineData("known: folder", "--prices-format", "nonsense")]
    public void Prices_OfAnUnknownFormat_ExitsWithOneAndNamesTheKnownOnes(string expected, params string[] args)
    {
        (int code, _, string error) = Run(["--input", "1", .. args]);

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_ThatAreAFile_AreRefusedByName()
    {
        string file = Path.Combine(_prices.Folder, "rates.csv");

        (int code, _, string error) = ToolRun.Of("cost", "--provider", "p", "--model", "m", "--input", "1", "--prices", file, "--prices-format", "folder");

        Assert.Equal(1, code);
        Assert.Contains("is a file, not a folder", error, StringComparison.Ordinal);
        Assert.Equal(1, ToolRun.Of("models", "--prices-format", "folder").Code);
    }

    private (int Code, string Output, string Error) Run(params string[] args) => ToolRun.Of(
        args.Contains("--model")
            ? ["cost", "--provider", "anthropic", "--prices", _prices.Folder, .. args]
            : ["cost", "--provider", "anthropic", "--model", "claude", "--prices", _prices.Folder, .. args]);
}
