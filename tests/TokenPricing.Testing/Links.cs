using System.Text.RegularExpressions;

namespace TokenPricing.Tests;

/// <summary>The links of a Markdown document that point into the repository, and the anchors that they can point to.</summary>
internal static partial class Links
{
    /// <summary>The links without an address of the web: a path, empty for the document itself, and an anchor, empty for none.</summary>
    public static IEnumerable<(string Path, string Anchor)> RelativeIn(string markdown) => Link().Matches(WithoutCode(markdown))
        .Select(match => match.Groups["target"].Value)
        .Where(target => !target.Contains(':', StringComparison.Ordinal))
        .Select(target => target.Split('#', 2))
        .Select(parts => (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""));

    /// <summary>The anchors that GitHub gives the headings: lower case, without punctuation, hyphens for spaces, numbered where they repeat.</summary>
    public static IReadOnlySet<string> AnchorsIn(string markdown)
    {
        HashSet<string> anchors = [];
        Dictionary<string, int> seen = [];
        foreach (Match heading in Heading().Matches(CodeBlock().Replace(markdown.ReplaceLineEndings("\n"), "")))
        {
            string text = LinkText().Replace(heading.Groups["text"].Value, "${text}");
            string slug = Punctuation().Replace(text.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            int before = seen.GetValueOrDefault(slug);
            seen[slug] = before + 1;
            anchors.Add(before == 0 ? slug : $"{slug}-{before}");
        }

        return anchors;
    }

    private static string WithoutCode(string markdown) => CodeSpan().Replace(CodeBlock().Replace(markdown.ReplaceLineEndings("\n"), ""), "code");

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("\\]\\(<?(?<target>[^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)|^\\[[^\\]]+\\]:\\s*(?<target>\\S+)|(?:src|srcset|href)=\"(?<target>[^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}_\- ]")]
    private static partial Regex Punctuation();
}
