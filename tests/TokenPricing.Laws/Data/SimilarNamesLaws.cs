using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The names that a message suggests are those of the usual table of distances, of names up to the longest that is compared.</summary>
[Properties(Arbitrary = [typeof(SimilarNamesLaws)])]
public static class SimilarNamesLaws
{
    public static Arbitrary<Typo> Typos() => (
        from size in Gen.Elements(0, 3, 8, 30, 63, 64, 65, 100, 127, 128)
        from name in Gen.Elements("abAB-. 4ıİé\ud800".ToCharArray()).ArrayOf(size)
        from known in Edited(name).ListOf(6)
        select new Typo(new string(name), [.. known])).ToArbitrary();

    [Property]
    public static void Of_AnyNames_AreTheNearestByTheUsualTable(Typo typo)
    {
        int limit = Math.Max(2, typo.Name.Length / 3);
        string[] expected =
        [
            .. typo.Known
                .Select(k => (Name: k, Distance: Distance(typo.Name.ToUpperInvariant(), k.ToUpperInvariant())))
                .Where(k => k.Distance <= limit)
                .OrderBy(k => k.Distance)
                .ThenBy(k => k.Name, StringComparer.Ordinal)
                .Select(k => k.Name)
                .Take(3),
        ];

        Assert.Equal(expected, SimilarNames.Of(typo.Name, typo.Known));
    }

    /// <summary>A name with letters left out, put in, replaced and exchanged, so that it is near or just beyond what is near.</summary>
    private static Gen<string> Edited(char[] name) =>
        from edits in Gen.Choose(0, name.Length / 2 + 4)
        from places in Gen.Choose(0, 1_000_000).ArrayOf(edits)
        select new string(places.Aggregate(name, Edit));

    private static char[] Edit(char[] text, int place)
    {
        int at = place / 4 % (text.Length + 1);
        return (place % 4) switch
        {
            0 => [.. text[..at], 'x', .. text[at..]],
            1 when at < text.Length => [.. text[..at], .. text[(at + 1)..]],
            2 when at < text.Length => [.. text[..at], 'B', .. text[(at + 1)..]],
            3 => [.. text[at..], .. text[..at]],
            _ => text,
        };
    }

    private static bool IsNameIn(string a, string b) => a.StartsWith(b, StringComparison.Ordinal) || (a.Contains(b, StringComparison.Ordinal)
        && (b.Length * 2 >= a.Length || "/.:".Contains(a[a.IndexOf(b, StringComparison.Ordinal) - 1], StringComparison.Ordinal)));

    private static int Distance(string a, string b)
    {
        if (Math.Min(a.Length, b.Length) >= 3
            && (IsNameIn(a, b) || b.Contains(a, StringComparison.Ordinal) || (Words(a).Count > 1 && Words(a).IsSubsetOf(Words(b)))))
        {
            return 1;
        }

        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            }
        }

        return table[a.Length, b.Length];
    }

    private static HashSet<string> Words(string name) => [.. name.Split(['-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>A name that nothing has, and the names that are known.</summary>
    public sealed record Typo(string Name, string[] Known);
}
