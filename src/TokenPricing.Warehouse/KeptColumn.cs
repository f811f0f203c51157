namespace TokenPricing.Warehouse;

/// <summary>A column of the log that the answer repeats.</summary>
/// <param name="Name">The name in the answer, as it is written in SQL.</param>
/// <param name="Expression">The column or expression of the log.</param>
internal sealed record KeptColumn(string Name, string Expression)
{
    /// <summary>The columns of the answer that are the library's own.</summary>
    private static readonly string[] Own = ["id", "at_ms", "terms_id", "rates_version", "status", "cost_pico"];

    /// <summary>The columns of totals, but that of the groups.</summary>
    private static readonly string[] OfTotals =
        ["calls", "priced", "needs_exact", "unpriced", "damaged", "versions", "version", "priced_cost_pico"];

    /// <summary>Reads <c>team</c>, or <c>http_status=status</c> for a column that gets another name.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is neither, or the name is one of the library's own.</exception>
    public static KeptColumn Of(string text)
    {
        string whole = text.Trim();
        int at = whole.IndexOf('=', StringComparison.Ordinal);
        string name = at < 0 ? whole : whole[..at].Trim();
        string expression = at < 0 ? whole : whole[(at + 1)..].Trim();
        if (whole.Length == 0)
        {
            throw new ArgumentException("A column to keep has no name: write one, such as team.", nameof(text));
        }

        if (!IsName(name) || expression.Length == 0)
        {
            throw new ArgumentException(
                $"'{text}' is not the name of a column to keep: write NAME=EXPRESSION, such as team=LOWER(group_name).", nameof(text));
        }

        string bare = Bare(name);
        return Own.Contains(bare, StringComparer.OrdinalIgnoreCase)
            ? throw new ArgumentException(
                $"'{bare}' is a column that the answer has itself: give the kept one another name, such as log_{bare}={expression}.",
                nameof(text))
            : bare.StartsWith("tp_", StringComparison.OrdinalIgnoreCase)
                ? throw new ArgumentException(
                    $"'{bare}' cannot be kept, since the query's own names begin with tp_: give it another name, such as "
                    + $"log_{bare}={expression}.",
                    nameof(text))
                : new KeptColumn(name, expression);
    }

    /// <summary>Returns columns, if each has a name of its own.</summary>
    /// <exception cref="ArgumentException">One is none, or two have the same name.</exception>
    public static ImmutableArray<string> Checked(ImmutableArray<string> texts)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string text in texts)
        {
            string name = Bare(Of(text).Name);
            if (!names.Add(name))
            {
                throw new ArgumentException(
                    $"The column '{name}' is kept twice: leave one out, or give it another name, such as {name}_2=EXPRESSION.",
                    nameof(texts));
            }
        }

        return texts;
    }

    /// <summary>Returns a column by which totals are grouped; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">The text is no name, or that of a column of the totals.</exception>
    public static string? GroupOf(string? by)
    {
        if (by is null)
        {
            return null;
        }

        string name = by.Trim();
        return !IsName(name)
            ? throw new ArgumentException($"'{by}' is not the name of a column: write one that the view has, such as team.", nameof(by))
            : OfTotals.Contains(Bare(name), StringComparer.OrdinalIgnoreCase)
                ? throw new ArgumentException(
                    $"'{name}' is a column that the totals have themselves: keep it under another name, such as log_{Bare(name)}={name}, "
                    + "and group by that.",
                    nameof(by))
                : name;
    }

    /// <summary>Determines whether a text is one name of SQL, quoted or not.</summary>
    private static bool IsName(string text) => text.Length > 0
        && (IsQuoted(text, '"', '"') || IsQuoted(text, '`', '`') || IsQuoted(text, '[', ']')
            || ((char.IsLetter(text[0]) || text[0] == '_') && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '$')));

    private static bool IsQuoted(string text, char first, char last) =>
        text.Length > 2 && text[0] == first && text[^1] == last && text.AsSpan(1, text.Length - 2).IndexOfAny(first, last) < 0;

    private static string Bare(string name) => name[0] is '"' or '`' or '[' ? name[1..^1] : name;
}
