using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>How long the requests of a row were, where a report says so: a band of context such as <c>0-200k</c>.</summary>
/// <remarks>
/// A sum over many requests does not say how long each of them was, so its cost is an interval; a known band makes it a point.
/// <see langword="default"/> is every length. Two bands are equal if their bounds are equal.
/// </remarks>
/// <param name="Above">The requests have more input tokens than this; <see langword="null"/> if there is no lower bound.</param>
/// <param name="UpTo">The requests have at most this many input tokens; <see langword="null"/> if there is no upper bound.</param>
public readonly record struct ContextBand(long? Above, long? UpTo)
{
    /// <summary>Requests beyond the highest context threshold of their model, as bills write <c>long context</c>.</summary>
    public static ContextBand Long { get; } = new(long.MaxValue, null);

    /// <summary>Requests up to the lowest context threshold of their model.</summary>
    public static ContextBand Short { get; } = new(null, 0);

    /// <summary>Reads a band such as <c>0-200k</c>, <c>200k-1M</c>, <c>&lt;= 200k</c>, <c>&gt; 200k</c> or <c>long context</c>.</summary>
    /// <param name="text">The text; empty or <see langword="null"/> is no band.</param>
    /// <param name="band">The band.</param>
    /// <returns>Whether the text is a band.</returns>
    public static bool TryParse(string? text, out ContextBand band)
    {
        band = default;
        string compact = (text ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant().Replace('–', '-');
        if (compact is "long" or "longcontext" or "short" or "shortcontext")
        {
            band = compact[0] == 'l' ? Long : Short;
            return true;
        }

        if (compact.StartsWith("<=", StringComparison.Ordinal) || compact.StartsWith('≤') || compact.StartsWith('<'))
        {
            band = new ContextBand(null, Tokens(compact.TrimStart('<', '=', '≤')));
            return band.UpTo is not null;
        }

        if (compact.StartsWith('>'))
        {
            band = new ContextBand(Tokens(compact.TrimStart('>', '=')), null);
            return band.Above is not null;
        }

        if (compact.EndsWith('+'))
        {
            band = new ContextBand(Tokens(compact.TrimEnd('+')), null);
            return band.Above is not null;
        }

        string[] bounds = compact.Split('-');
        if (bounds.Length == 2 && Tokens(bounds[0]) is { } above && Tokens(bounds[1]) is { } upTo && above < upTo)
        {
            band = new ContextBand(above == 0 ? null : above, upTo);
            return true;
        }

        return false;
    }

    /// <summary>Returns the band as a text that <see cref="TryParse"/> reads; empty for every length.</summary>
    public override string ToString() => (Above, UpTo) switch
    {
        (null, null) => "",
        (long.MaxValue, _) => "long context",
        (_, 0) => "short context",
        ({ } above, null) => $"> {Shortened(above)}",
        (var above, { } upTo) => $"{Shortened(above ?? 0)}-{Shortened(upTo)}",
    };

    private static string Shortened(long tokens) =>
        tokens > 0 && tokens % 1_000_000 == 0 ? (tokens / 1_000_000).ToString(CultureInfo.InvariantCulture) + "M"
        : tokens > 0 && tokens % 1_000 == 0 ? (tokens / 1_000).ToString(CultureInfo.InvariantCulture) + "k"
        : tokens.ToString(CultureInfo.InvariantCulture);

    private static long? Tokens(string text)
    {
        (string digits, long unit) = text switch
        {
            [.., 'k'] => (text[..^1], 1_000L),
            [.., 'm'] => (text[..^1], 1_000_000L),
            _ => (text, 1L),
        };
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count < 1_000_000_000_000
            ? count * unit
            : null;
    }
}
