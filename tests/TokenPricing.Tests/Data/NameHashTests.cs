using Xunit;

namespace TokenPricing.Tests;

/// <summary>Names that differ anywhere have other hash codes, whatever their length: a table of names is slow where they share them.</summary>
public static class NameHashTests
{
    [Fact]
    public static void Of_OneOtherCharacterAtAnyPlace_IsAnotherHashCode()
    {
        const string Name = "abcdefghijklmnopqrstuvwxyzabcdefghijklm";
        HashSet<ulong> seen = [];
        int names = 0;
        for (int length = 0; length <= Name.Length; length++)
        {
            string name = Name[..length];
            seen.UnionWith([NameHash.Of(name, ""), NameHash.Of("x", name)]);
            names += 2;
            for (int place = 0; place < length; place++)
            {
                string other = $"{name[..place]}-{name[(place + 1)..]}";
                seen.UnionWith([NameHash.Of(other, ""), NameHash.Of("x", other)]);
                names += 2;
                Assert.Equal(NameHash.Of(other, "x"), NameHash.Of(other.ToUpperInvariant(), "X"));
            }
        }

        Assert.Equal(names, seen.Count);
    }

    [Fact]
    public static void Of_TwoCharactersExchanged_IsAnotherHashCode()
    {
        for (int length = 2; length < 24; length++)
        {
            char[] name = [.. Enumerable.Range(0, length).Select(i => (char)('a' + i))];
            for (int place = 0; place < length - 1; place++)
            {
                char[] other = [.. name];
                (other[place], other[place + 1]) = (other[place + 1], other[place]);
                Assert.NotEqual(NameHash.Of(new string(name), "x"), NameHash.Of(new string(other), "x"));
            }
        }
    }

    [Theory]
    [InlineData("é", "É")]
    [InlineData("abcé", "ABCÉ")]
    [InlineData("ébcdefghi", "ÉBCDEFGHI")]
    [InlineData("abcdéfghijklmnopq", "ABCDÉFGHIJKLMNOPQ")]
    [InlineData("abcdefghijklmnopé", "ABCDEFGHIJKLMNOPÉ")]
    [InlineData("abcdefgh\u0080", "ABCDEFGH\u0080")]
    public static void Of_NamesThatAreNotAscii_IsThatOfTheOtherCase(string name, string other)
    {
        Assert.Equal(NameHash.Of(name, "x"), NameHash.Of(other, "x"));
        Assert.NotEqual(NameHash.Of(name, "x"), NameHash.Of(name + "y", "x"));
        Assert.NotEqual(NameHash.Of(name, "x"), NameHash.Of("x", name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(5_000)]
    public static void Table_ThousandsOfNames_HasEachOfThem(int capacity)
    {
        NameTable<string> table = new(capacity);
        for (int i = 0; i < 3_000; i++)
        {
            Assert.False(table.TryGet($"model-{i}", $"provider-{i % 7}", out _));
            table.Add($"model-{i}", $"provider-{i % 7}", $"value {i}");
            Assert.Equal(i + 1, table.Count);
        }

        for (int i = 0; i < 3_000; i++)
        {
            Assert.True(table.TryGet($"MODEL-{i}", $"Provider-{i % 7}", out string? value) && value == $"value {i}");
            Assert.False(table.TryGet($"model-{i}", $"provider-{(i + 1) % 7}", out _));
        }
    }
}
