using System.Text.RegularExpressions;

namespace TokenPricing.Tests;

/// <summary>A fenced block of a Markdown document.</summary>
/// <param name="Line">The number of the line of its opening fence, from 1.</param>
/// <param name="Language">What stands behind the fence, such as <c>sh</c>.</param>
/// <param name="Mark">What the comment on the line before says, as <c>file: calls.jsonl</c>; empty for none.</param>
/// <param name="Lines">What is between the fences.</param>
internal sealed partial record DocumentBlock(int Line, string Language, string Mark, string[] Lines)
{
    private const string Fence = "```";

    /// <summary>The content, a line break behind each line.</summary>
    public string Text => string.Concat(Lines.Select(line => line + "\n"));

    public static IEnumerable<DocumentBlock> In(string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            string[] content = [.. lines.Skip(i + 1).TakeWhile(line => line.Trim() != Fence)];
            yield return new DocumentBlock(i + 1, lines[i][Fence.Length..].Trim(), i > 0 ? Comment().Match(lines[i - 1]).Groups["mark"].Value : "", content);
            i += content.Length + 1;
        }
    }

    [GeneratedRegex(@"^<!-- (?<mark>.+) -->$")]
    private static partial Regex Comment();
}
