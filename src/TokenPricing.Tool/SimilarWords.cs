namespace TokenPricing.Tool;

/// <summary>Suggests words for one that is not known.</summary>
internal static class SimilarWords
{
    private const int Most = 3;

    /// <summary>A question to end a message with, such as <c> Did you mean 'rank'?</c>; empty if no word is similar.</summary>
    public static string Question(string word, IEnumerable<string> known)
    {
        int limit = Math.Max(2, word.Length / 3);
        string[] similar =
        [
            .. known
                .Select(k => (Word: k, Distance: Distance(word, k)))
                .Where(k => k.Distance <= limit)
                .OrderBy(k => k.Distance)
                .ThenBy(k => k.Word, StringComparer.Ordinal)
                .Select(k => $"'{k.Word}'")
                .Take(Most),
        ];
        return similar.Length == 0 ? "" : $" Did you mean {string.Join(" or ", similar)}?";
    }

    // 1 if one contains the other; otherwise the number of letters to change.
    private static int Distance(string word, string known) =>
        word.Length >= 3 && known.Length >= 3
            && (word.Contains(known, StringComparison.OrdinalIgnoreCase) || known.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? 1
            : Edits(word.ToUpperInvariant(), known.ToUpperInvariant());

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
