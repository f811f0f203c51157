using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PriceCommandTests : IDisposable
{
    private static readonly Meter Requests = Meter.Requests;

    private readonly ToolPrices _prices = new(
    [
        .. TestCatalog.Offer("claude", "anthropic", 3, 15),
        TestCatalog.Rate("claude", "anthropic", Meter.CacheRead, 0.3m),
        new("claude", "anthropic", Requests, new Rate(1, 1_000), TestCatalog.Source, TestCatalog.Day),
        .. TestCatalog.Offer("gpt", "openai", 0.15m, 0.6m),
        .. TestCatalog.Offer("dear", "openai", decimal.MaxValue, 1).Select(r => r with { From = Instant.FromUtc(2026, 1, 1, 0, 0) }),
    ]);

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Counters_OfAnEngineOfYourOwn_SayWhatEachSellerWouldCharge()
    {
        string before = _prices.Put("before.prom", Snapshot(0));
        string after = _prices.Put("after.prom", Snapshot(2_000_000));
        string summary = _prices.PathOf("summary.json");

        (int exit, string output, string error) = ToolRun.Of("price", before, after, "--prices", _prices.Folder);
        int withSummary = ToolRun.Of("price", before, after, "--prices", _prices.Folder, "--summary", summary, "--format", "json").Code;

        Assert.Equal((ExitCode.Answered, ExitCode.Answered), (exit, withSummary));
        Assert.Contains("\"usage\":{\"input\":2000000},\"not_counted\"", output, StringComparison.Ordinal);
        Assert.Matches(@"openai\s+\w+\s+\$0\.30", error);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(summary));
        JsonElement seller = json.RootElement.GetProperty("atSellers")[0].GetProperty("sellers")[0];
        Assert.Equal("0.3", seller.GetProperty("total").GetString());

        static string Snapshot(long read) => $"# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total{{model_name=\"gpt\"}} {read}\n";
    }

    // A tier that was asked for and not served is not billed, and a batch is one whatever its bodies say.
    [Theory]
    [InlineData("batch", "1.125")]
    [InlineData("flex", "2.25")]
    [InlineData("standard", "2.25")]
    public void Tier_OfAllRows_IsBilledWhereResponsesSayStandard_IfItIsBatch(string tier, string total)
    {
        string file = _prices.Put("calls.jsonl", """
            {"provider":"openai","model":"gpt-5","at":"2026-06-01","response":{"object":"chat.completion","service_tier":"default","usage":{"prompt_tokens":1000000,"completion_tokens":100000,"total_tokens":1100000}}}
            """);

        (int exit, string output, _) = ToolRun.Of("price", file, "--tier", tier);

        Assert.Equal(ExitCode.Answered, exit);
        Assert.Contains($"\"total\":\"{total}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_OfTotals_IsAnsweredWithUsageSidesAndTotal() => Assert.Equal(
        """{"id":"a","usage":{"input":12000,"output":900,"cache_read":8000},"input_cost":"0.0144","output_cost":"0.0135","total":"0.0289"}""",
        Answer("""{"id":"a","provider":"anthropic","model":"claude","at":"2026-04-24T13:00:00Z","usage":{"input":12000,"cache_read":8000,"output":900}}"""));

    [Theory]
    [InlineData("""{"id":7,"provider":"OpenAI","model":"GPT","usage":{"input":1000000.0}}""", """{"id":7,"usage":{"input":1000000},"input_cost":"0.15","output_cost":"0","total":"0.15"}""")]
    [InlineData("""{"provider":"openai","model":"gpt","usage":{"input":1e6,"output":null}}""", """{"id":null,"usage":{"input":1000000},"input_cost":"0.15","output_cost":"0","total":"0.15"}""")]
    [InlineData("""{"id":"é","note":[1],"at":null,"provider":"openai","model":"gpt","usage":{}}""", """{"id":"é","usage":{},"input_cost":"0","output_cost":"0","total":"0","note":[1]}""")]
    [InlineData("""{"id":"x","provider":"openai","model":"gpt","service_tier":"standard","batch":false,"data_residency":"","usage":{"output":1}}""", """{"id":"x","usage":{"output":1},"input_cost":"0","output_cost":"0.0000006","total":"0.0000006"}""")]
    public void Row_WithWhatIsOptional_IsRead(string row, string answer) => Assert.Equal(answer, Answer(row));

    [Theory]
    [InlineData("invalid_json", "{nonsense")]
    [InlineData("invalid_json", "[1]")]
    [InlineData("invalid_json", """{"id":"x","id":"y"}""")]
    [InlineData("invalid_json", """{"id":"x","usage":{},"model":"\ud800","provider":"openai"}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt"}""")]
    [InlineData("invalid_row", """{"provider":"openai","usage":{}}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":3,"usage":{}}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","usage":3}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","usage":{"input":1.5}}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","usage":{"input":"1"}}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","usage":{"input":9223372036854775808}}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","usage":{},"at":"yesterday"}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","usage":{},"batch":true,"service_tier":"flex"}""")]
    [InlineData("unknown_field", """{"provider":"openai","model":"gpt","usage":{"inptu":1}}""")]
    [InlineData("unknown_field", """{"provider":"openai","model":"gpt","usage":{"cache-read":1}}""")]
    [InlineData("unreadable_response", """{"provider":"openai","model":"gpt","flavor":"openai-chat","response":{}}""")]
    [InlineData("invalid_row", """{"provider":"openai","model":"gpt","flavor":"klingon","response":{}}""")]
    [InlineData("contradictory_usage", """{"provider":"openai","model":"gpt","usage":{"input":1,"cache_read":2}}""")]
    [InlineData("contradictory_usage", """{"provider":"openai","model":"gpt","usage":{"input":-1}}""")]
    [InlineData("unknown_provider", """{"provider":"nobody","model":"gpt","usage":{"input":1}}""")]
    [InlineData("unknown_model", """{"provider":"openai","model":"gtp","usage":{"input":1}}""")]
    [InlineData("unknown_model", """{"provider":"openai","model":"","usage":{"input":1}}""")]
    [InlineData("unknown_offer", """{"provider":"anthropic","model":"gpt","usage":{"input":1}}""")]
    [InlineData("no_price_at_instant", """{"provider":"openai","model":"dear","at":"2025-12-31","usage":{"output":1}}""")]
    [InlineData("unknown_service_tier", """{"provider":"openai","model":"gpt","batch":true,"usage":{"input":1}}""")]
    [InlineData("unknown_service_tier", """{"provider":"openai","model":"gpt","service_tier":"scale","usage":{"input":1}}""")]
    [InlineData("unknown_region", """{"provider":"openai","model":"gpt","data_residency":"eu","usage":{"input":1}}""")]
    [InlineData("overflow", """{"provider":"openai","model":"dear","usage":{"input":3000000}}""")]
    [InlineData("overflow", """{"provider":"openai","model":"gpt","usage":{"input":1,"cache_read":9223372036854775807,"cache_write":1}}""")]
    public void Row_Bad_HasItsCodeAndIsInNoSum(string code, string row)
    {
        (int exit, string output, string error) = Run("rows.jsonl", row);

        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(code, json.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.NotEqual("", json.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(1, exit);
        Assert.Contains("1 row, 0 priced; 1 without a cost", error, StringComparison.Ordinal);
        Assert.Contains($"line 1: {code}", error, StringComparison.Ordinal);
        Assert.Contains(code, ToolRun.Of("price", "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_WithUnitsThatHaveNoPrice_NamesThemBesideTheTotal()
    {
        const string Row = """{"id":1,"provider":"openai","model":"gpt","usage":{"input":1000000,"web_searches":3}}""";

        (int exit, string output, string error) = Run("rows.jsonl", Row);

        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(0, exit);
        Assert.Equal(3, json.RootElement.GetProperty("unpriced").GetProperty("web_searches").GetInt32());
        Assert.Contains("1 of them with units that have no price and are left out", string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("missing_rate", Run("rows.jsonl", Row, "--missing-rate", "throw").Output, StringComparison.Ordinal);
        Assert.Contains(",web_searches=3,,", Run("rows.csv", "provider,model,input,web_searches\nopenai,gpt,1000000,3\n").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_OfWhichNothingHasAPrice_IsWithoutACost()
    {
        const string Row = """{"id":1,"provider":"openai","model":"gpt","usage":{"web_searches":3}}""";
        const string Other = """{"id":2,"provider":"openai","model":"gpt","usage":{"input":0,"web_searches":0}}""";

        (int alone, string output, string error) = Run("rows.jsonl", Row);
        (int both, _, string summary) = Run("rows.jsonl", Row + "\n" + Other);
        int limited = Run("rows.jsonl", Row + "\n" + Other, "--max-unpriced", "0%").Code;
        int strict = Run("rows.jsonl", Row, "--strict").Code;

        Assert.Equal((1, 0, 1, 1), (alone, both, limited, strict));
        Assert.Contains("1 row, 0 priced; 1 without a cost, in no sum", error, StringComparison.Ordinal);
        Assert.DoesNotContain("$0.00", error, StringComparison.Ordinal);
        Assert.DoesNotContain("total", output, StringComparison.Ordinal);
        Assert.Contains("\"unpriced\":{\"web_searches\":3},\"error\":{\"code\":\"missing_rate\"", output, StringComparison.Ordinal);
        string file = _prices.PathOf("none.json");
        Run("rows.jsonl", Row, "--summary", file);
        Assert.Equal(2, Regex.Count(File.ReadAllText(file), "\"total\": null"));
        Assert.Contains("line 1: missing_rate", error, StringComparison.Ordinal);
        Assert.Contains("2 rows, 1 priced", summary, StringComparison.Ordinal);
        Assert.Contains("Nothing was priced", ToolRun.Of("focus", Put("rows.jsonl", Row), "--prices", _prices.Folder).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-04-23T23:59:59Z", true)]
    [InlineData("2026-04-24T00:00:00Z", false)]
    [InlineData("", false)]
    public void Price_OfACallBeforeTheFirstRecord_IsSaidToBeAssumed(string at, bool isAssumed)
    {
        string error = Run("rows.csv", $"provider,model,at,input\nopenai,gpt,2026-05-01,1\nopenai,gpt,{at},1\nanthropic,claude,{at},1\n").Error;

        Assert.Equal(isAssumed, string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Contains(
            "Warning: no source says when the prices of anthropic/claude and 1 more began, which were recorded later than the first call", StringComparison.Ordinal));
    }

    [Fact]
    public void Summary_OfRowsWithWarnings_SaysWhichAndHowMany()
    {
        string rows = Put("rows.csv", "provider,model,input,requests\nperplexity,sonar-pro,1000,unknown\nperplexity,sonar-pro,1000,5\n");
        string summary = _prices.PathOf("summary.json");

        string error = ToolRun.Of("price", rows).Error;
        ToolRun.Of("price", rows, "--summary", summary);

        Assert.Contains("Warnings of rows", error, StringComparison.Ordinal);
        Assert.Contains("fees per request are in no sum", string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(summary));
        Assert.Equal(1, Assert.Single(json.RootElement.GetProperty("rowWarnings").EnumerateObject()).Value.GetInt32());
    }

    [Theory]
    [InlineData("tema", "no row has a column 'tema' to sum by: did you mean 'team'")]
    [InlineData("team,nosuch", "no row has a column 'nosuch' to sum by.")]
    [InlineData("TEAM,day,format", null)]
    public void By_AColumnThatNoRowHas_IsAWarning(string by, string? warning)
    {
        string error = Run("rows.csv", "provider,model,input,team\nopenai,gpt,1,a\n", "--by", by).Error;

        Assert.Equal(warning is not null, error.Contains("Warning:", StringComparison.Ordinal));
        Assert.Contains(warning ?? "", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_WithAProvidersOwnResponse_IsReadByItsFlavor()
    {
        const string Row = """{"id":1,"provider":"openai","model":"gpt","flavor":"openai-chat","response":{"usage":{"prompt_tokens":1000,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":400}}}}""";

        using JsonDocument json = JsonDocument.Parse(Run("rows.jsonl", Row).Output);

        JsonElement usage = json.RootElement.GetProperty("usage");
        Assert.Equal((1000, 10, 400), (usage.GetProperty("input").GetInt32(), usage.GetProperty("output").GetInt32(), usage.GetProperty("cache_read").GetInt32()));
    }

    [Fact]
    public void Prices_OfAnotherProjectsList_AreRecognisedOrNamed()
    {
        string list = Path.Combine(_prices.Folder, "data.json");
        File.WriteAllText(list, """[{"id":"acme","models":[{"id":"m","prices":{"input_mtok":2,"new_key":1}}]}]""");
        const string Row = """{"id":1,"provider":"acme","model":"m","usage":{"input":1000000}}""";
        string rows = Path.Combine(_prices.Folder, "rows.jsonl");
        File.WriteAllText(rows, Row);

        (int code, string output, string error) = ToolRun.Of("price", rows, "--prices", list);

        Assert.Equal(0, code);
        Assert.Contains("\"total\":\"2\"", output, StringComparison.Ordinal);
        Assert.Contains("1 skipped (1: No meter is known for this price key.); the first: acme/m: prices.new_key", error, StringComparison.Ordinal);
        Assert.Equal(output, ToolRun.Of("price", rows, "--prices", list, "--prices-format", "genai-prices").Output);
        Assert.Equal(1, ToolRun.Of("price", rows, "--prices", list, "--prices-format", "litellm").Code);
        Assert.Equal(1, ToolRun.Of("price", rows, "--prices", list, "--prices-format", "folder").Code);
    }

    [Fact]
    public void Codes_OfEveryPricingError_AreDocumented()
    {
        // Only a ranking asks for capabilities.
        foreach (PricingError error in Enum.GetValues<PricingError>().Except([PricingError.UnknownCapability]))
        {
            Assert.Contains(RowError.Of(new PricingException(error, "")).Code, RowError.All.Select(e => e.Code));
        }

        Assert.Equal(RowError.All.Length, RowError.All.Select(e => e.Code).Distinct().Count());
    }

    [Fact]
    public void Row_BadBytes_AreNotJson()
    {
        File.WriteAllBytes(_prices.PathOf("rows.jsonl"), [.. "{\"id\":\""u8, 0xFF, .. "\"}"u8]);

        Assert.Contains("invalid_json", Price("rows.jsonl").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_TierThatIsNotPriced_IsStandardWhereAllowed()
    {
        const string Row = """{"id":"a","provider":"openai","model":"gpt","service_tier":"auto","usage":{"input":1000000}}""";

        Assert.Contains("\"total\":\"0.15\"", Run("rows.jsonl", Row, "--missing-tier", "standard").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_OfManyRows_SumsExactlyAndCountsErrorsByCode()
    {
        string[] rows =
        [
            .. Enumerable.Range(1, 30).Select(i => $$$"""{"id":{{{i}}},"provider":"openai","model":"gpt","usage":{"input":{{{i}}},"output":1}}"""),
            "",
            .. Enumerable.Range(1, 25).Select(i => """{"provider":"openai","model":"nope","usage":{}}"""),
            """{"id":"c","provider":"anthropic","model":"claude","usage":{"output":1}}""",
        ];

        (int code, string output, string error) = Run("rows.jsonl", string.Join("\r\n", rows));

        Assert.Equal(0, code);
        Assert.Equal(56, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("56 rows, 31 priced: $0.00110275; 25 without a cost", string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Matches(@"openai/gpt +30 +30 +\$0\.00008775", error);
        Assert.Matches(@"anthropic/claude +1 +1 +\$0\.001015", error);
        Assert.Matches(@"unknown_model\s+(Rows: )?25", error);
        Assert.Contains("line 32: unknown_model", error, StringComparison.Ordinal);
        Assert.Contains("The first 20 of 25", error, StringComparison.Ordinal);
        Assert.DoesNotContain("line 52:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_StopsAtTheFirstBadRowAndWritesNoFile()
    {
        const string Rows = """
            {"id":1,"provider":"openai","model":"gpt","usage":{"input":1}}
            {"id":2,"provider":"openai","model":"nope","usage":{"input":1}}
            {"id":3,"provider":"openai","model":"gpt","usage":{"input":1}}
            """;

        (int code, string output, string error) = Run("rows.jsonl", Rows, "--strict");
        (int codeOfFile, _, _) = Run("rows.jsonl", Rows, "--strict", "--out", _prices.PathOf("out.jsonl"));

        Assert.Equal((1, 1), (code, codeOfFile));
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("line 2: unknown_model", error, StringComparison.Ordinal);
        Assert.Equal("rows.jsonl", Assert.Single(_prices.Files.EnumerateFiles()).Name);
    }

    [Fact]
    public void Out_TakesItsNameOnceComplete()
    {
        _prices.Put("out.jsonl", "old");

        (int code, string output, string error) = Run("rows.ndjson", """{"id":1,"provider":"openai","model":"gpt","usage":{"input":1}}""", "--out", _prices.PathOf("out.jsonl"));

        Assert.Equal((0, ""), (code, output));
        Assert.Contains("Written to", error, StringComparison.Ordinal);
        Assert.StartsWith("{\"id\":1,", File.ReadAllText(_prices.PathOf("out.jsonl")), StringComparison.Ordinal);
        Assert.Equal(["out.jsonl", "rows.ndjson"], _prices.Files.EnumerateFiles().Select(f => f.Name).Order());
    }

    [Fact]
    public void WholeFile_NotCompleted_LeavesNothing()
    {
        using (WholeFile file = new(_prices.PathOf("out.jsonl")))
        {
            file.Content.Write("half"u8);
        }

        Assert.Empty(_prices.Files.EnumerateFiles());
    }

    [Fact]
    public void Run_Cancelled_StopsBetweenTwoRows()
    {
        using CancellationTokenSource stop = new();
        int asked = 0;
        using MemoryStream output = new();
        using JsonRowFile rows = new(new GeneratedRows(1_000_000, at => asked = at), output);
        using PriceProgress progress = new(Quiet(), isShown: false, length: null);
        PriceRun run = new(rows, Pricer(), progress, () => 0);
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => run.ToTheEnd(strict: false, stop.Token));
        Assert.Equal((0L, 0L), (run.Summary.Rows, output.Length));
        Assert.True(asked < 2_000);
    }

    [Fact]
    public void Run_OfManyRows_HoldsNoMoreThanABuffer()
    {
        const int Rows = 100_000;
        int read = 0;
        CountingStream output = new();
        using JsonRowFile rows = new(new GeneratedRows(Rows, at => read = at), output);
        using PriceProgress progress = new(Quiet(), isShown: false, length: null);
        long furthest = 0;
        PriceRun run = new(rows, Pricer(), progress, () => 0);
        output.OnWrite = lines => furthest = Math.Max(furthest, read - lines);

        Assert.True(run.ToTheEnd(strict: true, CancellationToken.None));

        // 64 KiB of rows of some 70 bytes are read ahead of what is written, whatever the length of the file.
        Assert.Equal((Rows, (long)Rows), (output.Lines, run.Summary.Rows));
        Assert.InRange(furthest, 1, 2_000);
    }

    [Fact]
    public void Line_WithoutAnEnd_IsRefused()
    {
        File.WriteAllText(_prices.PathOf("rows.jsonl"), new string(' ', Utf8Lines.Longest + 1));

        (int code, _, string error) = Price("rows.jsonl");

        Assert.Equal(1, code);
        Assert.Contains("Line 1 is longer", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_LongerThanABuffer_IsRead()
    {
        string filler = new('x', 200_000);

        Assert.Contains("\"total\":\"0.15\"", Answer($$$"""{"note":"{{{filler}}}","provider":"openai","model":"gpt","usage":{"input":1000000}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void CsvAndJsonLines_OfTheSameRows_Agree()
    {
        const string Csv = """
            id,provider,model,at,service_tier,data_residency,batch,input,cache_read,output,web_searches
            1,anthropic,claude,2026-04-24,,,false,12000,8000,900,
            2,openai,gpt,,,,,100.0,,,
            3,openai,nope,,,,,1,,,
            4,openai,gpt,,,,TRUE,1,,,
            5,openai,gpt,,,eu,,1,,,
            6,openai,gpt,,,,,1,2,,
            7,openai,gpt,,,,,,,,3
            8,openai,gpt,late,,,,1,,,
            9,openai,gpt,,,,,many,,,
            """;
        const string Json = """
            {"id":"1","provider":"anthropic","model":"claude","at":"2026-04-24","batch":false,"usage":{"input":12000,"cache_read":8000,"output":900}}
            {"id":"2","provider":"openai","model":"gpt","usage":{"input":100}}
            {"id":"3","provider":"openai","model":"nope","usage":{"input":1}}
            {"id":"4","provider":"openai","model":"gpt","batch":true,"usage":{"input":1}}
            {"id":"5","provider":"openai","model":"gpt","data_residency":"eu","usage":{"input":1}}
            {"id":"6","provider":"openai","model":"gpt","usage":{"input":1,"cache_read":2}}
            {"id":"7","provider":"openai","model":"gpt","usage":{"web_searches":3}}
            {"id":"8","provider":"openai","model":"gpt","at":"late","usage":{"input":1}}
            {"id":"9","provider":"openai","model":"gpt","usage":{"input":"many"}}
            """;

        string[] csv = Run("rows.csv", Csv).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] json = Run("rows.jsonl", Json).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("id,provider,model,at,service_tier,data_residency,batch,input,cache_read,output,web_searches,input_cost,output_cost,total,unpriced,error_code,error_message,low,high", csv[0]);
        Assert.Equal("1,anthropic,claude,2026-04-24,,,false,12000,8000,900,,0.0144,0.0135,0.0289,,,,,", csv[1]);
        Assert.Equal(json.Length, csv.Length - 1);
        foreach ((string row, string line) in csv.Skip(1).Zip(json))
        {
            string[] cells = row.Split(',');
            using JsonDocument answer = JsonDocument.Parse(line);
            JsonElement root = answer.RootElement;
            Assert.Equal(root.TryGetProperty("total", out JsonElement total) ? total.GetString() : "", cells[13]);
            Assert.Equal(root.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : "", cells[15]);
        }
    }

    [Theory]
    [InlineData("id,provider,model,inptu", "'inptu'")]
    [InlineData("id,provider,input", "no column 'model'")]
    [InlineData("provider,model,input,input", "'input' twice")]
    [InlineData("", "expected a header")]
    public void Csv_WrongHeader_IsRefusedAsAWhole(string header, string expected)
    {
        (int code, string output, string error) = Run("rows.csv", header + "\n");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,openai,gpt", "3 cells")]
    [InlineData("1,open\"ai,gpt,1", "quotes")]
    [InlineData("1,openai,gpt,\"1", "quotes")]
    [InlineData("1,openai,,1", "model is missing")]
    public void Csv_BadRow_IsReportedWithItsLineAndTheNextIsPriced(string row, string expected)
    {
        (int code, string output, string error) = Run("rows.csv", $"id,provider,model,input\n{row}\n2,openai,gpt,1000000\n");

        Assert.Equal(0, code);
        Assert.Contains("line 2: invalid_row", error, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("2,openai,gpt,1000000,0.15,0,0.15,,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_OfAnUnknownEnding_IsRecognizedByTheContent()
    {
        const string Row = """{"id":1,"provider":"openai","model":"gpt","usage":{"input":1}}""";

        Assert.Equal(0, Run("rows.txt", Row).Code);
        Assert.Equal(0, Run("rows.txt", Row, "--input-format", "jsonl").Code);
        Assert.Equal(1, Run("rows.txt", "what is this").Code);
        Assert.Equal(1, Price("missing.jsonl").Code);
    }

    [Fact]
    public void UsdSum_PastWhatADecimalHolds_IsExact()
    {
        UsdSum sum = new();
        foreach (decimal amount in new[] { decimal.MaxValue, 0.0000000000000000000000000001m, decimal.MaxValue, -1m })
        {
            sum.Add(new Usd(amount));
        }

        Assert.Equal("$158456325028528675187087900669.0000000000000000000000000001", sum.ToString());
        Assert.Equal("$0.00", new UsdSum().ToString());
    }

    [Fact]
    public void Progress_OnATerminal_ShowsBarRateAndTimeLeft()
    {
        StringWriter error = new();
        FakeTimeProvider time = new();
        using (PriceProgress progress = new(Quiet() with { Error = error, Time = time }, isShown: true, length: 1_000))
        {
            time.Advance(TimeSpan.FromSeconds(2));
            progress.Report(5_000, () => 250);
            time.Advance(TimeSpan.FromMilliseconds(1));
            progress.Report(5_001, () => 251);
        }

        Assert.Equal("\r[██████░░░░░░░░░░░░░░░░░░]  25 %  5,000 rows, 2,500 a second, 6 s left\u001b[K\r\u001b[K", error.ToString());
    }

    [Fact]
    public void Progress_WhereNobodyLooks_ShowsNothing() =>
        Assert.DoesNotContain("a second", Run("rows.jsonl", """{"provider":"openai","model":"gpt","usage":{"input":1}}""").Error, StringComparison.Ordinal);

    private static ToolConsole Quiet() => new(TextWriter.Null, TextWriter.Null, IsTerminal: false, Width: 100);

    private RowPricer Pricer() => new(PriceCatalog.Load(_prices.Folder), undated: Instant.FromUtc(2026, 5, 1, 0, 0));

    private string Answer(string row) => Run("rows.jsonl", row).Output.TrimEnd('\n');

    private string Put(string file, string rows)
    {
        _prices.Put(file, rows);
        return _prices.PathOf(file);
    }

    private (int Code, string Output, string Error) Run(string file, string rows, params string[] args)
    {
        _prices.Put(file, rows);
        return Price(file, args);
    }

    private (int Code, string Output, string Error) Price(string file, params string[] args) =>
        ToolRun.Of(["price", _prices.PathOf(file), "--prices", _prices.Folder, .. args]);

    // Rows that are made only when they are read, and tells how many were.
    private sealed class GeneratedRows(int rows, Action<int> onRow) : ReadOnlyStream
    {
        private readonly Queue<byte> _pending = [];
        private int _made;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = 0;
            while (read < count)
            {
                if (_pending.Count == 0)
                {
                    if (_made == rows)
                    {
                        break;
                    }

                    onRow(++_made);
                    string row = string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{_made},\"provider\":\"openai\",\"model\":\"gpt\",\"usage\":{{\"input\":{_made}}}}}\n");
                    foreach (byte b in Encoding.UTF8.GetBytes(row))
                    {
                        _pending.Enqueue(b);
                    }
                }

                buffer[offset + read++] = _pending.Dequeue();
            }

            return read;
        }
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Lines { get; private set; }

        public Action<int> OnWrite { get; set; } = _ => { };

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Lines += buffer.Count((byte)'\n');
            OnWrite(Lines);
        }
    }
}
