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
    [InlineData("a,3,1,0,2,0,2600000000\nb,1,0,1,0,0,\n", 0)]
    [InlineData("b,1,0,1,0,0,\\N\na,3,1,0,2,0,2600000000\n", 0)]
    [InlineData("a,3,1,0,2,0,2600000001\nb,1,0,1,0,0,\n", 1)]
    [InlineData("a,3,2,0,1,0,2600000000\nb,1,0,1,0,0,\n", 1)]
    [InlineData("a,3,1,0,2,1,2600000000\nb,1,0,1,0,0,\n", 1)]
    [InlineData("a,2,1,0,2,0,2600000000\nb,1,0,1,0,0,\n", 1)]
    [InlineData("a,3,1,0,2,0,2600000000\n", 1)]
    [InlineData("", 1)]
    [InlineData("a,3,1,0,2,0,2600000000\nb,1,0,1,0,0,\na,3,1,0,2,0,2600000000\n", 1)]
    public void Check_OfSums_ExitsWith1WhereOneDiffers(string totals, int code)
    {
        (int exit, _, _) = ToolRun.Of(
            "warehouse", "check", Put("log.csv", Log), "--answers", Put("priced.csv", "id,status,cost_pico\n1,0,2600000000\n2,1,\n3,10,\n4,2,\n"),
            "--totals", Put("totals.csv", "team,calls,priced,needs_exact,unpriced,damaged,priced_cost_pico\n" + totals), "--by", "team");

        Assert.Equal(code, exit);
    }

    [Theory]
    [InlineData("id,provider,model,at_ms,input\n1,openai,gpt-4o,soon,1\n", "line 2: at_ms is 'soon': expected a whole number of 64 bits.")]
    [InlineData("id,provider,model\n1,openai,gpt-4o\n", "line 1: the header has no column 'at_ms'; it has id, provider, model.")]
    [InlineData("", "is empty: expected a header with id, model, at_ms.")]
    [InlineData("id,id,model,at_ms\n", "the header has the column 'id' twice.")]
    [InlineData("id,model,at_ms,prompt_tokens\n1,gpt-4o,1,1\n", "line 1: the header has a column 'prompt_tokens', which is not known.")]
    [InlineData("id,model,at_ms,team\n1,gpt-4o,1,1\n", "line 1: the header has no column of counts, such as input or output")]
    [InlineData("PAR1\u0001", "log.csv is a Parquet file: expected CSV in UTF-8.")]
    [InlineData("id,model,at_ms,input\n1,gpt-4o\n", "line 2: the row has 2 cells and the header 4.")]
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
        Assert.StartsWith("CREATE OR REPLACE VIEW v AS\nWITH tp_logged AS (", output, StringComparison.Ordinal);
        Assert.Contains("CAST(UNIX_MILLIS(called_at) AS INT64) AS tp_at_ms, team AS tp_k0,", output, StringComparison.Ordinal);
        Assert.Contains("CAST(COALESCE(a, b) AS INT64) AS tp_n_input", output, StringComparison.Ordinal);
        Assert.Contains("'' AS tp_c_region", output, StringComparison.Ordinal);
        Assert.Contains("FROM logs.calls", output, StringComparison.Ordinal);
        Assert.Contains("LEFT JOIN tp.tp_names tp_n", output, StringComparison.Ordinal);
        Assert.EndsWith("GROUP BY team\nORDER BY team;\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--map 'inputs=a' is not COLUMN=EXPRESSION", "sql", "--dialect", "duckdb", "--map", "inputs=a")]
    [InlineData("--by needs --view", "sql", "--dialect", "duckdb", "--by", "team")]
    [InlineData("needs the file of names, or --diff OLD NEW", "rates")]
    [InlineData("needs --out FOLDER", "rates", "names.csv")]
    [InlineData("--map 'input' does not say what input is: write input=COLUMN", "sql", "--dialect", "duckdb", "--map", "input")]
    [InlineData("--view is empty: write such as --view priced.", "sql", "--dialect", "duckdb", "--view", "")]
    [InlineData("--table is empty", "sql", "--dialect", "duckdb", "--table", " ")]
    [InlineData("--keep is empty", "sql", "--dialect", "duckdb", "--keep", "")]
    [InlineData("--by is empty", "sql", "--dialect", "duckdb", "--view", "v", "--by", "")]
    [InlineData("--sum is empty", "sql", "--dialect", "duckdb", "--sum", "")]
    [InlineData("log_status=status", "sql", "--dialect", "duckdb", "--keep", "status")]
    [InlineData("log_calls=calls", "sql", "--dialect", "duckdb", "--view", "v", "--by", "calls")]
    [InlineData("leave out --table, --view.", "sql", "--dialect", "duckdb", "--sum", "a", "--view", "v", "--table", "t")]
    [InlineData("--out is empty: write the name of a folder.", "rates", "names.csv", "--out", "")]
    [InlineData("--out is empty: write the name of a file.", "names", "names.csv", "--out", "")]
    [InlineData("leave out names.csv, --out.", "rates", "names.csv", "--diff", "a", "b", "--out", "c")]
    [InlineData("is too long: prices by the hour are rows of each day", "rates", "names.csv", "--out", "x", "--from", "2026-01-01", "--to", "9999-12-31")]
    [InlineData("--to must be later than --from", "rates", "names.csv", "--out", "x", "--from", "2026-01-01", "--to", "2026-01-01")]
    public void Warehouse_OfWrongUsage_SaysWhatIsRight(string expected, params string[] args)
    {
        Put("names.csv", "model\ngpt-4o\n");
        (int code, _, string error) = ToolRun.Of(["warehouse", .. args.Select(a => a == "names.csv" ? PathOf(a) : a)]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error.Replace(_folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>The SQL is for the tables that it loads: those of other meters, and a folder without any, are refused.</summary>
    [Fact]
    public void Sql_OfTablesOfOtherMeters_OrOfNone_SaysWhatToWrite()
    {
        WarehouseTables.Of(PriceCatalog.BuiltIn, [new CallName("openai", "gpt-4o")], new WarehouseOptions { Meters = [Meter.WebSearches, Meter.InputAudio] }).Save(PathOf("t"));
        string[] sql = ["warehouse", "sql", "--dialect", "clickhouse", "--tables", PathOf("t")];

        (int code, string one, _) = ToolRun.Of([.. sql, "--meters", "web-searches,input-audio"]);
        (int again, string other, _) = ToolRun.Of([.. sql, "--meters", "input-audio", "--map", "web_searches=s,input_audio="]);
        (int wrong, _, string error) = ToolRun.Of([.. sql, "--meters", "web-searches"]);
        (int none, _, string missing) = ToolRun.Of("warehouse", "sql", "--dialect", "duckdb", "--tables", PathOf("nothing"));

        Assert.Equal((0, 0, 2, 1), (code, again, wrong, none));
        Assert.Equal(one[..one.IndexOf("WITH", StringComparison.Ordinal)], other[..other.IndexOf("WITH", StringComparison.Ordinal)]);
        Assert.Contains("are with --meters input-audio,web-searches, and the SQL is with --meters web-searches. Write --meters input-audio,web-searches for both.", error, StringComparison.Ordinal);
        Assert.Contains("does not exist. Make them with 'warehouse rates FILE --out ", missing, StringComparison.Ordinal);
    }

    /// <summary>Parquet files of older tables do not stay beside newer CSV.</summary>
    [Fact]
    public void Rates_WithoutParquet_DeletesThatOfOlderTables()
    {
        string names = Put("names.csv", "model\ngpt-4o\n");
        ToolRun.Of("warehouse", "rates", names, "--out", PathOf("t"), "--format", "parquet");
        Assert.Equal(3, Directory.GetFiles(PathOf("t"), "*.parquet").Length);

        (int code, _, string error) = ToolRun.Of("warehouse", "rates", names, "--out", PathOf("t"));

        Assert.Equal(0, code);
        Assert.Contains("Deleted tp_names.parquet, tp_rate_buckets.parquet, tp_meta.parquet", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(PathOf("t"), "*.parquet"));
        Assert.Equal(1, ToolRun.Of("warehouse", "sql", "--dialect", "duckdb", "--tables", PathOf("t"), "--format", "parquet").Code);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private string Put(string file, string text)
    {
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }
}
