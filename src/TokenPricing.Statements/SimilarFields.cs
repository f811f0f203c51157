namespace TokenPricing.Statements;

/// <summary>Suggests fields for a name that is not one.</summary>
internal static class SimilarFields
{
    private const int Most = 3;

    /// <summary>A question to end a message with, such as <c> Did you mean 'cache_read'?</c>; empty if no field is similar.</summary>
    public static string Question(string name)
    {
        int limit = Math.Max(2, name.Length / 3);
        string[] similar =
        [
            .. UsageFields.Names
                .Select(f => (Field: f, Distance: Distance(name, f)))
                .Where(f => f.Distance <= limit)
                .OrderBy(f => f.Distance)
                .ThenBy(f => f.Field, StringComparer.Ordinal)
                .Select(f => $"'{f.Field}'")
                .Take(Most),
        ];
        return similar.Length == 0 ? "" : $" Did you mean {string.Join(" or ", similar)}?";
    }

    // 1 if one contains the other, as 'input_tokens' contains 'input'; otherwise the number of letters to change.
    private static int Distance(string name, string field) =>
        name.Length >= 3
            && (name.Contains(field, StringComparison.OrdinalIgnoreCase) || field.Contains(name, StringComparison.OrdinalIgnoreCase))
            ? 1
            : Edits(name.ToLowerInvariant(), field);

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
