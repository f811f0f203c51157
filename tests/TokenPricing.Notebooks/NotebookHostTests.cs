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
                #!csharp
                #r "nuget: TokenPricing.Reports"

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
    [InlineData("int a = 1;\n#r \"nuget: Other, 1.0\"", "broken, cell 2, line 2: only TokenPricing and TokenPricing.Reports are there\n  #r \"nuget: Other, 1.0\"")]
    [InlineData("using TokenPricing;\nPriceCatalog.BuiltIn.Model(\"no-such-model\")", "broken, cell 2, line 2: PricingException: ")]
    public async Task Run_ABrokenCell_FailsWithCellLineAndWhatStandsThere(string code, string expected)
    {
        NotebookException error = await Assert.ThrowsAsync<NotebookException>(() => RunAsync(new NotebookCell(IsCode: false, "Prose."), Code(code)));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithReports_AValueIsHtml()
    {
        CellOutput shown = await CostAsync("TokenPricing.Reports");

        Assert.Equal("$1.10", shown.Text);
        Assert.StartsWith("<div class=\"token-pricing\">", shown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithTheCoreAlone_AValueIsItsText() => Assert.Equal(new CellOutput("$1.10"), await CostAsync("TokenPricing"));

    [Fact]
    public async Task Run_WithTheCoreAlone_ValuesInAListAreTheirTexts()
    {
        IReadOnlyList<NotebookCell> cells = await RunAsync(Code("""
            #r "nuget: TokenPricing"
            using TokenPricing;
            new[] { new Usd(1), new Usd(2) }
            """));

        Assert.Equal("Value\n$1.00\n$2.00", Assert.Single(cells[0].Outputs).Text);
    }

    private static async Task<CellOutput> CostAsync(string package)
    {
        IReadOnlyList<NotebookCell> cells = await RunAsync(
            Code($"#r \"nuget: {package}\"\nusing TokenPricing;\nusing NodaTime;"),
            Code("""
                Offer offer = PriceCatalog.BuiltIn.Offer("openai", "o4-mini");
                offer.CostOf(TokenUsage.FromTotals(input: 1_000_000, output: 0), Instant.FromUtc(2026, 9, 1, 0, 0))
                """));
        return Assert.Single(cells[1].Outputs);
    }

    private static NotebookCell Code(string text) => new(IsCode: true, text);

    private static Task<IReadOnlyList<NotebookCell>> RunAsync(params NotebookCell[] cells) => NotebookHost.RunAsync(cells, "broken", AppContext.BaseDirectory);
}
