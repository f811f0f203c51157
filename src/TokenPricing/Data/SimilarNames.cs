namespace TokenPricing.Data;

/// <summary>Suggests known names that are similar to an unknown one.</summary>
internal static class SimilarNames
{
    private const int Most = 3;

    /// <summary>Every known name is compared: to a longer name, nothing known is similar, and comparing would only take time.</summary>
    private const int MaxLength = 256;

    /// <summary>Returns the known names that are most similar to a name.</summary>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    /// <returns>
    /// At most three names, the most similar first; empty if none is similar enough. Up to a third of the letters, and at least two, may
    /// differ.
    /// </returns>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        int limit = Math.Max(2, name.Length / 3);
        return name.Length > MaxLength ? [] :
        [
            .. known
                .Select(k => (Name: k, Distance: Distance(name, k, limit)))
                .Where(c => c.Distance <= limit)
                .OrderBy(c => c.Distance)
                .ThenBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => c.Name)
                .Take(Most),
        ];
    }

    /// <summary>Returns the names as a question that ends a message: <c> Did you mean 'a' or 'b'?</c>; empty for no names.</summary>
    public static string Question(IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" Did you mean {string.Join(" or ", names.Select(n => $"'{n}'"))}?";

    /// <summary>Returns an exception for an unknown name, whose message suggests similar names.</summary>
    /// <param name="error">The error, such as <see cref="PricingError.UnknownModel"/>.</param>
    /// <param name="kind">What the name is, such as <c>provider</c>.</param>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The known names.</param>
    public static PricingException Unknown(PricingError error, string kind, string name, IEnumerable<string> known) =>
        new(error, $"The catalog knows no {kind} '{name}'.{Question(Of(name, known))}");

    /// <summary>
    /// The Levenshtein distance without regard to case; but 1 if one name contains the other, or if both have the same words in another
    /// order, such as "gpt-4o mini" and "mini gpt-4o".
    /// </summary>
    private static int Distance(string a, string b, int limit)
    {
        if (a.Length >= 3 && b.Length >= 3
            && (a.Contains(b, StringComparison.OrdinalIgnoreCase)
                || b.Contains(a, StringComparison.OrdinalIgnoreCase)
                || (a.Length == b.Length && Words(a).SetEquals(Words(b)))))
        {
            return 1;
        }

        // The distance is at least the difference in length: beyond the limit, the exact number does not matter.
        int missing = Math.Abs(a.Length - b.Length);
        return missing > limit ? missing : Edits(a.ToUpperInvariant(), b.ToUpperInvariant(), limit);
    }

    private static HashSet<string> Words(string name) =>
        [.. name.ToUpperInvariant().Split(['-', '_', ' ', '.', '/', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The number of edits, or one more than the limit.</summary>
    private static int Edits(string a, string b, int limit)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > limit)
            {
                return limit + 1;
            }
        }

        return row[b.Length];
    }
}
