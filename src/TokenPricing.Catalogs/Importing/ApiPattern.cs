using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads the regular expressions by which genai-prices tells API addresses, where they say no more than a host and a path.
/// </summary>
internal static class ApiPattern
{
    // What of a regular expression stands in those of 2026-08-21, and what it means in an address.
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

    /// <summary>The addresses; <see langword="null"/> where the expression says something else.</summary>
    public static ImmutableArray<string>? ToAddresses(string pattern)
    {
        string text = pattern;
        foreach ((string expression, string meaning) in Words)
        {
            text = text.Replace(expression, meaning, StringComparison.Ordinal);
        }

        // An address that may end in anything, such as "api.moonshot.", ends in any label.
        string[] addresses = [.. Alternatives(text.EndsWith('.') ? text + "*" : text).SelectMany(
            a => a.StartsWith("*.", StringComparison.Ordinal) ? [a, a[2..]] : new[] { a })];
        return addresses.All(IsAddress) ? [.. addresses] : null;
    }

    // "api.cohere.(?:ai|com)" is two addresses, and "(i)?" and "(api.)?" make one with and one without.
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

    private static bool IsAddress(string text) =>
        text.Contains('.', StringComparison.Ordinal)
            && !text.EndsWith('.')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or '*' or '_');
}
