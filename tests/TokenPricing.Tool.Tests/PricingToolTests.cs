using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PricingToolTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Compare_AsJson_HasTheFiguresOfThePublishedPage()
    {
        (int code, string output, string error) = ToolRun.OfReviewed("compare", "mixtral-8x7b", "o4-mini", "--format", "json", "--blend", "70/30");

        Assert.Equal((0, ""), (code, error));
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement root = json.RootElement;
        Assert.Equal("2026-04-24", root.GetProperty("asOf").GetString());
        Assert.Equal((0.7m, 0.3m), (Number(root, "blend", "input"), Number(root, "blend", "output")));
        Assert.Equal("mixtral-8x7b", root.GetProperty("left").GetProperty("model").GetString());
        Assert.Equal("Mixtral 8x7B", root.GetProperty("left").GetProperty("name").GetString());
        Assert.Equal((0.15m, 0.45m, 0.24m), (Number(root, "left", "inputUsdPerMillion"), Number(root, "left", "outputUsdPerMillion"), Number(root, "left", "blendedUsdPerMillion")));
        Assert.Equal((0.5m, 2m, 0.95m), (Number(root, "right", "inputUsdPerMillion"), Number(root, "right", "outputUsdPerMillion"), Number(root, "right", "blendedUsdPerMillion")));
        Assert.Equal((18m, 5), (Number(root, "left", "providers", "count"), root.GetProperty("left").GetProperty("providers").GetProperty("named").GetArrayLength()));
        Assert.Equal((4m, 4), (Number(root, "right", "providers", "count"), root.GetProperty("right").GetProperty("providers").GetProperty("named").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("left").GetProperty("panel").ValueKind);
        Assert.Equal("mixtral-8x7b", root.GetProperty("cheaper").GetString());
        Assert.Equal((0.71m, 74.73684210526315789473684211m, 295.83333333333333333333333333m), (Number(root, "differenceUsdPerMillion"), Number(root, "percentCheaper"), Number(root, "percentMoreExpensive")));
        Assert.Equal((0.35m, 70m, 233.33333333333333333333333333m), (Number(root, "input", "differenceUsdPerMillion"), Number(root, "input", "percentCheaper"), Number(root, "input", "percentMoreExpensive")));
        Assert.Equal((1.55m, 77.5m), (Number(root, "output", "differenceUsdPerMillion"), Number(root, "output", "percentCheaper")));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("breakEvenInputShare").ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("reason").ValueKind);
    }

    [Theory]
    [InlineData(0, "90d", false)]
    [InlineData(90, "90d", false)]
    [InlineData(91, "90", true)]
    [InlineData(1, "0d", true)]
    public void Models_PricesOlderThanTheMaximumAge_WarnsAndAnswers(int days, string maximum, bool warns)
    {
        StringWriter error = new();
        ToolConsole console = new(new StringWriter(), error, IsTerminal: false, Width: 100) { Time = new FakeTimeProvider(new DateTimeOffset(2026, 4, 24, 23, 0, 0, TimeSpan.Zero).AddDays(days)) };

        Assert.Equal(0, PricingTool.Run(["models", "--prices", ReviewedPrices.Folder, "--max-age", maximum], console));
        Assert.Equal(
            warns ? $"Warning: nothing in the price data is newer than 2026-04-24, {days} days ago. Get newer prices with 'token-pricing update', or give them with --prices.{Environment.NewLine}" : "",
            error.ToString());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("90 days")]
    [InlineData("1.5d")]
    public void Models_MaximumAgeThatIsNoNumberOfDays_IsWrongUsage(string maximum)
    {
        (int code, _, string error) = ToolRun.OfReviewed("models", "--max-age", maximum);

        Assert.Equal(2, code);
        Assert.Contains("a number of days such as 90d", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_WithoutOptions_UsesTheBuiltInPricesAndSeventyThirty()
    {
        string[] command = ["compare", "mixtral-8x7b", "o4-mini", "--format", "json"];

        (int Code, string Output, string Error) plain = ToolRun.Of(command);

        Assert.Equal((0, ""), (plain.Code, plain.Error));
        Assert.Equal(ToolRun.Of([.. command, "--blend", "70/30", "--prices", Repository.PathOf("pricing-data/market")]), plain);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("markdown")]
    [InlineData("html")]
    public void Compare_InEveryFormat_CorrectsThePublishedPercentage(string format)
    {
        (int code, string output, _) = ToolRun.OfReviewed("compare", "mixtral-8x7b", "o4-mini", "--format", format);
        string words = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("&quot;", "\"", StringComparison.Ordinal);

        Assert.Equal(0, code);
        foreach (string part in new[] { "0.24", "0.95", "0.71", "70 %", "233.3 %", "\"233 % cheaper\" is wrong", "18 providers", "nothing can be more than 100 % cheaper" })
        {
            Assert.Contains(part, words.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compare_WithoutAPrice_ShowsTheRestAndExitsWithOneAndTheReason()
    {
        (int code, string output, string error) = ToolRun.OfReviewed("compare", "o4-mini", "mistral-medium-3.2", "--format", "json");

        Assert.Equal(1, code);
        Assert.Equal("No source publishes a token price for Mistral Medium 3.2.", error.Trim());
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(error.Trim(), json.RootElement.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("percentCheaper").ValueKind);
        Assert.Equal(0.75m, Number(json.RootElement, "right", "panel", "shipShare"));
    }

    [Fact]
    public void Compare_UnknownModel_SuggestsNearOnesAndExitsWithOne()
    {
        (int code, string output, string error) = ToolRun.OfReviewed("compare", "mixtral8x7b", "o4-mini");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("'mixtral-8x7b'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--blend", "much", "70/30")]
    [InlineData("--blend", "0/0", "70/30")]
    [InlineData("--on", "24.4.2026", "2026-04-24")]
    [InlineData("--format", "xml", "markdown")]
    [InlineData("--format", "2", "markdown")]
    [InlineData("--colour", "red", "--colour")]
    public void Compare_WrongOption_ExitsWithTwoAndSaysWhatIsRight(string option, string value, string expected)
    {
        (int code, string output, string error) = ToolRun.OfReviewed("compare", "mixtral-8x7b", "o4-mini", option, value);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("token-pricing compare --help", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("catalog")]
    [InlineData("compare")]
    [InlineData("compare", "mixtral-8x7b")]
    [InlineData("show")]
    public void WrongUsage_ExitsWithTwo(params string[] args)
    {
        (int code, _, string error) = ToolRun.Of(args);

        Assert.Equal(2, code);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page.html", "<!DOCTYPE html>")]
    [InlineData("page.MD", "# Mixtral 8x7B vs o4")]
    [InlineData("page.json", "{")]
    [InlineData("page.txt", "Mixtral 8x7B vs o4-mini")]
    public void Out_ChoosesTheFormatByTheEnding(string file, string start)
    {
        string path = Path.Combine(_folder.FullName, file);

        (int code, string output, string error) = ToolRun.OfReviewed("compare", "mixtral-8x7b", "o4-mini", "--out", path);

        Assert.Equal((0, ""), (code, output));
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.StartsWith(start, File.ReadAllText(path), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(file, Assert.Single(_folder.EnumerateFiles()).Name);
    }

    [Fact]
    public void Out_IntoNoFolder_ExitsWithOneAndSaysWhy()
    {
        (int code, _, string error) = ToolRun.OfReviewed("models", "--out", Path.Combine(_folder.FullName, "none", "x.txt"));

        Assert.Equal(1, code);
        Assert.Contains("none", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_FromABadFolder_ListsEveryErrorAndExitsWithOne()
    {
        ReviewedPrices.Catalog.Save(_folder.FullName);
        string rates = Path.Combine(_folder.FullName, "rates.csv");
        File.WriteAllText(rates, File.ReadAllText(rates).Replace("0.15", "0,15", StringComparison.Ordinal).Replace(",2,", ",two,", StringComparison.Ordinal));

        (int code, string output, string error) = ToolRun.OfReviewed("models", "--prices", _folder.FullName);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("rates.csv, line 2", error, StringComparison.Ordinal);
        Assert.Contains("rates.csv, line 5, column usd: 'two' found", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_FromNowhere_ExitsWithOne() => Assert.Equal(1, ToolRun.OfReviewed("models", "--prices", Path.Combine(_folder.FullName, "none")).Code);

    [Fact]
    public void Prices_OfAnEmptyCatalog_ExitsWithOne()
    {
        new PriceCatalog(new CatalogRows()).Save(_folder.FullName);

        (int code, _, string error) = ToolRun.OfReviewed("models", "--prices", _folder.FullName);

        Assert.Equal((1, "The price data is empty."), (code, error.Trim()));
    }

    [Fact]
    public void Models_ListsAllNine()
    {
        (int code, string output, _) = ToolRun.OfReviewed("models", "--format", "json");

        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(ReviewedPrices.Catalog.Models.Select(m => m.Id.Value), json.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()));
    }

    [Fact]
    public void Show_AModel_TellsItsPriceAndThatTheRestIsNotSourced()
    {
        (int code, string output, _) = ToolRun.OfReviewed("show", "o4-mini");

        Assert.Equal(0, code);
        Assert.Contains("$0.95", output, StringComparison.Ordinal);
        Assert.Contains("not sourced", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Availability_AModel_ListsProvidersAndCounts()
    {
        (int code, string output, _) = ToolRun.OfReviewed("availability", "mixtral-8x7b");

        Assert.Equal(0, code);
        Assert.Contains("18 providers", output, StringComparison.Ordinal);
        Assert.Contains("AWS Bedrock", output, StringComparison.Ordinal);
    }

    [Fact]
    public void On_ADayBeforeThePrices_HasNoComparison()
    {
        (int code, _, string error) = ToolRun.OfReviewed("compare", "mixtral-8x7b", "o4-mini", "--on", "2026-01-01");

        Assert.Equal(1, code);
        Assert.Contains("2026-01-01", error, StringComparison.Ordinal);
    }

    private static decimal Number(JsonElement element, params string[] path) =>
        path.Aggregate(element, (e, name) => e.GetProperty(name)).GetDecimal();
}
