using System.Text;
using System.Text.RegularExpressions;

namespace TokenPricing.Tests;

/// <summary>A call of the tool as a document writes it.</summary>
/// <param name="Line">The number of the document's line, from 1.</param>
/// <param name="Text">The call, without what the shell does with it.</param>
/// <param name="Arguments">What the tool is given.</param>
internal sealed partial record CommandLine(int Line, string Text, string[] Arguments)
{
    private static readonly string[] Shells = ["sh", "bash", "zsh", "fish", "console", "powershell"];

    public override string ToString() => $"line {Line}: {Text}";

    /// <summary>All calls in a document: in its blocks for a shell, and those with arguments that stand as code in its text.</summary>
    public static IEnumerable<CommandLine> In(string markdown)
    {
        DocumentBlock[] blocks = [.. DocumentBlock.In(markdown)];
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        HashSet<int> inBlocks = [.. blocks.SelectMany(b => Enumerable.Range(b.Line, b.Lines.Length + 2))];
        IEnumerable<CommandLine> inText =
            from line in lines.Index()
            where !inBlocks.Contains(line.Index + 1)
            from Match code in CodeSpan().Matches(line.Item)
            from call in OfShell(line.Index + 1, code.Groups["code"].Value)
            where call.Arguments.Length > 0
            select call;
        return blocks.Where(b => Shells.Contains(b.Language)).SelectMany(InBlock).Concat(inText).OrderBy(c => c.Line);
    }

    /// <summary>The calls in a block for a shell; a line that ends with a backslash goes on in the next.</summary>
    public static IEnumerable<CommandLine> InBlock(DocumentBlock block)
    {
        for (int i = 0; i < block.Lines.Length; i++)
        {
            int first = i;
            StringBuilder line = new(block.Lines[i]);
            while (line.Length > 0 && line[^1] == '\\' && i + 1 < block.Lines.Length)
            {
                line.Length--;
                line.Append(block.Lines[++i].TrimStart());
            }

            foreach (CommandLine call in OfShell(block.Line + 1 + first, line.ToString()))
            {
                yield return call;
            }
        }
    }

    private static IEnumerable<CommandLine> OfShell(int line, string text) => Call().Matches(text)
        .Where(match => text[..match.Index].IndexOf('#', StringComparison.Ordinal) < 0)
        .Select(match => new CommandLine(line, match.Value.Trim(), [.. Word().Matches(match.Groups["arguments"].Value).Select(
            word => word.Value.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))]));

    // Up to where the shell takes over: a pipe, a redirection, the end of a substitution, the next command, a comment.
    [GeneratedRegex(
        """(?<![\w./-])(?:token-pricing|dotnet run --project src/TokenPricing\.Tool --)(?=[\s)|]|$)"""
        + """(?<arguments>(?: +(?!#)(?:"[^"]*"|'[^']*'|[^\s"'|<>;&)])+)*)""")]
    private static partial Regex Call();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodeSpan();
}
