using Xunit;

namespace TokenPricing.Notebooks;

[Collection("notebooks")]
public class NotebookHostTests
{
    [Fact]
    public async Task Run_CellsOfANotebook_KnowThoseBefore_AndShowConsoleAndTrailingValue()
    {
        IReadOnlyList<NotebookCell> cells = await RunAsync(
            Code("""
                #r "nuget: TokenPricing"
                using TokenPricing;

                Usd dollar = new(1);
                """),
            new NotebookCell(IsCode: false, "Prose."),
            Code("Console.WriteLine(\"said\");\ndollar + dollar"),
            Code("new[] { new { Name = \"a<b\", InputTokens = 12_000 }, new { Name = \"c\", InputTokens = 7 } }"));

        Assert.Empty(cells[0].Outputs);
        Assert.Equal(["said\n", "$2.00"], cells[2].Outputs.Select(o => o.Text));
        Assert.Equal([true, false], cells[2].Outputs.Select(o => o.IsConsole));
        Assert.Contains("$2.00", cells[2].Outputs[1].Html, StringComparison.Ordinal);
        CellOutput table = Assert.Single(cells[3].Outputs);
        Assert.Equal("Name  Input tokens\na<b         12,000\nc                7", table.Text);
        Assert.Contains("<td style=\"text-align: left\">a&lt;b</td><td style=\"text-align: right\">12,000</td>", table.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int a = 1;\nint b = c;", "broken, cell 2, line 2: CS0103: The name 'c' does not exist in the current context\n  int b = c;")]
    [InlineData("int a = 1;\n\nthrow new InvalidOperationException(\"no\");", "broken, cell 2, line 3: InvalidOperationException: no\n  throw new InvalidOperationException(\"no\");")]
    [InlineData("int a = 1;\n#r \"nuget: Other, 1.0\"", "broken, cell 2, line 2: only TokenPricing is there\n  #r \"nuget: Other, 1.0\"")]
    [InlineData("using TokenPricing;\nPriceCatalog.BuiltIn.Model(\"no-such-model\")", "broken, cell 2, line 2: PricingException: ")]
    public async Task Run_ABrokenCell_FailsWithCellLineAndWhatStandsThere(string code, string expected)
    {
        NotebookException error = await Assert.ThrowsAsync<NotebookException>(() => RunAsync(new NotebookCell(IsCode: false, "Prose."), Code(code)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private static NotebookCell Code(string text) => new(IsCode: true, text);

    private static Task<IReadOnlyList<NotebookCell>> RunAsync(params NotebookCell[] cells) => NotebookHost.RunAsync(cells, "broken", AppContext.BaseDirectory);
}
