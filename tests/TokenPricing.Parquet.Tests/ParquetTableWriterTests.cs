using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Parquet files as other programs read them.</summary>
public static class ParquetTableWriterTests
{
    private const string Rows = """
        {"id":"1","provider":"openai","model":"gpt-4o","at":"2026-05-02T03:04:05.678Z","usage":{"input":1000,"cache_read":200,"output":30},"team":"x"}
        {"id":"2","provider":"anthropic","model":"claude-sonnet-4-5","from":"2026-05-02T00:00:00Z","to":"2026-05-03T00:00:00Z","usage":{"input":900000,"output":30},"team":"y"}
        {"id":"3","provider":"openai","model":"no-such-model","usage":{"input":5}}

        """;

    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    [Fact]
    public static void Table_OfPricedRows_HasTypesAndTheValuesOfTheCsv()
    {
        byte[] parquet = Answers(o => AnswerFile.Table(new ParquetTableWriter(o)));
        byte[] csv = Answers(o => AnswerFile.Csv(o));

        Assert.Equal(
            [["BIGINT", "DECIMAL(38,18)", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "BIGINT"]],
            Duck.Rows(
                "select typeof(input), typeof(total), typeof(\"at\"), typeof(model), typeof(line) from read_parquet({0}) limit 1", parquet,
                ".parquet"));
        const string Values = "select id, provider, model, \"from\"::varchar, total::decimal(38,18)::varchar, low::decimal(38,18)::varchar, "
            + "high::decimal(38,18)::varchar, error_code, ";
        Assert.Equal(
            Duck.Rows(Values + "epoch_us(\"at\"::timestamptz) from read_csv({0}, types={{'from': 'timestamptz', 'at': 'timestamptz'}})", csv, ".csv"),
            Duck.Rows(Values + "epoch_us(\"at\") from read_parquet({0})", parquet, ".parquet"));
        Assert.Equal(
            [["1000", "200", "30"], ["900000", "", "30"], ["5", "", ""]],
            Duck.Rows("select input, cache_read, output from read_parquet({0})", parquet, ".parquet"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public static void Table_OfFocusRows_IsTheCsvCellByCell(bool isVersion14, bool isExtended)
    {
        FocusOptions options = new() { IsVersion14 = isVersion14, IsExtended = isExtended };
        byte[] csv = Focus(o => new FocusFile(o, options));
        byte[] parquet = Focus(o => new FocusFile(new ParquetTableWriter(o), options));

        using ParquetTable table = ParquetTable.Open(new MemoryStream(parquet));
        string[] header = Encoding.UTF8.GetString(csv).Split('\n')[0].Split(',');

        Assert.Equal(header, table.Columns.Select(c => c.Name));
        Assert.Equal(Cells(csv, ".csv"), table.Rows().Select(r => r.Select(c => c ?? "")));
        Assert.Equal(
            [["DECIMAL(38,18)", "TIMESTAMP WITH TIME ZONE", "true"]],
            Duck.Rows(
                "select typeof(ListCost), typeof(ChargePeriodStart), bool_and(ListUnitPrice::decimal(18,9) * PricingQuantity::decimal(18,9) = "
                + "ListCost::decimal(38,18)) from read_parquet({0}) group by 1, 2",
                parquet,
                ".parquet").Select(r => r.Select(c => c == "True" ? "true" : c)));
    }

    [Fact]
    public static void Table_WithoutRows_HasItsColumns()
    {
        using MemoryStream output = new();
        AnswerFile.Table(new ParquetTableWriter(output)).Dispose();

        using ParquetTable table = ParquetTable.Open(new MemoryStream(output.ToArray()));

        Assert.Contains("total", table.Columns.Select(c => c.Name));
        Assert.Empty(table.Rows());
    }

    [Fact]
    public static void AddAmount_ThatDoesNotFit_IsCounted()
    {
        using MemoryStream output = new();
        long inexact;
        using (ParquetTableWriter writer = new(output))
        {
            writer.Begin([new TableColumn("a", TableColumnKind.Amount)]);
            foreach (decimal amount in new[] { 0.123456789012345678m, 0.1234567890123456789m, decimal.MaxValue, -99_999_999_999_999_999_999m })
            {
                writer.AddAmount(amount);
                writer.EndRow();
            }

            inexact = writer.Inexact;
        }

        using ParquetTable table = ParquetTable.Open(new MemoryStream(output.ToArray()));

        Assert.Equal(2, inexact);
        Assert.Equal(
            ["0.123456789012345678", "0.123456789012345679", null, "-99999999999999999999"], table.Rows().Select(r => r[0]));
    }

    [Fact]
    public static void EndRow_OfSeveralGroups_KeepsAllRows()
    {
        using MemoryStream output = new();
        int rows = (2 * ParquetTableWriter.RowGroupSize) + 3;
        using (ParquetTableWriter writer = new(output))
        {
            writer.Begin([new TableColumn("n", TableColumnKind.Count), new TableColumn("t", TableColumnKind.Text)]);
            for (int i = 0; i < rows; i++)
            {
                writer.AddCount(i % 5 == 0 ? null : i);
                writer.AddText(i % 3 == 0 ? null : "x");
                writer.EndRow();
            }
        }

        Assert.Equal(
            [[$"{rows}", $"{Enumerable.Range(0, rows).Where(i => i % 5 != 0).Sum(i => (long)i)}", $"{Enumerable.Range(0, rows).Count(i => i % 3 != 0)}"]],
            Duck.Rows("select count(*), sum(n), count(t) from read_parquet({0})", output.ToArray(), ".parquet"));
    }

    private static IEnumerable<UsageRow> Own() => UsageFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Rows)));

    private static byte[] Answers(Func<Stream, AnswerFile> open)
    {
        using MemoryStream output = new();
        using (AnswerFile file = open(output))
        {
            foreach (PricedRow row in new RowPricer(Prices).Price(Own()))
            {
                file.Write(row);
            }
        }

        return output.ToArray();
    }

    private static byte[] Focus(Func<Stream, FocusFile> open)
    {
        using MemoryStream output = new();
        using (FocusFile file = open(output))
        {
            foreach (PricedRow row in new RowPricer(Prices, withLines: true).Price(Own()))
            {
                file.Write(row);
            }
        }

        return output.ToArray();
    }

    private static string[][] Cells(byte[] csv, string ending) => Duck.Rows("select * from read_csv({0}, all_varchar=true)", csv, ending);
}
