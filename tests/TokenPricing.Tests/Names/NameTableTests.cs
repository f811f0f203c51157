using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

public sealed class NameTableTests
{
    [Property]
    public static bool TryGet_AnyNames_FindsWhatADictionaryFinds((string First, string Second)[] names)
    {
        NameTable<string> table = new();
        Dictionary<string, string> expected = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string first, string second) in Known(names))
        {
            string value = first + "\n" + second;
            Assert.Equal(expected.TryAdd(value, value), !table.TryGet(first, second, out _));
            if (expected[value] == value && !table.TryGet(first, second, out _))
            {
                table.Add(first, second, value);
            }
        }

        return Known(names).All(n => table.TryGet(n.First.ToUpperInvariant(), n.Second.ToLowerInvariant(), out string? found)
                ? found == expected[n.First + "\n" + n.Second]
                : !expected.ContainsKey(n.First.ToUpperInvariant() + "\n" + n.Second.ToLowerInvariant()))
            && !table.TryGet("not", "there", out _);
    }

    [Property]
    public static bool Hash_OfNamesThatAreEqualButForCase_IsTheSame(string? first, string? second)
    {
        (string one, string two) = (first ?? "", second ?? "");
        string[] others = [one.ToUpperInvariant(), one.ToLowerInvariant()];
        return others.All(o => !string.Equals(o, one, StringComparison.OrdinalIgnoreCase) || NameHash.Of(o, two) == NameHash.Of(one, two));
    }

    [Fact]
    public void Hash_OfEveryCharacterInAnyPlace_IsThatOfItsOtherCase()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            string character = ((char)c).ToString();
            foreach (string other in new[] { character.ToUpperInvariant(), character.ToLowerInvariant() })
            {
                foreach (string before in new[] { "", "abc", "abcdefg" })
                {
                    if (string.Equals(character, other, StringComparison.OrdinalIgnoreCase))
                    {
                        Assert.True(NameHash.Of(before + character, "x") == NameHash.Of(before + other, "x"), $"U+{c:X4}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("ab", "c", "a", "bc")]
    [InlineData("a", "b", "b", "a")]
    [InlineData("", "a", "a", "")]
    [InlineData("abcd", "", "", "abcd")]
    [InlineData("claude-sonnet-4-5", "x", "claude-sonnet-4-6", "x")]
    public void Hash_OfOtherNames_IsAnotherOne(string first, string second, string otherFirst, string otherSecond) =>
        Assert.NotEqual(NameHash.Of(first, second), NameHash.Of(otherFirst, otherSecond));

    [Fact]
    public void TryGetOffer_AskedBefore_TakesNoMemory()
    {
        PriceCatalog prices = ReviewedPrices.Catalog;
        Assert.True(prices.TryGetOffer("Unnamed", "MIXTRAL-8x7b", out _));
        Assert.False(prices.TryGetOffer("nobody", "mixtral-8x7b", out _));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            prices.TryGetOffer("unnamed", "mixtral-8x7b", out _);
            prices.TryGetOffer("nobody", "mixtral-8x7b", out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IEnumerable<(string First, string Second)> Known((string First, string Second)[]? names) =>
        (names ?? []).Select(n => ((n.First ?? "").Replace("\n", "", StringComparison.Ordinal), (n.Second ?? "").Replace("\n", "", StringComparison.Ordinal)));
}
