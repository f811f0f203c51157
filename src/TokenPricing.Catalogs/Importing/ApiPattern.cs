using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>
/// Converts the regular expressions with which genai-prices matches API addresses into address patterns, as far as they state only a host
/// and a path.
/// </summary>
internal static class ApiPattern
{
    /// <summary>The parts of regular expressions that the list used on 2026-08-21, and their meaning in an address pattern.</summary>
    private static readonly (string Expression, string Meaning)[] Words =
    [
        ("(https?://)?", ""),
        ("https://", ""),
        ("([^.]*\\.)?", "*."),
        ("(.*\\.)?", "*."),
        ("[^/]+\\.", "*."),
        ("[a-z0-9-]+", "*"),
        ("(/|$)", ""),
        ("(?:/|$)", ""),
        ("\\.", "."),
    ];

    /// <summary>
    /// Returns the address patterns, where <c>*</c> stands for one label; <see langword="null"/> if the expression states something else.
    /// </summary>
    public static ImmutableArray<string>? ToAddresses(string pattern)
    {
        string text = pattern;
        foreach ((string expression, string meaning) in Words)
        {
            text = text.Replace(expression, meaning, StringComparison.Ordinal);
        }

        // A prefix such as "api.moonshot." matches any last label.
        string[] addresses = [.. Alternatives(text.EndsWith('.') ? text + "*" : text).SelectMany(
            a => a.StartsWith("*.", StringComparison.Ordinal) ? [a, a[2..]] : new[] { a })];
        return addresses.All(IsAddress) ? [.. addresses] : null;
    }

    /// <summary>
    /// Expands the groups of an expression: "api.cohere.(?:ai|com)" gives two addresses, and an optional group such as "(api.)?" gives one
    /// address with it and one without.
    /// </summary>
    private static IEnumerable<string> Alternatives(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.IndexOf(')', StringComparison.Ordinal);
        if (open < 0 || close < open)
        {
            return [text];
        }

        string inner = text[(open + 1)..close];
        bool isOptional = close + 1 < text.Length && text[close + 1] == '?';
        string rest = text[(close + (isOptional ? 2 : 1))..];
        string[] choices =
            [.. (inner.StartsWith("?:", StringComparison.Ordinal) ? inner[2..] : inner).Split('|'), .. isOptional ? new[] { "" } : []];
        return choices.SelectMany(c => Alternatives(text[..open] + c + rest));
    }

    /// <summary>Returns whether a text contains nothing but a host, a path and <c>*</c>.</summary>
    private static bool IsAddress(string text) =>
        text.Contains('.', StringComparison.Ordinal)
            && !text.EndsWith('.')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or '*' or '_');
}
