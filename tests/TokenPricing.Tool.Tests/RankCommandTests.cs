using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RankCommandTests : IDisposable
{
    private readonly ToolPrices _prices = new(
        [.. TestCatalog.Offer("a", "one", 1, 1), .. TestCatalog.Offer("b", "one", 2, 2), .. TestCatalog.Offer("b", "two", 3, 3), .. TestCatalog.Offer("c", "two", 0, 0)]);

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Rank_Plain_RanksBySeventyToThirty()
    {
        (int code, string output, _) = ToolRun.OfReviewed("rank");

        Assert.Equal(0, code);
        Assert.Contains("Mixtral 8x7B", output, StringComparison.Ordinal);
        Assert.Contains("$0.24", output, StringComparison.Ordinal);
        Assert.Contains("70 % input tokens", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_WithNeeds_AsksForAllOfThem()
    {
        JsonElement needs = Json("rank", "--needs", "vision,reasoning", "--needs", "tool-use", "--license", "any", "--include-free").GetProperty("requirements");

        Assert.Equal(["vision", "reasoning", "tool-use"], needs.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.False(needs.GetProperty("open").GetBoolean());
        Assert.True(needs.GetProperty("includeFree").GetBoolean());
    }

    [Theory]
    [InlineData("32k", 32_000)]
    [InlineData("0.032M", 32_000)]
    [InlineData("32000", 32_000)]
    [InlineData("1K", 1_000)]
    public void Rank_AContext_IsReadAsItIsAdvertised(string text, long tokens)
    {
        JsonElement answer = Json("rank", "--min-context", text, "--license", "open");

        Assert.Equal(tokens, answer.GetProperty("requirements").GetProperty("minContextWindow").GetInt64());
        Assert.Equal("mixtral-8x7b", Assert.Single(answer.GetProperty("models").EnumerateArray()).GetProperty("model").GetString());
    }

    [Fact]
    public void Rank_OneProvider_CountsItsOffersOnly()
    {
        JsonElement answer = Json("rank", "--prices", _prices.Folder, "--provider", "two", "--blend", "1:1");

        Assert.Equal(3, Assert.Single(answer.GetProperty("models").EnumerateArray()).GetProperty("blendedUsdPerMillion").GetDecimal());
        Assert.Equal((1, 1), (answer.GetProperty("exclusions").GetProperty("notOffered").GetInt32(), answer.GetProperty("exclusions").GetProperty("free").GetInt32()));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("all", 2)]
    public void Rank_ALimit_ListsSoMany(string limit, int listed)
    {
        JsonElement answer = Json("rank", "--prices", _prices.Folder, "--limit", limit);

        Assert.Equal((2, listed), (answer.GetProperty("count").GetInt32(), answer.GetProperty("models").GetArrayLength()));
    }

    [Theory]
    [InlineData("--min-context", "much", "200k")]
    [InlineData("--min-context", "0", "200k")]
    [InlineData("--min-context", "1.5", "200k")]
    [InlineData("--min-context", "k", "200k")]
    [InlineData("--license", "free", "open or any")]
    [InlineData("--limit", "0", "at least 1, or all")]
    [InlineData("--limit", "-1", "at least 1, or all")]
    [InlineData("--blend", "x", "3:1")]
    public void Rank_WrongOption_ExitsWithTwoAndSaysWhatIsRight(string option, string value, string expected)
    {
        (int code, string output, string error) = ToolRun.OfReviewed("rank", option, value);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("token-pricing rank --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_UnknownCapability_ExitsWithOneAndNamesNearOnes()
    {
        (int code, _, string error) = ToolRun.OfReviewed("rank", "--needs", "vison");

        Assert.Equal(1, code);
        Assert.StartsWith("The catalog knows no capability 'vison'. Did you mean 'vision'? It knows ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_NothingFits_ShowsWhatIsLeftOutAndExitsWithOne()
    {
        (int code, string output, string error) = ToolRun.OfReviewed("rank", "--min-context", "10M");

        Assert.Equal(1, code);
        Assert.Contains("No model can be ranked", output, StringComparison.Ordinal);
        Assert.Contains("relax the requirements", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_OutSvg_DrawsTheFrontier()
    {
        string path = _prices.PathOf("rank.svg");

        Assert.Equal(0, ToolRun.OfReviewed("rank", "--out", path).Code);
        Assert.Equal("svg", XElement.Load(path).Name.LocalName);
        Assert.Contains("Mixtral 8x7B", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_OfAnAnswerWithoutAChart_ExitsWithOneAndSaysWhy()
    {
        string path = _prices.PathOf("models.svg");
        (int code, _, string error) = ToolRun.OfReviewed("models", "--out", path);

        Assert.Equal(1, code);
        Assert.Contains("no chart", error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    private static JsonElement Json(params string[] args)
    {
        (int code, string output, string error) = ToolRun.OfReviewed([.. args, "--format", "json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
