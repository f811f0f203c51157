using System.Text.Json;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Names of fields are the same strings in every response, up to a length and unless they are escaped.</summary>
public sealed class JsonNamesTests
{
    public static TheoryData<string[]> Families => new()
    {
        { [.. Letters.Select(c => $"{c}rompt_tokens")] },
        { [.. Letters.Select(c => $"prompt{c}tokens")] },
        { [.. Letters.Select(c => $"prompt_token{c}")] },
        { [new string('n', 64)] },
        { [""] },
    };

    private static IEnumerable<char> Letters => Enumerable.Range('a', 26).Select(c => (char)c);

    // Tests that run beside this one put other names in the same places, so that it is tried several times.
    [Theory]
    [MemberData(nameof(Families))]
    public void Of_NamesThatDifferInOneLetter_AreAllRemembered(string[] names) => Assert.Contains(
        Enumerable.Range(0, 50),
        _ => Names(names).Zip(Names(names)).All(pair => ReferenceEquals(pair.First, pair.Second)));

    [Fact]
    public void Of_NameThatIsLongOrEscaped_IsReadEachTime()
    {
        string[] names = [new string('n', 65), "prompt\\u005ftokens"];

        Assert.Equal([names[0], "prompt_tokens"], Names(names));
        Assert.All(Names(names).Zip(Names(names)), pair => Assert.NotSame(pair.First, pair.Second));
    }

    private static string[] Names(string[] names)
    {
        using JsonDocument document = JsonDocument.Parse($"{{{string.Join(',', names.Select(n => $"\"{n}\":1"))}}}");
        return [.. document.RootElement.EnumerateObject().Select(JsonNames.Of)];
    }
}
