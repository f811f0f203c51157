using System.Text.RegularExpressions;

namespace TokenPricing.Tests;

/// <summary>The links of a Markdown document that point into the repository.</summary>
internal static partial class Links
{
    public static IEnumerable<string> RelativeIn(string markdown) => Link().Matches(CodeBlock().Replace(markdown.ReplaceLineEndings("\n"), ""))
        .Select(match => match.Groups["target"].Value.Split('#')[0])
        .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
        .Select(Uri.UnescapeDataString);

    [GeneratedRegex(@"^```.*?^```|`[^`\n]+`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("\\]\\(<?(?<target>[^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)|^\\[[^\\]]+\\]:\\s*(?<target>\\S+)|(?:src|href)=\"(?<target>[^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Link();
}
