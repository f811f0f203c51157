using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>The units of billed quantities, such as <c>1K tokens</c>.</summary>
internal static class Units
{
    /// <summary>Returns a quantity in tokens.</summary>
    /// <exception cref="RowException">There is no quantity, or its unit is not one of tokens.</exception>
    public static decimal Tokens(decimal? quantity, string? unit, string field)
    {
        decimal amount = quantity ?? throw new RowException(RowError.InvalidRow, "The line has no quantity.");
        string compact = string.Concat((unit ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        foreach (string word in new[] { "TOKENS", "TOKEN", "COUNT", "UNITS", "UNIT" })
        {
            bool isUnit = word is "TOKENS" or "TOKEN" or "COUNT";
            if (compact.EndsWith(word, StringComparison.Ordinal) && (compact.Length > word.Length || isUnit))
            {
                compact = compact[..^word.Length];
                return amount * (Factor(compact.Length == 0 ? "1" : compact) ?? throw Unknown());
            }
        }

        return amount * (Factor(compact) ?? throw Unknown());

        RowException Unknown() =>
            new(RowError.InvalidRow, $"{field} is '{unit}': expected tokens, 1K tokens or 1M tokens.");
    }

    /// <summary>
    /// Returns the usage of a billed quantity; <see langword="null"/> for none, and for the negative one of a correction, which no call can
    /// have.
    /// </summary>
    public static TokenUsage? Usage(Meter? meter, decimal? units) =>
        meter is { } known && units is { } quantity and >= 0
            ? new UsageParts().Add(known, (long)decimal.Round(quantity)).ToUsage()
            : null;

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
