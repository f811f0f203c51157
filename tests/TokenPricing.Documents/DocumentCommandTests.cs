using Xunit;

namespace TokenPricing.Tests;

/// <summary>Every command of the tool that README and docs show is run, and what they show as its output is what it says.</summary>
public sealed class DocumentCommandTests
{
    // Alone, or with the text that the lines shown have in them: output: Total.
    private const string OutputMark = "output";

    public static TheoryData<string> Documents => [.. Paths];

    private static IEnumerable<string> Paths =>
        Repository.Documents().Where(d => d == "README.md" || d.StartsWith("docs/", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryCommand_Answers(string path)
    {
        string markdown = File.ReadAllText(Repository.PathOf(path));
        using DocumentFiles files = new(markdown);

        Assert.All(CommandLine.In(markdown), command =>
        {
            (int code, _, string error) = Run(command, files);
            Assert.True(code == 0, $"{path}, {command}: exit code {code}, {error}");
        });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryOutput_IsThatOfTheCommandsBefore(string path) => Approved.Matches(path, markdown =>
    {
        using DocumentFiles files = new(markdown);
        List<string> lines = [.. markdown.Split('\n')];
        CommandLine[] commands = [];
        int shift = 0;
        foreach (DocumentBlock block in DocumentBlock.In(markdown))
        {
            if (block.Mark.StartsWith(OutputMark, StringComparison.Ordinal))
            {
                Assert.NotEmpty(commands);
                string only = block.Mark[OutputMark.Length..].TrimStart(':', ' ');
                string[] output =
                    [.. commands.SelectMany(c => Lines(Run(c, files).Output)).Where(line => line.Contains(only, StringComparison.Ordinal))];
                lines.RemoveRange(block.Line + shift, block.Lines.Length);
                lines.InsertRange(block.Line + shift, output);
                shift += output.Length - block.Lines.Length;
            }

            commands = [.. CommandLine.InBlock(block)];
        }

        return string.Join('\n', lines);
    });

    [Fact]
    public void Documents_DocsAndReadme_HaveCommands() =>
        Assert.True(Paths.SelectMany(path => CommandLine.In(File.ReadAllText(Repository.PathOf(path)))).Count() > 20);

    [Fact]
    public void In_CommandsOfEveryForm_FindsThemWithTheirArguments()
    {
        const string Markdown =
            """
            Text `token-pricing find gpt-4o`, and `token-pricing` is its name.

            ```sh
            # token-pricing is a comment
            NO_COLOR=1 token-pricing models --blend 3:1   # token-pricing rank
            token-pricing cost --usage "web-searches=3" \
              --input 5 > file.txt
            dotnet run --project src/TokenPricing.Tool -- show o4-mini | less
            source <(token-pricing completion bash)
            dotnet tool install token-pricing-tool
            token-pricing
            ```

            ```text
            token-pricing is output here
            ```
            """;

        Assert.Equal(
            [
                "1 find|gpt-4o",
                "5 models|--blend|3:1",
                "6 cost|--usage|web-searches=3|--input|5",
                "8 show|o4-mini",
                "9 completion|bash",
                "11 ",
            ],
            CommandLine.In(Markdown).Select(c => $"{c.Line} {string.Join('|', c.Arguments)}"));
    }

    private static IEnumerable<string> Lines(string output) =>
        output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd());

    private static (int Code, string Output, string Error) Run(CommandLine command, DocumentFiles files) =>
        ToolRun.Of([.. command.Arguments.Select(files.Resolved)]);
}
