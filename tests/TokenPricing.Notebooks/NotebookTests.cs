using System.Diagnostics;
using System.Text.RegularExpressions;
using TokenPricing.Tests;
using Xunit;
using Xunit.Abstractions;

namespace TokenPricing.Notebooks;

/// <summary>The notebooks in samples/notebooks: what stands in them is what their source says and what the library answers now.</summary>
[Collection("notebooks")]
public partial class NotebookTests
{
    private const string Folder = "samples/notebooks";

    public NotebookTests(ITestOutputHelper output) => output.WriteLine($"Runs against {BuiltLibrary.Kind}.");

    public static TheoryData<string> Names => [.. Files("*.cs")];

    [Fact]
    public void Folder_EveryNotebook_HasItsSource() => Assert.Equal(Files("*.cs"), Files("*.ipynb"));

    /// <summary>Runs the cells of the notebook, which are those of its source, and compares all it shows with what is stored.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Notebook_RunCellByCell_ShowsWhatIsStored(string name)
    {
        IReadOnlyList<NotebookCell> source = NotebookSource.Read(Repository.PathOf($"{Folder}/{name}.cs"));
        if (Approved.Accepting)
        {
            await File.WriteAllTextAsync(PathOf(name), NotebookFile.Write(source));
        }

        IReadOnlyList<NotebookCell> stored = await ReadAsync(name);
        Assert.Equal(source.Select(c => (c.IsCode, c.Text)), stored.Select(c => (c.IsCode, c.Text)));
        IReadOnlyList<NotebookCell> shown = await NotebookHost.RunAsync(stored, name, Repository.PathOf(Folder));

        Approved.Matches($"{Folder}/{name}.ipynb", NotebookFile.Write(shown));
    }

    /// <summary>The twin is run as a reader runs it, and writes the page of all that is stored in the notebook.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Twin_Run_WritesTheSameAsOnePage(string name)
    {
        string page = Path.Combine(AppContext.BaseDirectory, $"{name}.html");
        // A compiler that stays in memory would outlive the tests, unless whoever started them has one of his own and ends it.
        string isShared = Environment.GetEnvironmentVariable("SharedCompilationId") is null ? "false" : "true";
        // What the twins reference has been built for these tests, and the build has looked at its code.
        string[] properties = [$"-p:UseSharedCompilation={isShared}", "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false"];
        using Process twin = Process.Start(new ProcessStartInfo("dotnet", ["run", .. properties, Repository.PathOf($"{Folder}/{name}.cs"), page])
        {
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> said = twin.StandardOutput.ReadToEndAsync();
        Task<string> error = twin.StandardError.ReadToEndAsync();
        await twin.WaitForExitAsync();

        Assert.True(twin.ExitCode == 0, await said + await error);
        Assert.Equal(NotebookPage.Render(await ReadAsync(name)), await File.ReadAllTextAsync(page));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Notebook_HasProseTablesAndDrawnCharts(string name)
    {
        IReadOnlyList<NotebookCell> cells = await ReadAsync(name);
        string html = string.Concat(cells.SelectMany(c => c.Outputs).Select(o => o.Html));

        Assert.False(cells[0].IsCode);
        Assert.InRange(cells.Count(c => c.IsCode), 8, 15);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("<table", html, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(cells.Where(c => c.IsCode).Take(2).SelectMany(c => c.Outputs).Take(1), o => Assert.Contains("$", o.Text, StringComparison.Ordinal));
    }

    /// <summary>An amount or a percentage that is typed is one that nobody notices when it is no longer true.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Prose_HasNoFigureTypedByHand(string name)
    {
        IEnumerable<NotebookCell> prose = NotebookSource.Read(Repository.PathOf($"{Folder}/{name}.cs")).Where(c => !c.IsCode);

        Assert.All(prose, cell => Assert.DoesNotMatch(Figure(), cell.Text.Replace("\"233 % cheaper\"", "", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\$\d|\d\s*%")]
    private static partial Regex Figure();

    private static string[] Files(string pattern) =>
        [.. Directory.GetFiles(Repository.PathOf(Folder), pattern).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private static string PathOf(string name) => Repository.PathOf($"{Folder}/{name}.ipynb");

    private static async Task<IReadOnlyList<NotebookCell>> ReadAsync(string name) => NotebookFile.Read(await File.ReadAllTextAsync(PathOf(name)));
}
