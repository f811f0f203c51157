using System.Globalization;
using CsvHelper;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What strangers write into logs and lists is no formula of a spreadsheet in any CSV file that the tool writes.</summary>
public sealed class FormulaCellTests : IDisposable
{
    private const string Calls = """
        id,provider,model,input,output,=HYPERLINK("x"),team
        =1+cmd|'/c calc'!A0,openai,gpt,1000,10,+1-cmd,@SUM(1)
        -2,openai,gpt,1000,10,-2,-0.5
        5,=openai,@gpt,1000,10,x,＝x
        """;

    private readonly ToolPrices _files = new([.. TestCatalog.Offer("gpt", "openai", 0.15m, 0.6m), .. TestCatalog.Offer("@cf/gpt", "openai", 0.15m, 0.6m)]);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Price_OneFile_MarksCellsHeaderAndErrors()
    {
        string[][] rows = Written("price", PutCalls("calls.csv"));

        Assert.Equal(4, rows.Length);
        Assert.Equal("'=HYPERLINK(\"x\")", rows[0][5]);
        Assert.Equal(["'=1+cmd|'/c calc'!A0", "openai", "gpt", "1000", "10", "'+1-cmd", "'@SUM(1)"], rows[1][..7]);

        // Numbers are none, and stay numbers.
        Assert.Equal(["-2", "-2", "-0.5"], new[] { rows[2][0], rows[2][5], rows[2][6] });
        Assert.Equal(["'=openai", "'@gpt", "'＝x"], new[] { rows[3][1], rows[3][2], rows[3][6] });
    }

    [Fact]
    public void Price_SeveralFiles_MarksCellsAndHeader()
    {
        string[][] rows = Written("price", PutCalls("a.csv"), PutCalls("b.csv"));

        Assert.Equal(7, rows.Length);
        Assert.Contains("'=HYPERLINK(\"x\")", rows[0]);
        Assert.Contains("'=1+cmd|'/c calc'!A0", rows[1]);
        Assert.Contains("'+1-cmd", rows[1]);
    }

    [Fact]
    public void Focus_AnyRow_HasNoFormula()
    {
        string[][] rows = Written("focus", PutCalls("calls.csv"), "--account", "=acme()");

        Assert.Contains("'=acme()", rows[1]);
    }

    [Fact]
    public void Reconcile_AnyRow_HasNoFormula()
    {
        string usage = _files.Put("usage.csv", "id,provider,model,input,output,at\n1,openai,@cf/gpt,1000,10,2026-05-02T00:00:00Z\n2,openai,gpt,1000,10,2026-05-02T00:00:00Z\n");
        string bill = _files.Put("costs.json", """{"object":"page","data":[{"object":"bucket","start_time":1777680000,"end_time":1777766400,"results":[{"object":"organization.costs.result","amount":{"value":2.5,"currency":"usd"},"line_item":"=gpt(), input","quantity":1000000,"quantity_unit":"tokens"}]}]}""");

        string[][] rows = Written("reconcile", "--usage", usage, "--bill", bill, "--format", "csv");

        Assert.Contains(rows, r => r.Any(c => c == "'@cf/gpt"));
    }

    private string PutCalls(string name) => _files.Put(name, Calls.ReplaceLineEndings("\n") + "\n");

    /// <summary>Runs a command that writes CSV, checks every cell and returns them.</summary>
    private string[][] Written(params string[] args)
    {
        string file = _files.PathOf("out.csv");
        (_, _, string error) = ToolRun.Of([.. args, "--prices", _files.Folder, "--out", file]);
        Assert.True(File.Exists(file), error);
        using CsvReader reader = CsvReader.Create(new StringReader(File.ReadAllText(file)), CsvReaderOptions.Default with { Separator = ',', HasHeader = false });
        List<string[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        Assert.All(rows.SelectMany(r => r), cell => Assert.True(
            cell.Length == 0 || !"=+-@\t＝".Contains(cell[0], StringComparison.Ordinal) || decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            $"'{cell}' is run as a formula"));
        return [.. rows];
    }
}
