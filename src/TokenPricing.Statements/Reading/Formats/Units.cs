using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>The units of billed quantities, such as <c>1K tokens</c>.</summary>
internal static class Units
{
    /// <summary>Returns a quantity in tokens, or what is wrong with its unit.</summary>
    public static (decimal? Tokens, string? Problem) Tokens(decimal? quantity, string? unit, string field)
    {
        if (quantity is not { } amount)
        {
            return (null, "The line has no quantity.");
        }

        string compact = string.Concat((unit ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        foreach (string word in new[] { "TOKENS", "TOKEN", "COUNT", "UNITS", "UNIT" })
        {
            bool isUnit = word is "TOKENS" or "TOKEN" or "COUNT";
            if (compact.EndsWith(word, StringComparison.Ordinal) && (compact.Length > word.Length || isUnit))
            {
                compact = compact[..^word.Length];
                return Factor(compact.Length == 0 ? "1" : compact) is { } factor ? (amount * factor, null) : Unknown();
            }
        }

        return Factor(compact) is { } plain ? (amount * plain, null) : Unknown();

        (decimal?, string?) Unknown() => (null, $"{field} is '{unit}': expected tokens, 1K tokens or 1M tokens.");
    }

    private static decimal? Factor(string text) => text switch
    {
        "" => null,
        [.., 'K'] when Digits(text[..^1]) is { } thousands => thousands * 1_000,
        [.., 'M'] when Digits(text[..^1]) is { } millions => millions * 1_000_000,
        _ => Digits(text),
    };

    private static decimal? Digits(string text) =>
        text.Length == 0 ? 1 : decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
