using Xunit;

namespace TokenPricing.Notebooks;

public class NotebookSourceTests
{
    [Fact]
    public void Read_AnApp_HasItsCellsWithoutWhatOnlyTheAppNeeds()
    {
        IReadOnlyList<NotebookCell> cells = Read("""
            #:project ../../src/TokenPricing.Budgets
            #:project ../../src/TokenPricing.Reports
            #:project Page/Page.csproj
            using static Notebook;

            // %% [markdown]
            // # Title
            //
            // Prose.

            // %%
            using TokenPricing;

            Show(1 +
                2);

            // %% [twin]
            Begin();

            // %%
            int a = 1;
            """);

        const string references = "#!csharp\n#r \"nuget: TokenPricing.Budgets\"\n#r \"nuget: TokenPricing.Reports\"\n\n";
        Assert.Equal(
            [(false, "# Title\n\nProse.", 6), (true, references + "using TokenPricing;\n\n1 +\n    2", 11), (true, "int a = 1;", 20)],
            cells.Select(c => (c.IsCode, c.Text, c.Line)));
    }

    [Theory]
    [InlineData("// %% [prose]", "line 1: a cell is '// %%', '// %% [markdown]' or '// %% [twin]', not '[prose]'.")]
    [InlineData("// %% [markdown]\nint a;", "line 1: prose stands in comments, 'int a;' does not.")]
    [InlineData("int a;\n// %%\nShow(1);\nint b;", "line 2: Show(...); is the last statement of its cell.")]
    public void Read_WhatIsNoCell_NamesTheLine(string app, string expected) =>
        Assert.EndsWith(expected, Assert.Throws<FormatException>(() => Read(app)).Message, StringComparison.Ordinal);

    private static IReadOnlyList<NotebookCell> Read(string app)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, app);
            return NotebookSource.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
