using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What the commands write, run in DuckDB: tables as CSV and as Parquet price a log alike, and as the library does.</summary>
public sealed class WarehouseScriptTests : IDisposable
{
    private const int Rows = 10_000;
    private const string Meters = "web-searches,input-audio";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");
    private readonly DuckDBConnection _duck = new("DataSource=:memory:");

    public WarehouseScriptTests() => _duck.Open();

    private string Log => PathOf("log.csv");

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Rates_AsCsvAndAsParquet_PriceALogAlike()
    {
        WriteLog();
        Run($"CREATE TABLE calls AS SELECT * FROM read_csv('{Log}', header = true); COPY calls TO '{PathOf("log.parquet")}' (FORMAT parquet)");
        string ofCsv = Answers("csv", Log, "calls");
        string ofParquet = Answers("parquet", PathOf("log.parquet"), $"read_parquet('{PathOf("*.parquet")}')");

        Assert.Equal(Rows + 1, ofCsv.AsSpan().Count('\n'));
        Assert.Equal(ofCsv, ofParquet);
        (int code, string output, _) = ToolRun.Of("warehouse", "check", Log, "--answers", PathOf("parquet.csv"), "--meters", Meters, "--from", "2026-03-01", "--to", "2026-05-01");
        Assert.Equal(0, code);
        Assert.StartsWith("10,000 rows compared, 0 differences. 0 Priced: ", output, StringComparison.Ordinal);

        // Without the meters, the same log differs in the rows that use them.
        Assert.Equal(1, ToolRun.Of("warehouse", "check", Log, "--answers", PathOf("parquet.csv")).Code);
    }

    [Theory]
    [InlineData("--meters 'cache-read' cannot be in the tables.", "cache-read")]
    [InlineData("Did you mean 'web-searches'?", "web-search")]
    [InlineData("--meters has too many meters", "input-text,input-audio,input-image,input-video")]
    public void Sql_OfMetersThatCannotBe_SaysSo(string expected, string meters)
    {
        (int code, _, string error) = ToolRun.Of("warehouse", "sql", "--dialect", "duckdb", "--meters", meters);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sql_OfTotalsOfServers_AddsThemUp()
    {
        Run("CREATE TABLE s1 (team INT, calls BIGINT, priced BIGINT, needs_exact BIGINT, unpriced BIGINT, damaged BIGINT, versions BIGINT, version BIGINT, priced_cost_pico HUGEINT); "
            + "CREATE TABLE s2 AS SELECT * FROM s1; INSERT INTO s1 VALUES (1, 9, 8, 1, 0, 0, 1, 77, 50), (2, 3, 3, 0, 0, 0, 1, 77, 10), (3, 1, 1, 0, 0, 0, 1, 77, 1); "
            + "INSERT INTO s2 VALUES (1, 2, 2, 0, 0, 0, 1, 77, 7), (2, 3, 0, 0, 3, 3, 1, 77, NULL), (3, 1, 1, 0, 0, 0, 1, 78, 1)");
        (int code, string sql, string error) = ToolRun.Of("warehouse", "sql", "--dialect", "duckdb", "--sum", "s1", "--sum", "s2", "--by", "team");
        Assert.Equal((0, ""), (code, error));
        Run($"COPY ({sql.TrimEnd().TrimEnd(';')}) TO '{PathOf("sum.csv")}' (HEADER)");

        Assert.Equal(
            ["1,11,10,1,0,0,1,77,57", "2,6,3,0,3,3,1,77,", "3,2,2,0,0,0,2,77,"],
            File.ReadLines(PathOf("sum.csv")).Skip(1));
    }

    /// <summary>Prices a table by the files and the SQL that the commands write in a format, and returns what each row got.</summary>
    private string Answers(string format, string log, string table)
    {
        string tables = PathOf("tables-" + format);
        (int code, _, string error) = ToolRun.Of("warehouse", "rates", log, "--out", tables, "--format", format, "--meters", Meters, "--from", "2026-03-01", "--to", "2026-05-01");
        Assert.Equal((0, ""), (code, error));
        if (format == "parquet")
        {
            Array.ForEach(Directory.GetFiles(tables, "*.csv"), File.Delete);
        }

        (code, string sql, error) = ToolRun.Of("warehouse", "sql", "--dialect", "duckdb", "--tables", tables, "--format", format, "--meters", Meters, "--table", table, "--view", "priced");
        Assert.Equal((0, ""), (code, error));
        Run(sql);
        Run($"COPY (SELECT id, status, cost_pico FROM priced ORDER BY id) TO '{PathOf(format + ".csv")}' (HEADER)");
        return File.ReadAllText(PathOf(format + ".csv"));
    }

    private void WriteLog()
    {
        Random random = new(19);
        Offer[] offers = [.. PriceCatalog.BuiltIn.Offers];
        Offer[] further = [.. offers.Where(o => o.History.Any(c => c.Rates.Any(r => r.Meter == Meter.WebSearches || r.Meter == Meter.InputAudio)))];
        StringBuilder text = new("id,provider,model,service_tier,region,at_ms,input,output,cache_read,cache_write,cache_write_5m,cache_write_1h,reasoning,web_searches,input_audio\n");
        for (int id = 0; id < Rows; id++)
        {
            Offer[] from = random.Next(2) == 0 ? further : offers;
            Offer offer = from[random.Next(from.Length)];
            long input = random.NextInt64(1L << random.Next(1, 19));
            string cached = random.Next(3) == 0 ? random.NextInt64(input + 1).ToString(CultureInfo.InvariantCulture) : "";
            string audio = random.Next(3) == 0 ? random.NextInt64(input + 1).ToString(CultureInfo.InvariantCulture) : "";
            text.Append(CultureInfo.InvariantCulture, $"{id},{offer.Provider.Id},{offer.Model.Id},{(random.Next(9) == 0 ? "batch" : "")},,{1_767_225_600_000 + random.NextInt64(20_000_000_000)},")
                .Append(CultureInfo.InvariantCulture, $"{input},{random.Next(1_000)},{cached},,,,,{(random.Next(2) == 0 ? random.Next(4) : null)},{audio}\n");
        }

        File.WriteAllText(Log, text.ToString());
    }

    private void Run(string sql)
    {
        using DuckDBCommand command = _duck.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
