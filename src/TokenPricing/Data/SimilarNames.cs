namespace TokenPricing.Data;

/// <summary>Names that somebody who typed an unknown one may have meant.</summary>
internal static class SimilarNames
{
    private const int Most = 3;

    /// <summary>At most three of <paramref name="known"/>, the nearest first; empty where none is near.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        // Words count apart from letters: "gpt-4o mini" and "mini gpt-4o" are near although no letter stands in place.
        int limit = Math.Max(2, name.Length / 3);
        return
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

    /// <summary>The list in words that end a message: <c> Is 'a' or 'b' meant?</c>; empty for an empty list.</summary>
    public static string Question(IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" Is {string.Join(" or ", names.Select(n => $"'{n}'"))} meant?";

    /// <summary>The exception for a name that is not known, which suggests similar ones.</summary>
    public static PricingException Unknown(PricingError error, string kind, string name, IEnumerable<string> known) =>
        new(error, $"The catalog knows no {kind} '{name}'.{Question(Of(name, known))}");

    // 0: equal but for case; otherwise the fewest letters to change, unless one name holds the other or both have the same words.
    private static int Distance(string a, string b, int limit)
    {
        string left = a.ToUpperInvariant();
        string right = b.ToUpperInvariant();
        if (left.Length >= 3 && right.Length >= 3
            && (left.Contains(right, StringComparison.Ordinal) || right.Contains(left, StringComparison.Ordinal) || (left.Length == right.Length && Words(left).SetEquals(Words(right)))))
        {
            return 1;
        }

        // At least so many letters are missing: no need to count the others.
        int missing = Math.Abs(left.Length - right.Length);
        return missing > limit ? missing : Edits(left, right);
    }

    private static HashSet<string> Words(string name) =>
        [.. name.Split(['-', '_', ' ', '.', '/', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries)];

    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
