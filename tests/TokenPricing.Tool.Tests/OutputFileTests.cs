using Xunit;

namespace TokenPricing.Tests;

/// <summary>What becomes of the files that the tool writes, and of those that are there already.</summary>
public sealed class OutputFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ToolPrices _prices = new([.. TestCatalog.Offer("gpt", "openai", 0.15m, 0.6m)]);

    public void Dispose() => _prices.Dispose();

    [Fact]
    public void Out_OfAFileThatIsThere_KeepsItsModeAndOwner()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string file = _prices.Put("out.md", "before");
        File.SetUnixFileMode(file, Private | UnixFileMode.GroupRead);
        UnixFile? before = UnixFile.Of(file);

        Write(file);

        Assert.Equal(Private | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
        Assert.Equal((before?.Owner, before?.Group), (UnixFile.Of(file)?.Owner, UnixFile.Of(file)?.Group));
        AssertWritten(file);
    }

    [Fact]
    public void Out_ThroughALink_WritesItsTarget()
    {
        string target = _prices.Put("target.md", "before");
        string link = _prices.PathOf("link.md");
        File.CreateSymbolicLink(link, target);
        string dangling = _prices.PathOf("dangling.md");
        File.CreateSymbolicLink(dangling, _prices.PathOf("new.md"));

        Write(link);
        Write(dangling);

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.NotNull(new FileInfo(dangling).LinkTarget);
        AssertWritten(target);
        AssertWritten(_prices.PathOf("new.md"));
    }

    [Fact]
    public void Out_OfAFileWithTwoNames_IsWrittenUnderBoth()
    {
        string file = _prices.Put("one.md", "before");
        string other = _prices.PathOf("two.md");
        if (!ToolProcess.Has("ln"))
        {
            return;
        }

        System.Diagnostics.Process.Start("ln", [file, other]).WaitForExit();

        Write(file);

        AssertWritten(file);
        AssertWritten(other);
    }

    [Theory]
    [InlineData("calls.jsonl")]
    [InlineData("./calls.jsonl")]
    [InlineData("link.jsonl")]
    public void Out_ThatIsTheInput_IsRefused(string output)
    {
        const string Row = """{"provider":"openai","model":"gpt","usage":{"input":1}}""";
        string input = _prices.Put("calls.jsonl", Row);
        File.CreateSymbolicLink(_prices.PathOf("link.jsonl"), input);

        (int code, _, string error) = ToolRun.Of("price", input, "--prices", _prices.Folder, "--out", _prices.PathOf(output));

        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains("is the file that is read. Give the output another name.", error, StringComparison.Ordinal);
        Assert.Equal(Row, File.ReadAllText(input));
    }

    [Fact]
    public void Out_AfterARunThatWasKilled_DeletesWhatItLeftAndNothingElse()
    {
        string file = _prices.PathOf("out.md");
        string left = _prices.Put($"out.md.{Guid.NewGuid():N}.tmp", "half");
        string other = _prices.Put($"other.md.{Guid.NewGuid():N}.tmp", "half");
        string own = _prices.Put("out.md.my-own.tmp", "mine");
        using WholeFile running = new(file);
        string[] before = Directory.GetFiles(_prices.Files.FullName);

        Write(file);

        Assert.DoesNotContain(left, before);
        Assert.Equal([.. before.Append(file).Order(StringComparer.Ordinal)], Directory.GetFiles(_prices.Files.FullName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(other) && File.Exists(own), "Files of others were deleted.");
    }

    [Fact]
    public void Price_ToAPipeThatNobodyReads_StopsAndSaysSoByItsCode()
    {
        if (!ToolProcess.Has("bash"))
        {
            return;
        }

        string row = """{"provider":"openai","model":"gpt","usage":{"input":1}}""" + "\n";
        string calls = _prices.Put("calls.jsonl", string.Concat(Enumerable.Repeat(row, 200_000)));
        using ToolProcess process = new();

        (_, string output, string error) = process.Run("bash", $"token-pricing price '{calls}' --prices '{_prices.Folder}' | head -n 1 >/dev/null; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(("141\n", ""), (output, error));
    }

    [Fact]
    public void Run_AnErrorThatNobodyExpected_IsAMessageAndACode()
    {
        StringWriter error = new();

        int code = PricingTool.Run(["models", "--prices", _prices.Folder], new ToolConsole(new BrokenWriter(), error, IsTerminal: false, Width: 100));

        Assert.Equal(ExitCode.InternalError, code);
        Assert.Equal("An error of token-pricing itself, which should be reported: InvalidOperationException: It broke.\n", error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Diff_AsCsv_MarksWhatASpreadsheetWouldRun()
    {
        string before = _prices.Files.CreateSubdirectory("before").FullName;
        string after = _prices.Files.CreateSubdirectory("after").FullName;
        CatalogRows rows = TestCatalog.Facts(TestCatalog.Offer("gpt", "openai", 1, 2));
        new PriceCatalog(rows).Save(before);
        new PriceCatalog(rows with
        {
            Models = [.. rows.Models.Select(m => m with { Name = "=HYPERLINK(\"http://example.org\")" })],
            Rates = [.. rows.Rates.Select(r => r with { Rate = Rate.PerMillion(r.Rate.UsdPerMillion / 2) })],
        }).Save(after);

        (_, string csv, _) = ToolRun.Of("catalog", "diff", before, after, "--format", "csv");

        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.Contains(",-50", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);
    }

    private static void AssertWritten(string file) => Assert.Contains("gpt", File.ReadAllText(file), StringComparison.Ordinal);

    private void Write(string file)
    {
        (int code, _, string error) = ToolRun.Of("models", "--prices", _prices.Folder, "--format", "markdown", "--out", file);
        Assert.True(code == 0, error);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new InvalidOperationException("It broke.");
    }
}
