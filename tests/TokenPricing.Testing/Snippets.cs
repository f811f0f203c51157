using System.Text.RegularExpressions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Code in documents that is code in the tests: a document's <c>```csharp</c> block follows the line
/// <c>&lt;!-- snippet: NAME --&gt;</c>, and the tests mark the code with <c>// snippet: NAME</c> and <c>// end-snippet</c>.
/// </summary>
internal static partial class Snippets
{
    private const string Fence = "```";
    private const string CodeFence = "```csharp";

    // The samples are run whole by a fresh clone's check.
    private static readonly string[] Folders = ["tests/TokenPricing.Documents/Snippets", "samples"];

    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> All = new(() => In(Folders
        .Select(Repository.PathOf)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"))
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllText)));

    /// <summary>The snippets that documents may show.</summary>
    public static IReadOnlyDictionary<string, string[]> OfTheRepository => All.Value;

    /// <summary>
    /// Fails where what a snippet says behind its code is not what the code gives: each comment behind code begins with the next value.
    /// </summary>
    public static void AssertComments(string name, params string[] values) =>
        Assert.True(
            HasComments(OfTheRepository[name], values),
            $"The comments of the snippet {name} are not: {string.Join(" | ", values)}");

    /// <summary>
    /// Whether the comments begin with these values, a space, a comma or a colon behind each. A comment behind code must be the next
    /// value; a line that is only a comment may be the next value, of the line below it, or any other words.
    /// </summary>
    public static bool HasComments(IEnumerable<string> code, params string[] values)
    {
        int next = 0;
        foreach (string line in code)
        {
            bool isBehindCode = BehindCode().Match(line) is { Success: true };
            string? comment = isBehindCode ? BehindCode().Match(line).Groups["comment"].Value
                : line.TrimStart() is ['/', '/', ' ', ..] alone ? alone[3..].TrimEnd() : null;
            if (comment is not null && next < values.Length && Begins(comment, values[next]))
            {
                next++;
            }
            else if (isBehindCode)
            {
                return false;
            }
        }

        return next == values.Length;

        static bool Begins(string comment, string value) =>
            comment.StartsWith(value, StringComparison.Ordinal) && (comment.Length == value.Length || comment[value.Length] is ':' or ',' or ' ');
    }

    /// <summary>The snippets marked in some sources, without their common indentation.</summary>
    /// <exception cref="InvalidDataException">A name is used twice, or a snippet has no end.</exception>
    public static IReadOnlyDictionary<string, string[]> In(IEnumerable<string> sources)
    {
        Dictionary<string, string[]> snippets = [];
        foreach (string source in sources)
        {
            string[] lines = source.ReplaceLineEndings("\n").Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                if (BeginMark().Match(lines[i]) is not { Success: true } begin)
                {
                    continue;
                }

                string name = begin.Groups["name"].Value;
                string[] code = [.. lines.Skip(i + 1).TakeWhile(line => line.Trim() != "// end-snippet")];
                if (i + 1 + code.Length == lines.Length || code.Any(line => BeginMark().IsMatch(line)))
                {
                    throw new InvalidDataException($"The snippet {name} has no end.");
                }

                if (!snippets.TryAdd(name, WithoutCommonIndentation(code)))
                {
                    throw new InvalidDataException($"Two snippets are named {name}.");
                }
            }
        }

        return snippets;
    }

    /// <summary>The document with each marked block as the code has it, and what a rewrite cannot mend.</summary>
    public static (string Text, IReadOnlyList<string> Errors) Apply(string document, IReadOnlyDictionary<string, string[]> snippets)
    {
        List<string> output = [];
        List<string> errors = [];
        string[] lines = document.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            output.Add(lines[i]);
            if (!lines[i].TrimStart().StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            string[] block = [.. lines.Skip(i + 1).TakeWhile(line => line.Trim() != Fence)];
            string name = i > 0 ? DocumentMark().Match(lines[i - 1]).Groups["name"].Value : "";
            if (lines[i] == CodeFence && name.Length == 0)
            {
                errors.Add($"line {i + 1}: a csharp block without a <!-- snippet: NAME --> on the line before");
            }
            else if (name.Length > 0 && (lines[i] != CodeFence || !snippets.ContainsKey(name)))
            {
                errors.Add(
                    lines[i] != CodeFence ? $"line {i + 1}: {name} marks no csharp block" : $"line {i + 1}: no snippet is named {name}");
            }

            output.AddRange(name.Length > 0 && snippets.TryGetValue(name, out string[]? code) ? code : block);
            output.AddRange(lines.Skip(i + block.Length + 1).Take(1));
            i += block.Length + 1;
        }

        return (string.Join('\n', output), errors);
    }

    private static string[] WithoutCommonIndentation(string[] lines)
    {
        int common =
            lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return [.. lines.Select(line => line.Length >= common ? line[common..] : "")];
    }

    [GeneratedRegex(@"^\s*// snippet: (?<name>\S+)\s*$")]
    private static partial Regex BeginMark();

    [GeneratedRegex(@"^\s*[^\s/].*?\s// (?<comment>.+?)\s*$")]
    private static partial Regex BehindCode();

    [GeneratedRegex(@"^\s*<!-- snippet: (?<name>\S+) -->\s*$")]
    private static partial Regex DocumentMark();
}
