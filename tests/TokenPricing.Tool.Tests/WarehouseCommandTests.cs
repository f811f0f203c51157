using TokenPricing.Warehouse;
using Xunit;

namespace TokenPricing.Tests;

public sealed class WarehouseCommandTests : IDisposable
{
    private const string Log = "id,provider,model,service_tier,at_ms,input,output,team,web_searches\n"
        + "1,openai,gpt-4o,,1780315200000,1000,10,a,\n2,openai,gpt-4o,,1780315200000,1000,,b,3\n3,openai,no-such,,1780315200000,5,5,a,\n4,openai,gpt-4o,,1780315200000,5,-5,a,\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Rates_OfALog_WritesTheTablesOfItsDistinctNames_AlwaysTheSameBytes()
    {
        string log = Put("log.csv", Log);

        (int code, string output, string error) = ToolRun.Of("warehouse", "rates", log, "--out", PathOf("a"), "--from", "2026-01-01", "--to", "2026-02-01");
        ToolRun.Of("warehouse", "rates", log, "--out", PathOf("b"), "--from", "2026-01-01", "--to", "2026-02-01");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("2 names, 1 of them without an offer, and ", output, StringComparison.Ordinal);
        foreach (string file in new[] { WarehouseTables.NamesFile, WarehouseTables.RatesFile, WarehouseTables.MetaFile })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(PathOf("a"), file)), File.ReadAllBytes(Path.Combine(PathOf("b"), file)));
        }
    }

    [Fact]
    public void Rates_Diff_NamesWhatMustBePricedAgain_AndRefusesDamagedTables()
    {
        WarehouseTables.Of(PriceCatalog.BuiltIn, [new CallName("openai", "gpt-4o"), new CallName("openai", "o4-mini")]).Save(PathOf("old"));
        WarehouseTables.Of(PriceCatalog.BuiltIn, [new CallName("openai", "gpt-4o"), new CallName("openai", "gpt-5")]).Save(PathOf("new"));

        (int code, string output, string error) = ToolRun.Of("warehouse", "rates", "--diff", PathOf("old"), PathOf("new"));

        Assert.Equal((0, "provider,model,service_tier,region,from_ms,to_ms\nopenai,gpt-5,,,,\nopenai,o4-mini,,,,\n"), (code, output));
        Assert.Contains("2 names must be priced again, from the beginning on.", error, StringComparison.Ordinal);

        string rates = Path.Combine(PathOf("new"), WarehouseTables.RatesFile);
        File.WriteAllLines(rates, File.ReadAllLines(rates)[..^1]);
        (code, _, error) = ToolRun.Of("warehouse", "rates", "--diff", PathOf("old"), PathOf("new"));
        Assert.Equal(1, code);
        Assert.Contains("are damaged or of several versions", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_SaysHowEachIsUnderstood()
    {
        (int code, string output, string error) = ToolRun.Of("warehouse", "names", Put("log.csv", Log));

        Assert.Equal(0, code);
        Assert.StartsWith("provider,model,service_tier,region,offer,status,message\nopenai,gpt-4o,,,openai/gpt-4o,0,\nopenai,no-such,,,,10,", output, StringComparison.Ordinal);
        Assert.Contains("2 names, of which 1 have an offer.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_PricesWhatWasHandedBack_WithEveryMeter()
    {
        (int code, string output, string error) = ToolRun.Of("warehouse", "finish", Put("log.csv", Log));

        Cost searched = PriceCatalog.BuiltIn.Offer("openai", "gpt-4o").CostOf(
            TokenUsage.FromMeterTotals(new MeterQuantity(Meter.Input, 1_000), new MeterQuantity(Meter.WebSearches, 3)), NodaTime.Instant.FromUnixTimeMilliseconds(1_780_315_200_000));
        string[] lines = output.Split('\n');
        Assert.Equal(0, code);
        Assert.Equal(("id,status,cost_usd,message", "1,0,0.0026,"), (lines[0], lines[1]));
        Assert.Equal((0.0325m, "2,0,0.0325,"), (searched.Total.Amount, lines[2]));
        Assert.StartsWith("3,10,,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("4,2,,", lines[4], StringComparison.Ordinal);
        Assert.Contains("2 rows have a cost; 2 have none", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,0,2600000000\n2,1,\n3,10,\n4,2,\n", 0)]
    [InlineData("1,0,2600000001\n2,1,\n3,10,\n4,2,\n", 1)]
    [InlineData("1,0,2600000000\n2,0,2500000000\n3,10,\n4,2,\n", 1)]
    [InlineData("1,0,2600000000\n2,1,\n3,0,0\n4,2,\n", 1)]
    [InlineData("1,0,2600000000\n2,1,\n4,2,\n", 1)]
    [InlineData("1,0,2600000000\n1,0,2600000000\n2,1,\n3,10,\n4,2,\n", 1)]
    [InlineData("1,0,2600000000\n2,1,\n3,10,\n4,2,\n5,0,0\n", 1)]
    public void Check_OfAnswers_ExitsWith1WhereOneDiffers(string answers, int differing)
    {
        (int code, string output, _) = ToolRun.Of("warehouse", "check", Put("log.csv", Log), "--answers", Put("priced.csv", "id,status,cost_pico\n" + answers));

        Assert.Equal(differing, code);
        Assert.Contains($"4 rows compared, {differing} differences.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,1,2600000000\nb,0,\n", 0)]
    [InlineData("a,1,2600000001\nb,0,\n", 1)]
    [InlineData("a,2,2600000000\nb,0,\n", 1)]
    public void Check_OfSums_ExitsWith1WhereOneDiffers(string totals, int code)
    {
        (int exit, _, _) = ToolRun.Of(
            "warehouse", "check", Put("log.csv", Log), "--answers", Put("priced.csv", "id,status,cost_pico\n1,0,2600000000\n2,1,\n3,10,\n4,2,\n"),
            "--totals", Put("totals.csv", "team,priced,priced_cost_pico\n" + totals), "--by", "team");

        Assert.Equal(code, exit);
    }

    [Theory]
    [InlineData("id,provider,model,at_ms\n1,openai,gpt-4o,soon\n", "line 2: at_ms is 'soon': expected a whole number of 64 bits.")]
    [InlineData("id,provider,model\n1,openai,gpt-4o\n", "line 1: the header has no column 'at_ms'; it has id, provider, model.")]
    [InlineData("", "is empty: expected a header with id, model, at_ms.")]
    [InlineData("id,id,model,at_ms\n", "the header has the column 'id' twice.")]
    [InlineData("id,model,at_ms\n1,gpt-4o\n", "line 2: the row has 2 cells and the header 3.")]
    public void Finish_OfABadFile_SaysTheLineAndWhatIsWrong(string text, string expected)
    {
        (int code, _, string error) = ToolRun.Of("warehouse", "finish", Put("log.csv", text));

        Assert.Equal(1, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sql_OfAMapping_HasTheColumnsOfTheLog()
    {
        (int code, string output, string error) = ToolRun.Of(
            "warehouse", "sql", "--dialect", "bigquery", "--table", "logs.calls", "--map", "at_ms=UNIX_MILLIS(called_at),input=COALESCE(a, b),region=", "--by", "team", "--view", "v", "--schema", "tp");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("CREATE OR REPLACE VIEW v AS\nWITH logged AS (", output, StringComparison.Ordinal);
        Assert.Contains("CAST(UNIX_MILLIS(called_at) AS INT64) AS at_ms, team,", output, StringComparison.Ordinal);
        Assert.Contains("CAST(COALESCE(a, b) AS INT64) AS n_input", output, StringComparison.Ordinal);
        Assert.Contains("'' AS c_region", output, StringComparison.Ordinal);
        Assert.Contains("FROM logs.calls", output, StringComparison.Ordinal);
        Assert.Contains("LEFT JOIN tp.tp_names n", output, StringComparison.Ordinal);
        Assert.EndsWith("GROUP BY team\nORDER BY team;\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--map 'inputs=a' is not COLUMN=EXPRESSION", "sql", "--dialect", "duckdb", "--map", "inputs=a")]
    [InlineData("--by needs --view", "sql", "--dialect", "duckdb", "--by", "team")]
    [InlineData("needs the file of names, or --diff OLD NEW", "rates")]
    [InlineData("needs --out FOLDER", "rates", "names.csv")]
    [InlineData("--to must be later than --from", "rates", "names.csv", "--out", "x", "--from", "2026-01-01", "--to", "2026-01-01")]
    public void Warehouse_OfWrongUsage_SaysWhatIsRight(string expected, params string[] args)
    {
        Put("names.csv", "model\ngpt-4o\n");
        (int code, _, string error) = ToolRun.Of(["warehouse", .. args.Select(a => a == "names.csv" ? PathOf(a) : a)]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private string Put(string file, string text)
    {
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }
}
