using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of the READMEs of TokenPricing.Statements and TokenPricing.Parquet, run.</summary>
public sealed class StatementSnippets
{
    [Fact]
    public void PriceRows()
    {
        using DocumentFiles files = new("");
        string calls = files.PathOf("calls.csv");
        string costs = files.PathOf("costs.csv");
        File.WriteAllText(calls, """
            id,provider,model,at,input,cache_read,output
            1,openai,gpt-4o,2026-04-24T13:00:00Z,12000,8000,900
            2,openai,gpt-nine,2026-04-24T13:00:00Z,12000,8000,900

            """);
        UsdSum total = new();

        // snippet: price-rows
        using (Stream input = File.OpenRead(calls), output = File.Create(costs))
        using (RowFile file = RowFile.Csv(input, output))
        {
            RowPricer pricer = new(PriceCatalog.BuiltIn);
            foreach (PricedRow row in pricer.Price(file.Read()))
            {
                file.Write(row);
                total.Add(row.Cost?.Total ?? Usd.Zero);
            }
        }
        // end-snippet

        string[] lines = File.ReadAllLines(costs);
        Assert.Equal("$0.029", total.ToString());
        Assert.Equal(
            "id,provider,model,at,input,cache_read,output,input_cost,output_cost,total,unpriced,error_code,error_message,low,high",
            lines[0]);
        Assert.EndsWith(",0.02,0.009,0.029,,,,,", lines[1], StringComparison.Ordinal);
        Assert.Contains("unknown_model", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void ParquetColumns()
    {
        using DocumentFiles files = new("");
        string calls = files.PathOf("calls.parquet");
        using (Stream file = File.Create(calls))
        using (ParquetTableWriter writer = new(file))
        {
            writer.Begin(
            [
                new TableColumn("provider", TableColumnKind.Text), new TableColumn("model", TableColumnKind.Text),
                new TableColumn("input", TableColumnKind.Count), new TableColumn("output", TableColumnKind.Count),
            ]);
            foreach (string model in new[] { "gpt-4o", "gpt-nine" })
            {
                writer.AddText("openai");
                writer.AddText(model);
                writer.AddCount(12_000);
                writer.AddCount(900);
                writer.EndRow();
            }
        }

        // snippet: parquet-columns
        RowPricer pricer = new(PriceCatalog.BuiltIn);
        Usd total = Usd.Zero;
        long unpriced = 0;
        using (FileStream file = File.OpenRead(calls))
        using (ParquetTable table = ParquetTable.Open(file))
        {
            foreach (PricedColumns batch in table.Price(pricer))
            {
                total += batch.Total();
                unpriced += batch.Failed;             // batch.Others() says which, and why
            }
        }
        // end-snippet

        Assert.Equal(("$0.039", 1), (total.ToString(), unpriced));
    }

    [Fact]
    public void ParquetRows()
    {
        using DocumentFiles files = new("");
        string calls = files.PathOf("calls.csv");
        string costs = files.PathOf("costs.parquet");
        File.WriteAllText(calls, """
            id,provider,model,at,input,cache_read,output,team
            1,openai,gpt-4o,2026-04-24T13:00:00Z,12000,8000,900,search
            2,openai,gpt-nine,2026-04-24T13:00:00Z,12000,8000,900,

            """);

        // snippet: parquet-rows
        UsageInput usage = new(new UsageFileOptions { Parquet = ParquetTable.Open });
        RowPricer pricer = new(PriceCatalog.BuiltIn);
        using (Stream input = File.OpenRead(calls), output = File.Create(costs))
        using (AnswerFile answers = AnswerFile.Table(new ParquetTableWriter(output)))
        {
            foreach (PricedRow row in pricer.Price(usage.Read(input).Concat(usage.Complete())))
            {
                answers.Write(row);
            }
        }
        // end-snippet

        using FileStream written = File.OpenRead(costs);
        using ParquetTable table = ParquetTable.Open(written);
        string[] columns = [.. table.Columns.Select(c => c.Name)];
        string?[][] rows = [.. table.Rows()];
        Assert.Equal(("0.029", "search"), (rows[0][Array.IndexOf(columns, "total")], rows[0][Array.IndexOf(columns, "team")]));
        Assert.Equal((null, "unknown_model"), (rows[1][Array.IndexOf(columns, "total")], rows[1][Array.IndexOf(columns, "error_code")]));
    }
}
